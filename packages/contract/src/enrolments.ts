import * as z from 'zod/mini';
import { codeConfirmation } from './methods.ts';
import { createdCredential, creationOptions, passkeyName, passkeyUse } from './passkeys.ts';
import { recoveryCodeOnce } from './recovery-code.ts';
import { smsProgress } from './sms.ts';

/** The authenticator that this one takes the place of, once proven. */
const replaces = z.optional(z.string());
export const beginAppRequest = z.strictObject({ kind: z.literal('app'), replaces });
export const beginPhoneRequest = z.strictObject({
  kind: z.literal('phone'),
  /** ISO 3166-1 alpha-2; a number that begins with + or 00 wins over it. */
  country: z.string().check(z.regex(/^[A-Z]{2}$/)),
  number: z.string().check(z.minLength(1), z.maxLength(64)),
  replaces,
});

export const beginPasskeyRequest = z.strictObject({ kind: z.literal('passkey'), as: passkeyUse, replaces });
export type BeginPasskeyRequest = z.infer<typeof beginPasskeyRequest>;

export const beginEnrolmentRequest = z.discriminatedUnion('kind', [
  beginAppRequest,
  beginPhoneRequest,
  beginPasskeyRequest,
]);
export type BeginEnrolmentRequest = z.infer<typeof beginEnrolmentRequest>;

const openEnrolment = {
  id: z.string(),
  expiresInSeconds: z.number(),
  attemptsLeft: z.number(),
  replaces: z.nullable(z.string()),
};

export const appEnrolment = z.object({
  ...openEnrolment,
  kind: z.literal('app'),
  /** otpauth key URI with issuer `The Building API` and the login as label. */
  otpauthUri: z.string(),
  /** The same secret in base32, without spaces. */
  key: z.string(),
  issuer: z.string(),
  label: z.string(),
});
export type AppEnrolment = z.infer<typeof appEnrolment>;

export const phoneEnrolment = z.object({
  ...openEnrolment,
  kind: z.literal('phone'),
  country: z.string(),
  /** The number in international form, for its owner to check. */
  number: z.string(),
  sms: z.nullable(smsProgress),
});
export type PhoneEnrolment = z.infer<typeof phoneEnrolment>;

export const passkeyEnrolment = z.object({
  ...openEnrolment,
  kind: z.literal('passkey'),
  as: passkeyUse,
  options: creationOptions,
});
export type PasskeyEnrolment = z.infer<typeof passkeyEnrolment>;

export const enrolment = z.discriminatedUnion('kind', [appEnrolment, phoneEnrolment, passkeyEnrolment]);
export type Enrolment = z.infer<typeof enrolment>;

export const passkeyConfirmation = z.strictObject({ credential: createdCredential, name: z.optional(passkeyName) });
export type PasskeyConfirmation = z.infer<typeof passkeyConfirmation>;

export const confirmEnrolmentRequest = z.union([codeConfirmation, passkeyConfirmation]);
export type ConfirmEnrolmentRequest = z.infer<typeof confirmEnrolmentRequest>;

export const confirmedEnrolment = z.object({
  /** Present when this was the account's first authenticator: shown now and never again. */
  recoveryCode: z.nullable(recoveryCodeOnce),
  /** How many other sessions this change ended. */
  endedSessions: z.number(),
});
export type ConfirmedEnrolment = z.infer<typeof confirmedEnrolment>;
