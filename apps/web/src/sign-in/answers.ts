import type { ChallengedView } from '@wattsense/contract/session';
import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import type { ChallengeAnswer } from '../authenticators/answer.ts';
import { ANSWERS } from '../authenticators/answers.ts';
import { recoveryAnswer } from './recovery-form.tsx';

/** Every way to answer the challenge. */
export const CHALLENGE_ANSWERS: Readonly<Record<ChallengeMethod, ChallengeAnswer>> = {
  ...ANSWERS,
  recovery: recoveryAnswer,
};

/** Those that this page can draw: a newer server may name others. */
export function answersOf(view: ChallengedView): readonly ChallengeMethod[] {
  return view.methods.map(({ method }) => method).filter((method) => Object.hasOwn(CHALLENGE_ANSWERS, method));
}
