import type { Client, SecurityEventKind } from '@wattsense/contract/security';
import type { SmsFailure, SmsState } from '@wattsense/contract/sms';
import type {
  AuthenticationMethod,
  AuthenticatorKind,
  ChallengeMethod,
  Language,
} from '@wattsense/contract/vocabulary';
import { sql } from 'drizzle-orm';
import type { Kit } from './kit-postgres.ts';

/** A proof given in a session: which method, and when (RFC 8176 words). The assurance level is computed from these. */
export interface AuthenticationEvent {
  readonly method: AuthenticationMethod;
  /** Milliseconds since the epoch, UTC. */
  readonly at: number;
}

/** What the owner is told after a sign-in about the time since the one before. */
export interface SignInNotice {
  readonly lastSignInAt: number | null;
  readonly wrongCodes: number;
  readonly resetByOperator: boolean;
}

export type RecoveryProgress = 'none' | 'pending' | 'finished';
export type ChallengePurpose = 'sign-in' | 'step-up';
export type ChallengeState = 'open' | 'answered' | 'cancelled' | 'exhausted';
export type EnrolmentState = 'open' | 'confirmed' | 'cancelled' | 'exhausted';
export type RecoveryCodeState = 'active' | 'used' | 'replaced';
export type SmsSubject = 'sign-in' | 'enrolment' | 'step-up' | 'notice';

/** Every table once, for both engines. Instants and ids come from the app; nothing has a database default. */
export function defineSchema(kit: Kit) {
  const account = accountTable(kit);
  const ofAccount: AccountColumn = () =>
    kit
      .text('account_id')
      .notNull()
      .references(() => account.id, { onDelete: 'cascade' });
  return {
    account,
    ...sessionTables(kit, ofAccount),
    ...authenticatorTables(kit, ofAccount),
    ...processTables(kit, ofAccount),
    ...counterTables(kit, ofAccount),
    ...recordTables(kit, ofAccount),
  };
}

export type Tables = ReturnType<typeof defineSchema>;

function accountTable(kit: Kit) {
  return kit.table(
    'account',
    {
      id: kit.text('id').primaryKey(),
      login: kit.text('login').notNull(),
      name: kit.text('name').notNull(),
      language: kit.text('language').$type<Language>().notNull(),
      passwordHash: kit.text('password_hash'),
      passwordChangedAt: kit.instant('password_changed_at').notNull(),
      active: kit.boolean('active').notNull(),
      /** Raised by every change of authenticator, password or status; sessions and challenges of an older one are dead. */
      securityEpoch: kit.integer('security_epoch').notNull(),
      lastSignInAt: kit.instant('last_sign_in_at'),
      createdAt: kit.instant('created_at').notNull(),
    },
    (t) => [kit.uniqueIndex('account_login').on(t.login)],
  );
}

const accountIdOf = (kit: Kit) => kit.text('account_id').notNull();
type AccountColumn = () => ReturnType<typeof accountIdOf>;

function sessionTables(kit: Kit, ofAccount: AccountColumn) {
  const session = kit.table(
    'session',
    {
      id: kit.text('id').primaryKey(),
      accountId: ofAccount(),
      tokenHash: kit.text('token_hash').notNull(),
      epoch: kit.integer('epoch').notNull(),
      events: kit.json<readonly AuthenticationEvent[]>('events').notNull(),
      byRecovery: kit.text('by_recovery').$type<RecoveryProgress>().notNull(),
      notice: kit.json<SignInNotice>('notice'),
      client: kit.json<Client>('client').notNull(),
      browserId: kit.text('browser_id'),
      createdAt: kit.instant('created_at').notNull(),
      lastSeenAt: kit.instant('last_seen_at').notNull(),
      expiresAt: kit.instant('expires_at').notNull(),
    },
    (t) => [
      kit.uniqueIndex('session_token').on(t.tokenHash),
      kit.index('session_account').on(t.accountId),
      kit.index('session_expiry').on(t.expiresAt),
    ],
  );
  const browser = kit.table(
    'browser',
    {
      id: kit.text('id').primaryKey(),
      accountId: ofAccount(),
      tokenHash: kit.text('token_hash').notNull(),
      createdAt: kit.instant('created_at').notNull(),
      lastSeenAt: kit.instant('last_seen_at').notNull(),
    },
    (t) => [
      kit.uniqueIndex('browser_token').on(t.tokenHash, t.accountId),
      kit.index('browser_account').on(t.accountId),
      kit.index('browser_age').on(t.lastSeenAt),
    ],
  );
  return { session, browser };
}

function authenticatorTables(kit: Kit, ofAccount: AccountColumn) {
  const authenticator = kit.table(
    'authenticator',
    {
      id: kit.text('id').primaryKey(),
      accountId: ofAccount(),
      kind: kit.text('kind').$type<AuthenticatorKind>().notNull(),
      /** The app's secret in base32, or the phone's number in E.164; sealed. */
      sealed: kit.text('sealed').notNull(),
      phoneIndex: kit.text('phone_index'),
      country: kit.text('country'),
      /** The last spent time step; it only grows (RFC 6238 §5.2). Zero for a phone. */
      lastStep: kit.integer('last_step').notNull(),
      addedAt: kit.instant('added_at').notNull(),
      lastUsedAt: kit.instant('last_used_at'),
      disabledAt: kit.instant('disabled_at'),
    },
    (t) => [
      kit.uniqueIndex('authenticator_kind').on(t.accountId, t.kind),
      kit.index('authenticator_phone').on(t.phoneIndex),
    ],
  );
  const recoveryCode = kit.table(
    'recovery_code',
    {
      id: kit.text('id').primaryKey(),
      accountId: ofAccount(),
      /** Keyed HMAC of the canonical code, `<key id>.<mac>`. */
      hash: kit.text('hash').notNull(),
      state: kit.text('state').$type<RecoveryCodeState>().notNull(),
      issuedBySession: kit.text('issued_by_session'),
      issuedAt: kit.instant('issued_at').notNull(),
      savedAt: kit.instant('saved_at'),
      reservedBySession: kit.text('reserved_by_session'),
      reservedUntil: kit.instant('reserved_until'),
    },
    (t) => [
      kit.uniqueIndex('recovery_code_active').on(t.accountId).where(sql`state = 'active'`),
      kit.index('recovery_code_account').on(t.accountId),
    ],
  );
  return { authenticator, recoveryCode };
}

/** Processes are rows with an owner and an end. */
function processTables(kit: Kit, ofAccount: AccountColumn) {
  const challenge = kit.table(
    'challenge',
    {
      id: kit.text('id').primaryKey(),
      accountId: ofAccount(),
      purpose: kit.text('purpose').$type<ChallengePurpose>().notNull(),
      /** Of the challenge cookie; null for a step-up, which its session names. */
      tokenHash: kit.text('token_hash'),
      sessionId: kit.text('session_id'),
      epoch: kit.integer('epoch').notNull(),
      /** The key that the SMS code is derived with. */
      keyId: kit.text('key_id').notNull(),
      preferred: kit.text('preferred').$type<ChallengeMethod>().notNull(),
      browserId: kit.text('browser_id'),
      failed: kit.integer('failed').notNull(),
      state: kit.text('state').$type<ChallengeState>().notNull(),
      createdAt: kit.instant('created_at').notNull(),
      expiresAt: kit.instant('expires_at').notNull(),
    },
    (t) => [
      kit.uniqueIndex('challenge_token').on(t.tokenHash),
      kit.index('challenge_account').on(t.accountId),
      kit.index('challenge_session').on(t.sessionId),
      kit.index('challenge_expiry').on(t.expiresAt),
    ],
  );
  const enrolment = kit.table(
    'enrolment',
    {
      id: kit.text('id').primaryKey(),
      accountId: ofAccount(),
      sessionId: kit.text('session_id').notNull(),
      kind: kit.text('kind').$type<AuthenticatorKind>().notNull(),
      sealed: kit.text('sealed').notNull(),
      phoneIndex: kit.text('phone_index'),
      country: kit.text('country'),
      replaces: kit.text('replaces'),
      keyId: kit.text('key_id').notNull(),
      failed: kit.integer('failed').notNull(),
      state: kit.text('state').$type<EnrolmentState>().notNull(),
      createdAt: kit.instant('created_at').notNull(),
      expiresAt: kit.instant('expires_at').notNull(),
    },
    (t) => [
      kit.uniqueIndex('enrolment_open').on(t.sessionId, t.kind).where(sql`state = 'open'`),
      kit.index('enrolment_account').on(t.accountId),
      kit.index('enrolment_expiry').on(t.expiresAt),
    ],
  );
  return { challenge, enrolment };
}

function counterTables(kit: Kit, ofAccount: AccountColumn) {
  /** Consecutive failures of an account's second factor or recovery code, one row per bucket. */
  const attempt = kit.table(
    'attempt',
    {
      id: kit.text('id').primaryKey(),
      accountId: ofAccount(),
      bucket: kit.text('bucket').notNull(),
      failed: kit.integer('failed').notNull(),
      blockedUntil: kit.instant('blocked_until').notNull(),
      updatedAt: kit.instant('updated_at').notNull(),
    },
    (t) => [kit.uniqueIndex('attempt_bucket').on(t.accountId, t.bucket)],
  );
  /** Failures of passwords by login and client, and by client alone; keys are keyed hashes. */
  const throttle = kit.table(
    'throttle',
    {
      key: kit.text('key').primaryKey(),
      failed: kit.integer('failed').notNull(),
      blockedUntil: kit.instant('blocked_until').notNull(),
      updatedAt: kit.instant('updated_at').notNull(),
    },
    (t) => [kit.index('throttle_age').on(t.updatedAt)],
  );
  /** A row to hold while sends of one key are counted, so that parallel sends do not all see the same count. */
  const sendLock = kit.table(
    'send_lock',
    {
      key: kit.text('key').primaryKey(),
      takenAt: kit.instant('taken_at').notNull(),
    },
    (t) => [kit.index('send_lock_age').on(t.takenAt)],
  );
  return { attempt, throttle, sendLock };
}

function recordTables(kit: Kit, ofAccount: AccountColumn) {
  const smsMessage = kit.table(
    'sms_message',
    {
      id: kit.text('id').primaryKey(),
      accountId: ofAccount(),
      subject: kit.text('subject').$type<SmsSubject>().notNull(),
      subjectId: kit.text('subject_id').notNull(),
      phoneIndex: kit.text('phone_index').notNull(),
      prefix: kit.text('prefix').notNull(),
      country: kit.text('country').notNull(),
      client: kit.text('client').notNull(),
      /** Asked for by a browser that has signed in before, or in a live session. */
      known: kit.boolean('known').notNull(),
      state: kit.text('state').$type<SmsState>().notNull(),
      failure: kit.text('failure').$type<SmsFailure>(),
      providerId: kit.text('provider_id'),
      createdAt: kit.instant('created_at').notNull(),
      updatedAt: kit.instant('updated_at').notNull(),
      verifiedAt: kit.instant('verified_at'),
    },
    (t) => [
      kit.index('sms_account').on(t.accountId, t.createdAt),
      kit.index('sms_phone').on(t.phoneIndex, t.createdAt),
      kit.index('sms_client').on(t.client, t.createdAt),
      kit.index('sms_prefix').on(t.prefix, t.createdAt),
      kit.index('sms_country').on(t.country, t.createdAt),
      kit.index('sms_subject').on(t.subjectId),
      kit.index('sms_age').on(t.createdAt),
      kit.uniqueIndex('sms_provider').on(t.providerId),
    ],
  );
  /** Delivery receipts already taken in, by the `jti` of their signature. */
  const receipt = kit.table(
    'receipt',
    {
      id: kit.text('id').primaryKey(),
      receivedAt: kit.instant('received_at').notNull(),
    },
    (t) => [kit.index('receipt_age').on(t.receivedAt)],
  );
  /** Append-only; written in the transaction of what it tells. */
  const securityEvent = kit.table(
    'security_event',
    {
      id: kit.text('id').primaryKey(),
      accountId: ofAccount(),
      at: kit.instant('at').notNull(),
      kind: kit.text('kind').$type<SecurityEventKind>().notNull(),
      method: kit.text('method').$type<AuthenticationMethod>(),
      authenticatorKind: kit.text('authenticator_kind').$type<AuthenticatorKind>(),
      sessionId: kit.text('session_id'),
      client: kit.json<Client>('client'),
      reason: kit.text('reason'),
    },
    (t) => [kit.index('security_event_account').on(t.accountId, t.at), kit.index('security_event_age').on(t.at)],
  );
  /** A known text sealed with each key in use: a wrong key is seen at start, not at a sign-in. */
  const keyCanary = kit.table('key_canary', {
    keyId: kit.text('key_id').primaryKey(),
    sealed: kit.text('sealed').notNull(),
  });
  return { smsMessage, receipt, securityEvent, keyCanary };
}
