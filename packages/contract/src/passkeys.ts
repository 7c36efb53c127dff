import * as z from 'zod/mini';

/*
 * WebAuthn Level 3 as JSON (§5.1.9 to §5.1.11), as far as the two sides need it: names are the specification's, bytes are
 * base64url without padding.
 */

const bytes = (atMost: number) => z.string().check(z.regex(/^[\w-]+$/), z.maxLength(Math.ceil((atMost * 4) / 3)));

/** Credential ids have at most 1,023 bytes (§7.1). */
const credentialId = bytes(1023);
const transports = z.array(z.string().check(z.maxLength(32))).check(z.maxLength(8));
const descriptor = z.object({ id: z.string(), type: z.literal('public-key'), transports: z.array(z.string()) });

/** How it was asked for: a passkey verifies its user and can stand alone; a security key accompanies the password. */
export const passkeyUse = z.enum(['passkey', 'security-key']);
export type PasskeyUse = z.infer<typeof passkeyUse>;

/** What `navigator.credentials.create` is called with. */
export const creationOptions = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number() })),
  /** Milliseconds. */
  timeout: z.number(),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.enum(['required', 'discouraged']),
    requireResidentKey: z.boolean(),
    userVerification: z.enum(['required', 'preferred']),
  }),
  attestation: z.literal('none'),
  hints: z.array(z.string()),
});
export type CreationOptions = z.infer<typeof creationOptions>;

/** What `navigator.credentials.get` is called with. */
export const requestOptions = z.object({
  rpId: z.string(),
  challenge: z.string(),
  /** Milliseconds. */
  timeout: z.number(),
  allowCredentials: z.array(descriptor),
  userVerification: z.enum(['required', 'preferred']),
});
export type RequestOptions = z.infer<typeof requestOptions>;

/** What came of `create`; no more of it than the server needs. */
export const createdCredential = z.strictObject({
  id: credentialId,
  response: z.strictObject({
    clientDataJSON: bytes(2048),
    attestationObject: bytes(4096),
    transports: z.optional(transports),
  }),
});
export type CreatedCredential = z.infer<typeof createdCredential>;

/** What came of `get`. */
export const assertedCredential = z.strictObject({
  id: credentialId,
  response: z.strictObject({
    clientDataJSON: bytes(2048),
    authenticatorData: bytes(2048),
    signature: bytes(1024),
    userHandle: z.optional(z.nullable(bytes(64))),
  }),
});
export type AssertedCredential = z.infer<typeof assertedCredential>;

/** One line that is read as it is written; the two joiners belong to the spelling of words and signs. */
const ONE_LINE = /^(?:[^\p{C}\p{Zl}\p{Zp}]|[\u200c\u200d])*$/u;

/** What its owner calls it. */
export const passkeyName = z.string().check(z.trim(), z.minLength(1), z.maxLength(64), z.regex(ONE_LINE));
