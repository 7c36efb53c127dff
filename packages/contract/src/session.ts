import * as z from 'zod/mini';
import { smsProgress } from './sms.ts';
import { assuranceLevel, challengeMethod, language } from './vocabulary.ts';

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
  /** The preferred one first; `recovery` is always among them. */
  methods: z.array(challengeMethod),
  /** Authenticators that exist but were disabled after too many wrong codes. */
  disabledMethods: z.array(challengeMethod),
  /** The last two digits of the phone; nothing more of it is told before the second factor. */
  phoneHint: z.nullable(z.string()),
  sms: z.nullable(smsProgress),
});

const authenticatedView = z.object({
  state: z.literal('authenticated'),
  supportUrl: z.string(),
  account,
  assuranceLevel,
  /** True while any authenticator is bound, a disabled one included. */
  twoFactorOn: z.boolean(),
  /** What an account is protected by; shown on the home page. */
  protection: z.object({
    app: z.boolean(),
    phone: z.boolean(),
    recoveryCodeSaved: z.boolean(),
  }),
  /**
   * `none`: came in otherwise · `pending`: the recovery code is reserved and a fresh one must be
   * fetched (`POST /api/recovery-code`) before anything else · `finished`: came in by recovery.
   */
  byRecovery: z.enum(['none', 'pending', 'finished']),
  /** What happened on the account since the sign-in before this one; null when nothing did. */
  sinceLastSignIn: z.nullable(
    z.object({
      lastSignInAt: z.nullable(z.iso.datetime()),
      wrongCodes: z.number(),
      resetByOperator: z.boolean(),
    }),
  ),
});

/** The server names the state; the client renders it. */
export const sessionView = z.discriminatedUnion('state', [anonymousView, challengedView, authenticatedView]);
export type SessionView = z.infer<typeof sessionView>;
export type AnonymousView = z.infer<typeof anonymousView>;
export type ChallengedView = z.infer<typeof challengedView>;
export type AuthenticatedView = z.infer<typeof authenticatedView>;
