import * as z from 'zod/mini';

/**
 * How a text message is getting on.
 * `sending`: committed, the provider has not answered yet · `sent`: accepted by the provider ·
 * `delivered` / `not-delivered`: from a signed receipt · `may-arrive`: nobody knows whether it was
 * sent (never repeated automatically) · `not-sent`: certainly not sent.
 */
export const smsState = z.enum(['sending', 'sent', 'delivered', 'not-delivered', 'may-arrive', 'not-sent']);
export type SmsState = z.infer<typeof smsState>;

/** Why a message was not sent or not delivered, in words that each have their own sentence. */
export const smsFailure = z.enum([
  'invalid-number',
  'destination-blocked',
  'recipient-refuses',
  'throttled',
  'unreachable',
  'filtered',
  'expired',
  'provider',
]);
export type SmsFailure = z.infer<typeof smsFailure>;

export const smsProgress = z.object({
  id: z.string(),
  state: smsState,
  failure: z.nullable(smsFailure),
  /** Seconds until another send may be asked for; 0 when it may be now. */
  resendAfterSeconds: z.number(),
  /** Seconds the code goes on working, counted from the first send. */
  codeExpiresInSeconds: z.number(),
});
export type SmsProgress = z.infer<typeof smsProgress>;

/**
 * What there is to say of the text message of a challenge. `none`: none was sent, and one may be asked for · `held`: none
 * was sent, and none may be asked for before so many seconds.
 */
export const challengeMessage = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('held'), sendableInSeconds: z.number() }),
  smsProgress,
]);
export type ChallengeMessage = z.infer<typeof challengeMessage>;
