import type { ClientProblemByType } from '../../api/client-problem.ts';
import type { ProblemSentences } from '../../api/problem-sentences.ts';
import { kindProblems } from '../../authenticators/problem-texts.ts';
import { firstProblems } from './first-problems.ts';

const PASSWORD: Record<ClientProblemByType['password-refused']['reason'], string> = {
  'too-short': 'This password is too short: it needs at least 15 characters.',
  'too-long': 'This password is too long: 256 characters at most.',
  common: 'This password is among the most common ones. Choose another.',
  'contains-login': 'This password contains your e-mail address. Choose another.',
  same: 'This is your current password. Choose another.',
};

const CONFLICT: Record<ClientProblemByType['conflict']['conflict'], string> = {
  'already-enrolled': 'You already have a method of this kind. Replace it instead of adding one.',
  'nothing-to-replace': 'The method to replace is no longer there.',
  'two-factor-off': 'Two-factor authentication is off.',
  'changed-elsewhere': 'This was changed in another window in the meantime. This is how it stands now.',
};

const CHALLENGE_OVER: Record<ClientProblemByType['challenge-over']['reason'], string> = {
  expired: 'This sign-in took too long. Enter your password again.',
  exhausted: 'Too many incorrect codes. Enter your password again to start over.',
  answered: 'This sign-in has been completed already. Enter your password again.',
  cancelled: 'This sign-in was stopped. Enter your password again.',
  none: 'This sign-in is no longer under way. Enter your password again.',
};

export const problems: ProblemSentences = {
  ...firstProblems,
  ...kindProblems.en,
  'passkeys-not-offered': () => 'This console takes no passkeys at present. Use another method.',
  'not-signed-in': () => 'Your session has expired. Sign in again to continue.',
  'wrong-code': (problem, { refused }) =>
    problem.alreadyUsed
      ? 'This code has already been used. Wait for the next one.'
      : (refused?.wrong(problem) ?? 'Incorrect code.'),
  'step-up-required': () => 'First confirm that it’s you.',
  'level-required': () => 'Sign in with two-factor authentication to do this.',
  'not-found': () => 'This is no longer there. Reload the page.',
  conflict: ({ conflict }) => CONFLICT[conflict],
  'challenge-over': ({ reason }) => CHALLENGE_OVER[reason],
  'recovery-code-in-use': ({ retryAfterSeconds }, { timeIn }) =>
    `This is the right recovery code, but a sign-in that began a moment ago is using it. If that one was not completed, try again at ${timeIn(retryAfterSeconds)}.`,
  'enrolment-over': ({ reason }) =>
    reason === 'exhausted'
      ? 'Too many incorrect codes. Start the set-up again.'
      : 'This set-up took too long. Start again.',
  'password-refused': ({ reason }) => PASSWORD[reason],
  'second-factor-blocked': ({ retryAfterSeconds }, { timeIn, refused }) =>
    refused?.blocked?.(timeIn(retryAfterSeconds)) ??
    `Too many incorrect codes. Try again at ${timeIn(retryAfterSeconds)}, or use your recovery code.`,
  'second-factor-disabled': () =>
    'This method was disabled after too many incorrect codes. Use your recovery code or contact support.',
  'cannot-verify': () => 'This can’t be checked at the moment. Try again or contact support.',
  'upgrade-under-way': ({ retryAfterSeconds }, { timeIn }) =>
    `The console is being updated. Nothing was changed. Try again from ${timeIn(retryAfterSeconds)}.`,
};
