import * as z from 'zod/mini';

/** The languages of the console; the account's choice wins over the browser's. */
export const language = z.enum(['fr', 'en']);
export type Language = z.infer<typeof language>;

/** Computed from authentication events, never stored (NIST SP 800-63B-4 §2). */
export const assuranceLevel = z.enum(['aal1', 'aal2']);
export type AssuranceLevel = z.infer<typeof assuranceLevel>;

/** What an account may have bound: an authenticator app, a phone that receives text messages, a passkey or security key. */
export const authenticatorKind = z.enum(['app', 'phone', 'passkey']);
export type AuthenticatorKind = z.infer<typeof authenticatorKind>;

/** Authentication methods in RFC 8176 words where it has one, `passkey`, and `recovery` for the recovery code. */
export const authenticationMethod = z.enum(['pwd', 'otp', 'sms', 'passkey', 'recovery']);
export type AuthenticationMethod = z.infer<typeof authenticationMethod>;

/**
 * Why something that is bound cannot be used now. `disabled`: too many wrong codes, until it is replaced ·
 * `off`: this console sends no text messages or takes no passkeys at present, and replacing it would change nothing.
 */
export const unusableReason = z.enum(['disabled', 'off']);
export type UnusableReason = z.infer<typeof unusableReason>;

/** What may answer a challenge during sign-in. */
export const challengeMethod = z.enum(['otp', 'sms', 'passkey', 'recovery']);
export type ChallengeMethod = z.infer<typeof challengeMethod>;

/** What may accompany the password in a step-up; the recovery code is not accepted there. */
export const stepUpMethod = z.enum(['otp', 'sms', 'passkey']);
export type StepUpMethod = z.infer<typeof stepUpMethod>;

/** Something that is bound and cannot be used now, and why. */
export const unusableMethod = z.object({ method: stepUpMethod, why: unusableReason });
export type UnusableMethod = z.infer<typeof unusableMethod>;
