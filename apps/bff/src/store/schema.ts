import type { Client } from '@wattsense/contract/security';
import type { AuthenticatorKind, ChallengeMethod, Language } from '@wattsense/contract/vocabulary';
import { authenticatorKind } from '@wattsense/contract/vocabulary';
import { sql } from 'drizzle-orm';
import type { Kit } from './kit-postgres.ts';
import { operationTables } from './schema-operations.ts';
import { counterTables, messageTables, recordTables } from './schema-records.ts';
import {
  type AccountColumn,
  type AuthenticationEvent,
  CHALLENGE_PURPOSES,
  CHALLENGE_STATES,
  type ChallengePurpose,
  type ChallengeState,
  ENROLMENT_STATES,
  type EnrolmentState,
  NEVER_WRITTEN_STATE,
  oneOf,
  RECOVERY_CODE_STATES,
  RECOVERY_PROGRESS,
  type RecoveryCodeState,
  type RecoveryProgress,
} from './schema-values.ts';

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
    ...messageTables(kit, ofAccount),
    ...recordTables(kit, ofAccount),
    ...operationTables(kit, ofAccount),
  };
}

export type Tables = ReturnType<typeof defineSchema>;
/** A row of a table as it is read. */
export type Row<T extends keyof Tables> = Readonly<Tables[T]['$inferSelect']>;

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
      /** What passkeys know the account by: random, made with the first one and kept (WebAuthn §4, user handle). */
      userHandle: kit.text('user_handle'),
    },
    (t) => [kit.uniqueIndex('account_login').on(t.login)],
  );
}

function sessionTables(kit: Kit, ofAccount: AccountColumn) {
  const session = kit.table(
    'session',
    {
      id: kit.text('id').primaryKey(),
      accountId: ofAccount(),
      tokenHash: kit.text('token_hash').notNull(),
      /** The token before a step-up, and until when it is still good for reading. */
      formerTokenHash: kit.text('former_token_hash'),
      formerUntil: kit.instant('former_until'),
      epoch: kit.integer('epoch').notNull(),
      events: kit.json<readonly AuthenticationEvent[]>('events').notNull(),
      byRecovery: kit.text('by_recovery').$type<RecoveryProgress>().notNull(),
      /** Written by 0.1.0 alone. */
      notice: kit.json('notice'),
      client: kit.json<Client>('client').notNull(),
      browserId: kit.text('browser_id'),
      createdAt: kit.instant('created_at').notNull(),
      lastSeenAt: kit.instant('last_seen_at').notNull(),
      expiresAt: kit.instant('expires_at').notNull(),
      /** Up to when its person has seen the notices, where its browser has no row. */
      seenAt: kit.instant('seen_at'),
    },
    (t) => [
      kit.uniqueIndex('session_token').on(t.tokenHash),
      kit.index('session_former_token').on(t.formerTokenHash),
      kit.index('session_account').on(t.accountId),
      kit.index('session_expiry').on(t.expiresAt),
      kit.check('session_by_recovery_known', oneOf('by_recovery', RECOVERY_PROGRESS)),
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
      /** Up to when the notices of the account were seen in this browser. */
      seenAt: kit.instant('seen_at'),
    },
    (t) => [
      kit.uniqueIndex('browser_token').on(t.tokenHash, t.accountId),
      kit.index('browser_account').on(t.accountId, t.lastSeenAt),
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
      /** The app's secret in base32, the phone's number in E.164, or the passkey's credential as JSON; sealed. */
      sealed: kit.text('sealed').notNull(),
      phoneIndex: kit.text('phone_index'),
      country: kit.text('country'),
      /** The last spent time step (RFC 6238 §5.2), or a passkey's sign count; it only grows. Zero for a phone. */
      lastStep: kit.integer('last_step').notNull(),
      addedAt: kit.instant('added_at').notNull(),
      lastUsedAt: kit.instant('last_used_at'),
      disabledAt: kit.instant('disabled_at'),
      /** Of a passkey: a hash of its credential id, which no two accounts have (WebAuthn §7.1). */
      credentialIndex: kit.text('credential_index'),
      /** The host that it was made for, and is bound to. */
      rpId: kit.text('rp_id'),
      /** What its owner calls it. */
      name: kit.text('name'),
      /** Whether copies of it can be kept elsewhere, and are, as it last said (WebAuthn §6.1.3). */
      backupEligible: kit.boolean('backup_eligible'),
      backedUp: kit.boolean('backed_up'),
    },
    (t) => [
      // One of each kind, but as many as there are credentials.
      kit.uniqueIndex('authenticator_kind').on(t.accountId, t.kind, sql`coalesce(credential_index, '')`),
      kit.uniqueIndex('authenticator_credential').on(t.credentialIndex).where(sql`credential_index is not null`),
      kit.index('authenticator_phone').on(t.phoneIndex),
      kit.check('authenticator_kind_known', oneOf('kind', authenticatorKind.options)),
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
      // Those that are over too: they go with two-factor, and with the account that they refer to.
      kit.index('recovery_code_account').on(t.accountId),
      kit.check('recovery_code_state_known', oneOf('state', RECOVERY_CODE_STATES)),
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
      kit.check('challenge_purpose_known', oneOf('purpose', CHALLENGE_PURPOSES)),
      kit.check('challenge_state_known', oneOf('state', [...CHALLENGE_STATES, NEVER_WRITTEN_STATE])),
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
      kit.check('enrolment_kind_known', oneOf('kind', authenticatorKind.options)),
      kit.check('enrolment_state_known', oneOf('state', [...ENROLMENT_STATES, NEVER_WRITTEN_STATE])),
    ],
  );
  return { challenge, enrolment };
}
