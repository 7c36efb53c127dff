import * as z from 'zod/mini';
import { challengeOffer } from './methods.ts';
import { securityEvent } from './security.ts';
import { assuranceLevel, language, unusableMethod, unusableReason } from './vocabulary.ts';

export const account = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  language,
});
export type Account = z.infer<typeof account>;

const anonymousView = z.object({
  state: z.literal('anonymous'),
  supportUrl: z.string(),
});

const challengedView = z.object({
  state: z.literal('challenged'),
  supportUrl: z.string(),
  /** Who is signing in, as bound to the challenge by the server. */
  login: z.string(),
  expiresInSeconds: z.number(),
  attemptsLeft: z.number(),
  /** Those that can be used now, the preferred one first; `recovery` is always among them. */
  methods: z.array(challengeOffer),
  /** Those that are bound and cannot be used now. */
  unusable: z.array(unusableMethod),
  /** In the answer to the password alone: it goes on with a challenge that this browser began before. */
  resumed: z.boolean(),
});

/** `none`: not bound · `usable`: bound, and a code of it is taken now · else why not. */
export const methodState = z.enum(['none', 'usable', ...unusableReason.options]);
export type MethodState = z.infer<typeof methodState>;

const authenticatedView = z.object({
  state: z.literal('authenticated'),
  supportUrl: z.string(),
  account,
  assuranceLevel,
  /** True while any authenticator is bound, a disabled one included. */
  twoFactorOn: z.boolean(),
  /** What an account is protected by; shown on the home page. */
  protection: z.object({
    app: methodState,
    phone: methodState,
    passkey: methodState,
    /** Whether a phone can be added. */
    smsOffered: z.boolean(),
    /** Whether a passkey or security key can be added. */
    passkeysOffered: z.boolean(),
    recoveryCodeSaved: z.boolean(),
  }),
  /**
   * `none`: came in otherwise · `pending`: the recovery code is reserved and a fresh one must be
   * fetched (`POST /api/recovery-code`) before anything else · `finished`: came in by recovery, and
   * nothing was replaced or removed since.
   */
  byRecovery: z.enum(['none', 'pending', 'finished']),
  /**
   * What happened to the account and was not seen in this browser yet, the newest first; what this session did itself is
   * not among it. `POST /api/notices/seen` says that it was seen.
   */
  notices: z.array(securityEvent),
});

/** Kept for the browser, and for the account of whoever is signed in. */
export const languageChoice = z.strictObject({ language });
export type LanguageChoice = z.infer<typeof languageChoice>;

/** Up to when the notices were seen: the `at` of the newest that was on screen, so that a later one is not lost. */
export const noticesSeenRequest = z.strictObject({ seenAt: z.iso.datetime() });

/** The server names the state; the client renders it. */
export const sessionView = z.discriminatedUnion('state', [anonymousView, challengedView, authenticatedView]);
export type SessionView = z.infer<typeof sessionView>;
export type AnonymousView = z.infer<typeof anonymousView>;
export type ChallengedView = z.infer<typeof challengedView>;
export type AuthenticatedView = z.infer<typeof authenticatedView>;
