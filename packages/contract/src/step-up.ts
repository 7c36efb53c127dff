import * as z from 'zod/mini';
import { challengeOffer, factorProof, typedSecret } from './methods.ts';
import { smsProgress } from './sms.ts';

/** Password, and a proof where the account has a usable authenticator. */
export const stepUpRequest = z.strictObject({
  password: typedSecret.check(z.minLength(1)),
  answer: z.optional(factorProof),
});
export type StepUpRequest = z.infer<typeof stepUpRequest>;

/** What may accompany the password, with what each is answered to. */
export const stepUpOffers = z.object({ methods: z.array(challengeOffer) });
export type StepUpOffers = z.infer<typeof stepUpOffers>;

export const steppedUp = z.object({ validForSeconds: z.number() });
export type SteppedUp = z.infer<typeof steppedUp>;

export const stepUpSms = z.object({ phoneHint: z.string(), sms: smsProgress });
export type StepUpSms = z.infer<typeof stepUpSms>;
