import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { and, asc, count, eq, gt, ne, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { first, rows, type Work, won } from './database.ts';
import { statement } from './statement.ts';

/** Rows that are looked at together. */
const SEALED_PAGE = 200;

/** Whether a value names the key: `like` would take `_` in a key's id for any sign. */
const beginsWith = (column: PgColumn, prefix: SQL<string | null>) =>
  sql<boolean>`substr(${column}, 1, length(cast(${prefix} as text))) = ${prefix}`;

const counts = {
  authenticators: statement(
    'key_use_authenticators',
    ({ authenticator: t }) => ({ prefix: t.sealed }),
    (db, { authenticator: t }, p) => db.select({ count: count() }).from(t).where(beginsWith(t.sealed, p.prefix)),
  ),
  enrolments: statement(
    'key_use_enrolments',
    ({ enrolment: t }) => ({ prefix: t.sealed }),
    (db, { enrolment: t }, p) =>
      db
        .select({ count: count() })
        .from(t)
        .where(and(eq(t.state, 'open'), beginsWith(t.sealed, p.prefix))),
  ),
  recoveryCodes: statement(
    'key_use_recovery_codes',
    ({ recoveryCode: t }) => ({ prefix: t.hash }),
    (db, { recoveryCode: t }, p) =>
      db
        .select({ count: count() })
        .from(t)
        .where(and(eq(t.state, 'active'), beginsWith(t.hash, p.prefix))),
  ),
  passwords: statement(
    'key_use_passwords',
    ({ account: t }) => ({ prefix: t.passwordHash }),
    (db, { account: t }, p) => db.select({ count: count() }).from(t).where(beginsWith(t.passwordHash, p.prefix)),
  ),
  challengeCodes: statement(
    'key_use_challenge_codes',
    ({ challenge: t }) => ({ keyId: t.keyId, now: t.expiresAt }),
    (db, { challenge: t }, p) =>
      db
        .select({ count: count() })
        .from(t)
        .where(and(eq(t.keyId, p.keyId), eq(t.state, 'open'), gt(t.expiresAt, p.now))),
  ),
  enrolmentCodes: statement(
    'key_use_enrolment_codes',
    ({ enrolment: t }) => ({ keyId: t.keyId, now: t.expiresAt }),
    (db, { enrolment: t }, p) =>
      db
        .select({ count: count() })
        .from(t)
        .where(and(eq(t.keyId, p.keyId), eq(t.state, 'open'), gt(t.expiresAt, p.now))),
  ),
};

/** How many values of each kind only this key can open or verify. */
export interface KeyUse {
  readonly authenticators: number;
  readonly enrolments: number;
  readonly recoveryCodes: number;
  readonly passwords: number;
  /** SMS codes that somebody may still type: challenges and enrolments that are open. */
  readonly smsCodes: number;
}

const countIn = (row: { readonly count: number } | undefined) => Number(row?.count ?? 0);

export function* countKeyUse(keyId: string, now: Date): Work<KeyUse> {
  const sealed = `v1.${keyId}.`;
  return {
    authenticators: countIn(yield* first(counts.authenticators, { prefix: sealed })),
    enrolments: countIn(yield* first(counts.enrolments, { prefix: sealed })),
    recoveryCodes: countIn(yield* first(counts.recoveryCodes, { prefix: `${keyId}.` })),
    passwords: countIn(yield* first(counts.passwords, { prefix: `${keyId}$` })),
    smsCodes:
      countIn(yield* first(counts.challengeCodes, { keyId, now })) +
      countIn(yield* first(counts.enrolmentCodes, { keyId, now })),
  };
}

/** A sealed value with all that is needed to open it and to seal it anew. */
export interface SealedRow {
  readonly id: string;
  readonly accountId: string;
  readonly kind: AuthenticatorKind;
  readonly sealed: string;
  readonly phoneIndex: string | null;
}

export type SealedTable = 'authenticator' | 'enrolment';

const pages = {
  authenticator: statement(
    'sealed_authenticators',
    ({ authenticator: t }) => ({ after: t.id }),
    (db, { authenticator: t }, p) =>
      db
        .select({ id: t.id, accountId: t.accountId, kind: t.kind, sealed: t.sealed, phoneIndex: t.phoneIndex })
        .from(t)
        .where(gt(t.id, p.after))
        .orderBy(asc(t.id))
        .limit(SEALED_PAGE),
  ),
  enrolment: statement(
    'sealed_enrolments',
    ({ enrolment: t }) => ({ after: t.id }),
    (db, { enrolment: t }, p) =>
      db
        .select({ id: t.id, accountId: t.accountId, kind: t.kind, sealed: t.sealed, phoneIndex: t.phoneIndex })
        .from(t)
        // One that ran out keeps nothing sealed.
        .where(and(gt(t.id, p.after), eq(t.state, 'open'), ne(t.sealed, '')))
        .orderBy(asc(t.id))
        .limit(SEALED_PAGE),
  ),
};

/** The next page of sealed values, by id; of enrolments the open ones alone, since the others are never opened. */
export function listSealedAfter(table: SealedTable, after: string): Work<SealedRow[]> {
  return table === 'authenticator' ? rows(pages.authenticator, { after }) : rows(pages.enrolment, { after });
}

const reseals = {
  authenticator: statement(
    'reseal_authenticator',
    ({ authenticator: t }) => ({ id: t.id, old: t.sealed, sealed: t.sealed, phoneIndex: t.phoneIndex }),
    (db, { authenticator: t }, p) =>
      db
        .update(t)
        .set({ sealed: p.sealed, phoneIndex: p.phoneIndex })
        .where(and(eq(t.id, p.id), eq(t.sealed, p.old)))
        .returning({ id: t.id }),
  ),
  enrolment: statement(
    'reseal_enrolment',
    ({ enrolment: t }) => ({ id: t.id, old: t.sealed, sealed: t.sealed, phoneIndex: t.phoneIndex }),
    (db, { enrolment: t }, p) =>
      db
        .update(t)
        .set({ sealed: p.sealed, phoneIndex: p.phoneIndex })
        .where(and(eq(t.id, p.id), eq(t.sealed, p.old)))
        .returning({ id: t.id }),
  ),
};

export interface Resealed {
  readonly id: string;
  /** What was read; when it is no longer there the row was changed meanwhile and is left alone. */
  readonly old: string;
  readonly sealed: string;
  readonly phoneIndex: string | null;
}

export function resealRow(table: SealedTable, row: Resealed): Work<boolean> {
  return table === 'authenticator' ? won(reseals.authenticator, row) : won(reseals.enrolment, row);
}

const moveMessages = statement(
  'sms_move_index',
  ({ smsMessage: m }) => ({ from: m.phoneIndex, to: m.phoneIndex }),
  (db, { smsMessage: m }, p) =>
    db.update(m).set({ phoneIndex: p.to }).where(eq(m.phoneIndex, p.from)).returning({ id: m.id }),
);

/** The messages of a number move along with its index, so that its limits hold on. */
export function* moveSmsIndex(from: string, to: string): Work<number> {
  return (yield* rows(moveMessages, { from, to })).length;
}

const removeCanary = statement(
  'canary_remove',
  ({ keyCanary: c }) => ({ keyId: c.keyId }),
  (db, { keyCanary: c }, p) => db.delete(c).where(eq(c.keyId, p.keyId)).returning({ keyId: c.keyId }),
);

/** From now on no start asks for this key. */
export function removeKeyCanary(keyId: string): Work<boolean> {
  return won(removeCanary, { keyId });
}
