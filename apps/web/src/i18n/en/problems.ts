import type { ClientProblemByType } from '../../api/client-problem.ts';
import type { Circumstances, ProblemSentences } from '../../api/problem-sentences.ts';
import { FEW_MINUTES } from '../../api/problem-sentences.ts';
import { firstProblems } from './first-problems.ts';

const PHONE: Record<ClientProblemByType['phone-refused']['reason'], string> = {
  'not-a-number': 'This number isn’t recognised. Enter a mobile number, with or without its country code.',
  'too-short': 'This number is too short. Check that it is complete.',
  'too-long': 'This number is too long. Check it.',
  'not-mobile': 'This is a landline: enter a mobile number.',
  premium: 'This is a premium or special number: enter a mobile number.',
  extension: 'Enter a mobile number without an extension.',
  'country-not-served': 'We don’t send texts to this country yet.',
};

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

const SMS: Record<ClientProblemByType['sms-not-sent']['failure'], string> = {
  'invalid-number': 'The text message could not be delivered: this number does not exist.',
  'destination-blocked': 'The text message could not be delivered: this number can’t receive ours.',
  'recipient-refuses': 'The text message could not be delivered: this number refuses our messages.',
  throttled: 'The text message could not be sent. Try again in a minute.',
  unreachable: 'The text message could not be delivered. Check that the phone is on and has a signal.',
  filtered: 'The text message could not be delivered: the network blocked it. Use another method.',
  expired: 'The text message was not delivered in time. Try again.',
  provider: 'The text message could not be sent. Try again or use another method.',
};

const CHALLENGE_OVER: Record<ClientProblemByType['challenge-over']['reason'], string> = {
  expired: 'This sign-in took too long. Enter your password again.',
  exhausted: 'Too many incorrect codes. Enter your password again to start over.',
  answered: 'This sign-in has been completed already. Enter your password again.',
  cancelled: 'This sign-in was stopped. Enter your password again.',
  none: 'This sign-in is no longer under way. Enter your password again.',
};

function wrongCode(problem: ClientProblemByType['wrong-code'], { method }: Circumstances): string {
  if (problem.alreadyUsed) return 'This code has already been used. Wait for the next one.';
  if (problem.clock?.direction === 'slow' && problem.clock.minutes <= FEW_MINUTES)
    return 'This code has expired: enter the one that the app shows now.';
  if (problem.clock) {
    const { direction, minutes } = problem.clock;
    return `Incorrect code: your phone’s clock is about ${minutes}\u00a0min ${direction}. Set it to automatic, then enter a new code.`;
  }
  switch (method) {
    case 'sms':
      return 'Incorrect code. Use the latest text message.';
    case 'recovery':
      return 'Incorrect recovery code. Check each character.';
    case 'otp':
      return 'Incorrect code. Enter the one that the app shows now.';
    case 'new-app':
      return 'Incorrect code. If the app has several entries named “The Building API”, use the newest one.';
    case null:
      return 'Incorrect code.';
  }
}

export const problems: ProblemSentences = {
  ...firstProblems,
  'not-signed-in': () => 'Your session has expired. Sign in again to continue.',
  'wrong-code': wrongCode,
  'step-up-required': () => 'First confirm that it’s you.',
  'level-required': () => 'Sign in with two-factor authentication to do this.',
  'not-found': () => 'This is no longer there. Reload the page.',
  conflict: ({ conflict }) => CONFLICT[conflict],
  'challenge-over': ({ reason }) => CHALLENGE_OVER[reason],
  'recovery-code-in-use': ({ retryAfterSeconds }, { timeIn }) =>
    `This is the right recovery code, but a sign-in that began a moment ago is using it. If that one was not completed, try again at ${timeIn(retryAfterSeconds)}.`,
  'no-code-sent': () => 'No text message has been sent here, so there is no code to enter yet. Ask for a text first.',
  'enrolment-over': ({ reason }) =>
    reason === 'exhausted'
      ? 'Too many incorrect codes. Start the set-up again.'
      : 'This set-up took too long. Start again.',
  'phone-refused': ({ reason }) => PHONE[reason],
  'password-refused': ({ reason }) => PASSWORD[reason],
  'sms-not-offered': () => 'No text messages are being sent at the moment. Use another method.',
  'second-factor-blocked': ({ retryAfterSeconds }, { timeIn, method }) =>
    method === 'recovery'
      ? `Too many incorrect recovery codes. Try again at ${timeIn(retryAfterSeconds)}.`
      : `Too many incorrect codes. Try again at ${timeIn(retryAfterSeconds)}, or use your recovery code.`,
  'second-factor-disabled': () =>
    'This method was disabled after too many incorrect codes. Use your recovery code or contact support.',
  'too-many-messages': ({ retryAfterSeconds, earlierCodeWorks }, { timeIn }) =>
    `Too many text messages requested. Try again at ${timeIn(retryAfterSeconds)}.${earlierCodeWorks ? ' A code you have already received still works.' : ''}`,
  'cannot-verify': () => 'This can’t be checked at the moment. Try again or contact support.',
  'upgrade-under-way': ({ retryAfterSeconds }, { timeIn }) =>
    `The console is being updated. Nothing was changed. Try again from ${timeIn(retryAfterSeconds)}.`,
  'sms-not-sent': ({ failure }) => SMS[failure],
};
