import type { Client, SecurityEventKind } from '@wattsense/contract/security';
import type { SmsFailure, SmsState } from '@wattsense/contract/sms';
import type { AuthenticationMethod, AuthenticatorKind } from '@wattsense/contract/vocabulary';
import type { Kit } from './kit-postgres.ts';
import type { AccountColumn, Shares, SmsAlarmKind, SmsSubject } from './schema-values.ts';

/** Failures that are counted, and what is held while sends are. */
export function counterTables(kit: Kit, ofAccount: AccountColumn) {
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
      /** Of the try that began to count: what was counted before a success is no part of what comes after it. */
      run: kit.text('run'),
    },
    (t) => [kit.uniqueIndex('attempt_bucket').on(t.accountId, t.bucket)],
  );
  /** Failures of passwords by login and client, by login, by client and by network; keys are keyed hashes. */
  const throttle = kit.table(
    'throttle',
    {
      key: kit.text('key').primaryKey(),
      failed: kit.integer('failed').notNull(),
      blockedUntil: kit.instant('blocked_until').notNull(),
      updatedAt: kit.instant('updated_at').notNull(),
      /** As of an attempt; with the instant at which it began. */
      run: kit.text('run'),
      beganAt: kit.instant('began_at'),
      /** Of a login and client: what its judged failures added to counts that it shares with others. */
      shares: kit.json<Shares>('shares'),
      keptUntil: kit.instant('kept_until'),
    },
    (t) => [kit.index('throttle_age').on(t.updatedAt), kit.index('throttle_kept').on(t.keptUntil)],
  );
  /** A try that was counted, until it can no longer be given back: whoever takes the row gives it back, once. */
  const paidTry = kit.table('paid_try', { id: kit.text('id').primaryKey(), at: kit.instant('at').notNull() }, (t) => [
    kit.index('paid_try_age').on(t.at),
  ]);
  /** A row to hold while sends of one key are counted, so that parallel sends do not all see the same count. */
  const sendLock = kit.table(
    'send_lock',
    { key: kit.text('key').primaryKey(), takenAt: kit.instant('taken_at').notNull() },
    (t) => [kit.index('send_lock_age').on(t.takenAt)],
  );
  return { attempt, throttle, paidTry, sendLock };
}

/** What is written down of text messages. */
export function messageTables(kit: Kit, ofAccount: AccountColumn) {
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
  /** What operators were told of and, for a prefix or country, until when nothing is sent there. */
  const smsAlarm = kit.table(
    'sms_alarm',
    {
      id: kit.text('id').primaryKey(),
      kind: kit.text('kind').$type<SmsAlarmKind>().notNull(),
      /** The prefix, country or keyed hash that it is about; empty where it is about all. */
      subject: kit.text('subject').notNull(),
      raisedAt: kit.instant('raised_at').notNull(),
      /** Equal to `raisedAt` where nothing was paused. */
      pausedUntil: kit.instant('paused_until').notNull(),
    },
    (t) => [kit.uniqueIndex('sms_alarm_subject').on(t.kind, t.subject), kit.index('sms_alarm_age').on(t.raisedAt)],
  );
  /** Delivery receipts already taken in, by the `jti` of their signature. */
  const receipt = kit.table(
    'receipt',
    { id: kit.text('id').primaryKey(), receivedAt: kit.instant('received_at').notNull() },
    (t) => [kit.index('receipt_age').on(t.receivedAt)],
  );
  return { smsMessage, smsAlarm, receipt };
}

/** What is written down of accounts, and the known text of each key. */
export function recordTables(kit: Kit, ofAccount: AccountColumn) {
  /** Append-only, but for guesses, which are one row with a count; written in the transaction of what it tells. */
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
      /** Of guesses: how many, the last of them at `at`; null is one. */
      count: kit.integer('count'),
      /** Of guesses: what is counted together. */
      tally: kit.text('tally'),
      /** Of wrong codes: when whoever gave them gave the right one, and they ceased to be news. */
      mendedAt: kit.instant('mended_at'),
    },
    (t) => [
      kit.index('security_event_kind').on(t.accountId, t.kind, t.at),
      kit.uniqueIndex('security_event_tally').on(t.accountId, t.tally),
      kit.index('security_event_age').on(t.at),
    ],
  );
  /** A known text sealed with each key in use: a wrong key is seen at start, not at a sign-in. */
  const keyCanary = kit.table('key_canary', {
    keyId: kit.text('key_id').primaryKey(),
    sealed: kit.text('sealed').notNull(),
  });
  return { securityEvent, keyCanary };
}
