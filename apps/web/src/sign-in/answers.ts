import type { ChallengedView } from '@wattsense/contract/session';
import type { ChallengeAnswer } from '../authenticators/answer.ts';
import { ANSWERS } from '../authenticators/answers.ts';
import type { ShownMethod } from '../authenticators/shown.ts';
import { recoveryAnswer } from './recovery-form.tsx';

/** Every way to answer the challenge. */
export const CHALLENGE_ANSWERS: Readonly<Record<ShownMethod | 'recovery', ChallengeAnswer>> = {
  ...ANSWERS,
  recovery: recoveryAnswer,
};

export type DrawnMethod = keyof typeof CHALLENGE_ANSWERS;

/** Those that this page can draw: a newer server may name others. */
export function answersOf(view: ChallengedView): readonly DrawnMethod[] {
  return view.methods.map(({ method }) => method).filter(isDrawn);
}

const isDrawn = (method: string): method is DrawnMethod => Object.hasOwn(CHALLENGE_ANSWERS, method);
