import { and, asc, count, eq, gt, ne, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { counts, finds, lists, type Work, writes } from './database.ts';
import type { Row, Tables } from './schema.ts';
import type { ColumnOf } from './shared-queries.ts';
import { oneForEach, type ValuesOf } from './statement.ts';

/** Rows that are looked at together. */
const SEALED_PAGE = 200;

/** Whether a value names the key: `like` would take `_` in a key's id for any sign. */
const beginsWith = (column: PgColumn, prefix: SQL<string | null>) =>
  sql<boolean>`substr(${column}, 1, length(cast(${prefix} as text))) = ${prefix}`;

/** Counts the values of a column that name a key. */
const named = (name: string, pick: (tables: Tables) => readonly [PgTable, ColumnOf<string, boolean>, SQL?]) =>
  finds(
    name,
    (tables) => ({ prefix: pick(tables)[1] }),
    (db, tables, p) => {
      const [table, column, condition] = pick(tables);
      return db
        .select({ count: count() })
        .from(table)
        .where(and(condition, beginsWith(column, p.prefix)));
    },
  );

/** Counts the open processes whose SMS code is derived with a key. */
const derived = (name: string, tableOf: (tables: Tables) => Tables['challenge'] | Tables['enrolment']) =>
  finds(
    name,
    (tables) => ({ keyId: tableOf(tables).keyId, now: tableOf(tables).expiresAt }),
    (db, tables, p) => {
      const t = tableOf(tables);
      return db
        .select({ count: count() })
        .from(t)
        .where(and(eq(t.keyId, p.keyId), eq(t.state, 'open'), gt(t.expiresAt, p.now)));
    },
  );

const uses = {
  authenticators: named('key_use_authenticators', ({ authenticator: t }) => [t, t.sealed]),
  enrolments: named('key_use_enrolments', ({ enrolment: t }) => [t, t.sealed, eq(t.state, 'open')]),
  recoveryCodes: named('key_use_recovery_codes', ({ recoveryCode: t }) => [t, t.hash, eq(t.state, 'active')]),
  passwords: named('key_use_passwords', ({ account: t }) => [t, t.passwordHash]),
  challengeCodes: derived('key_use_challenge_codes', ({ challenge }) => challenge),
  enrolmentCodes: derived('key_use_enrolment_codes', ({ enrolment }) => enrolment),
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

const countIn = (row: { readonly count: number } | undefined) => row?.count ?? 0;

export function* countKeyUse(keyId: string, now: Date): Work<KeyUse> {
  const sealed = `v1.${keyId}.`;
  return {
    authenticators: countIn(yield* uses.authenticators({ prefix: sealed })),
    enrolments: countIn(yield* uses.enrolments({ prefix: sealed })),
    recoveryCodes: countIn(yield* uses.recoveryCodes({ prefix: `${keyId}.` })),
    passwords: countIn(yield* uses.passwords({ prefix: `${keyId}$` })),
    smsCodes: countIn(yield* uses.challengeCodes({ keyId, now })) + countIn(yield* uses.enrolmentCodes({ keyId, now })),
  };
}

/** A sealed value with all that is needed to open it and to seal it anew. */
export type SealedRow = Pick<Row<'authenticator'>, 'id' | 'accountId' | 'kind' | 'sealed' | 'phoneIndex'>;

export type SealedTable = 'authenticator' | 'enrolment';

const tableOf = (tables: Tables, table: SealedTable) => tables[table];

const page = (name: string, table: SealedTable, isWanted?: (tables: Tables) => SQL | undefined) =>
  lists(
    name,
    (tables) => ({ after: tableOf(tables, table).id }),
    (db, tables, p) => {
      const t = tableOf(tables, table);
      return db
        .select({ id: t.id, accountId: t.accountId, kind: t.kind, sealed: t.sealed, phoneIndex: t.phoneIndex })
        .from(t)
        .where(and(gt(t.id, p.after), isWanted?.(tables)))
        .orderBy(asc(t.id))
        .limit(SEALED_PAGE);
    },
  );

/** The next page of sealed values, by id; of enrolments the open ones alone, since the others are never opened. */
export const listSealedAfter = {
  authenticator: page('sealed_authenticators', 'authenticator'),
  // One that ran out keeps nothing sealed.
  enrolment: page('sealed_enrolments', 'enrolment', ({ enrolment: e }) => and(eq(e.state, 'open'), ne(e.sealed, ''))),
};

/** Writes a sealed value anew. `old` is what was read; when it is no longer there the row was changed meanwhile and is left alone. */
export const resealRow = oneForEach(['authenticator', 'enrolment'], (table) =>
  writes(
    `reseal_${table}`,
    (tables) => {
      const { id, sealed, phoneIndex } = tableOf(tables, table);
      return { id, old: sealed, sealed, phoneIndex };
    },
    (db, tables, p) => {
      const t = tableOf(tables, table);
      return db
        .update(t)
        .set({ sealed: p.sealed, phoneIndex: p.phoneIndex })
        .where(and(eq(t.id, p.id), eq(t.sealed, p.old)));
    },
  ),
);

export type Resealed = ValuesOf<typeof resealRow.authenticator>;

/** The messages of a number move along with its index, so that its limits hold on. */
export const moveSmsIndex = counts(
  'sms_move_index',
  ({ smsMessage: m }) => ({ from: m.phoneIndex, to: m.phoneIndex }),
  (db, { smsMessage: m }, p) => db.update(m).set({ phoneIndex: p.to }).where(eq(m.phoneIndex, p.from)),
);
