import * as z from 'zod/mini';
import { assertedCredential, requestOptions } from './passkeys.ts';
import { challengeMessage } from './sms.ts';

/*
 * Each method brings a shape of its own, as an offer and as a proof. A new one is a member of these unions.
 */

/** A secret or code as typed: a string of sane length. What it means is judged by the server. */
export const typedSecret = z.string().check(z.maxLength(1024));

const otp = { method: z.literal('otp') };
/** The last two digits of the phone; nothing more of it is told before the second factor. */
const sms = { method: z.literal('sms'), phoneHint: z.nullable(z.string()) };
const passkey = { method: z.literal('passkey') };
const recovery = { method: z.literal('recovery') };

/** What may accompany the password in a step-up now; the recovery code is not accepted there. */
export const stepUpOffer = z.discriminatedUnion('method', [z.object(otp), z.object(sms), z.object(passkey)]);
export type StepUpOffer = z.infer<typeof stepUpOffer>;

/** What may answer a challenge now, with how it stands. */
export const challengeOffer = z.discriminatedUnion('method', [
  z.object(otp),
  z.object({ ...sms, sms: challengeMessage }),
  z.object({ ...passkey, options: requestOptions }),
  z.object(recovery),
]);
export type ChallengeOffer = z.infer<typeof challengeOffer>;

const code = { code: typedSecret };
export const otpProof = z.strictObject({ ...otp, ...code });
export const smsProof = z.strictObject({ method: sms.method, ...code });
export const passkeyProof = z.strictObject({ ...passkey, credential: assertedCredential });
export const recoveryProof = z.strictObject({ ...recovery, ...code });

/** A proof by an authenticator of the account. */
export const factorProof = z.discriminatedUnion('method', [otpProof, smsProof, passkeyProof]);
/** By what a person typed. */
export type CodeProof = z.infer<typeof otpProof | typeof smsProof>;
export type PasskeyProof = z.infer<typeof passkeyProof>;
export type FactorProof = z.infer<typeof factorProof>;

/** That an authenticator which is being bound works: what it is depends on the kind, which the enrolment knows. */
export const codeConfirmation = z.strictObject(code);
export type CodeConfirmation = z.infer<typeof codeConfirmation>;
