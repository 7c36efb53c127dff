import type { StepUpMethod } from '@wattsense/contract/vocabulary';
import type { KindAnswer } from './answer.ts';
import { appAnswer } from './app/answer.tsx';
import { phoneAnswer } from './phone/answer.tsx';
import type { ShownMethod } from './shown.ts';

/** How each kind's method is proven, at sign-in and in the step-up dialog. */
export const ANSWERS: Readonly<Record<ShownMethod, KindAnswer>> = { otp: appAnswer, sms: phoneAnswer };

const known: ReadonlyMap<string, KindAnswer> = new Map(Object.entries(ANSWERS));

/** Undefined for a method that only a newer server knows. */
export function answerOf(method: StepUpMethod): KindAnswer | undefined {
  return known.get(method);
}
