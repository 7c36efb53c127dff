import * as z from 'zod/mini';
import { typedSecret } from './sign-in.ts';
import { smsProgress } from './sms.ts';
import { stepUpMethod } from './vocabulary.ts';

/** Password, and a code where the account has a usable authenticator. */
export const stepUpRequest = z.strictObject({
  password: typedSecret.check(z.minLength(1)),
  answer: z.optional(z.strictObject({ method: stepUpMethod, code: typedSecret })),
});
export type StepUpRequest = z.infer<typeof stepUpRequest>;

export const steppedUp = z.object({ validForSeconds: z.number() });
export type SteppedUp = z.infer<typeof steppedUp>;

export const stepUpSms = z.object({ phoneHint: z.string(), sms: smsProgress });
export type StepUpSms = z.infer<typeof stepUpSms>;
