import * as z from 'zod/mini';
import { phoneEnrolment } from './enrolments.ts';
import { passkeyUse } from './passkeys.ts';
import { authenticationMethod, authenticatorKind, unusableReason } from './vocabulary.ts';

const bound = {
  id: z.string(),
  addedAt: z.iso.datetime(),
  lastUsedAt: z.nullable(z.iso.datetime()),
  /** Why it cannot be used now; null: it can. */
  unusable: z.nullable(unusableReason),
};

/** What is bound, each kind with what its owner knows it by. */
export const authenticator = z.discriminatedUnion('kind', [
  z.object({ ...bound, kind: z.literal('app') }),
  z.object({ ...bound, kind: z.literal('phone'), phone: z.object({ country: z.string(), lastDigits: z.string() }) }),
  z.object({
    ...bound,
    kind: z.literal('passkey'),
    /** Null: its owner gave it none. */
    name: z.nullable(z.string()),
    as: passkeyUse,
    /** The model of the authenticator, a label and never an identity; null where it does not say (WebAuthn §6.5.1). */
    aaguid: z.nullable(z.string()),
    /** A copy of it is kept elsewhere, or it stands in one device alone. */
    synced: z.boolean(),
  }),
]);
export type Authenticator = z.infer<typeof authenticator>;

export const recoveryCodeState = z.object({
  id: z.string(),
  issuedAt: z.iso.datetime(),
  saved: z.boolean(),
  /** It ended when the console was restored from a backup: what its owner kept is accepted no more. */
  takenBack: z.boolean(),
  /** Seconds in which this session may have it replaced without a step-up; 0 when it may not. */
  replaceableInSeconds: z.number(),
});
export type RecoveryCodeState = z.infer<typeof recoveryCodeState>;

/** Closed sets, so that the client can name them in the person's language. */
export const browserName = z.enum(['chrome', 'edge', 'firefox', 'safari', 'opera', 'samsung', 'other']);
export const platformName = z.enum(['windows', 'macos', 'linux', 'android', 'ios', 'chromeos', 'other']);

export const client = z.object({
  browser: browserName,
  platform: platformName,
  /** The network's prefix (/24 or /48), never the whole address. */
  network: z.string(),
});
export type Client = z.infer<typeof client>;

export const signedInSession = z.object({
  id: z.string(),
  current: z.boolean(),
  startedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  methods: z.array(authenticationMethod),
  client,
});
export type SignedInSession = z.infer<typeof signedInSession>;

export const securityEventKind = z.enum([
  'signed-in',
  'signed-out',
  'wrong-password',
  'password-guessed',
  'wrong-code',
  'second-factor-blocked',
  'second-factor-disabled',
  'authenticator-added',
  'authenticator-replaced',
  'authenticator-removed',
  'two-factor-turned-off',
  'recovery-code-issued',
  'recovery-code-saved',
  'recovery-code-replaced',
  'recovery-code-used',
  'session-ended',
  'sessions-ended',
  'password-changed',
  'stepped-up',
  'account-created',
  'account-disabled',
  'account-enabled',
  'two-factor-reset',
  'login-changed',
  'details-changed',
  'account-erased',
]);
export type SecurityEventKind = z.infer<typeof securityEventKind>;

export const securityEvent = z.object({
  id: z.string(),
  kind: securityEventKind,
  at: z.iso.datetime(),
  method: z.nullable(authenticationMethod),
  authenticatorKind: z.nullable(authenticatorKind),
  /** Null when an operator did it from the command line. */
  client: z.nullable(client),
  /** An operator's stated reason. */
  reason: z.nullable(z.string()),
  /** How many; of guesses the last of them was at `at`. */
  count: z.number(),
});
export type SecurityEvent = z.infer<typeof securityEvent>;

export const securityView = z.object({
  twoFactorOn: z.boolean(),
  smsOffered: z.boolean(),
  /** ISO 3166-1 alpha-2 codes that text messages are sent to, the likely ones first. */
  smsCountries: z.array(z.string()),
  authenticators: z.array(authenticator),
  recoveryCode: z.nullable(recoveryCodeState),
  /** A phone being enrolled by this session, so that a reload finds its place again. */
  phoneEnrolment: z.nullable(phoneEnrolment),
  sessions: z.array(signedInSession),
  events: z.array(securityEvent),
  passwordChangedAt: z.iso.datetime(),
});
export type SecurityView = z.infer<typeof securityView>;
