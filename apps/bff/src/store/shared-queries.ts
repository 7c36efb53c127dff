import { and, eq, gt, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { counts, finds, type Work, writes } from './database.ts';
import type { Tables } from './schema.ts';
import type { QueryBuilder } from './statement.ts';

/** Rows that one statement changes at most where there may be many, so that it holds no lock for long. */
export const BATCH = 500;

/** And where a person waits for it: what is left has ended all the same, and goes when it is pruned. */
export const BATCH_OF_A_CHANGE = 50;

/** Whether a row is of a batch of those that meet a condition. */
export const isOfBatch = (db: QueryBuilder, table: PgTable, key: PgColumn, condition?: SQL, most = BATCH) =>
  inArray(key, db.select({ key }).from(table).where(condition).limit(most));

/** Deletes a batch of a table. */
export const deleteBatch = (db: QueryBuilder, table: PgTable, key: PgColumn, condition?: SQL, most = BATCH) =>
  db.delete(table).where(isOfBatch(db, table, key, condition, most));

/** A column of whatever table, by what it holds. */
export type ColumnOf<T, NotNull extends boolean = true> = PgColumn & {
  readonly _: { readonly data: T; readonly notNull: NotNull };
};

interface OfAccount extends PgTable {
  readonly id: PgColumn;
  readonly accountId: ColumnOf<string>;
}

/** What deletes all that an account has in a table, or a batch of a change, and tells how many rows went. */
export const removal = (name: string, tableOf: (tables: Tables) => OfAccount, much: 'all' | 'a batch' = 'all') =>
  counts(
    name,
    (tables) => ({ accountId: tableOf(tables).accountId }),
    (db, tables, p) => {
      const t = tableOf(tables);
      const ofAccount = eq(t.accountId, p.accountId);
      return much === 'all' ? db.delete(t).where(ofAccount) : deleteBatch(db, t, t.id, ofAccount, BATCH_OF_A_CHANGE);
    },
  );

type Process = Tables['challenge'] | Tables['enrolment'];

/**
 * What counts a try of a process before it is judged: the tries used so far, or undefined when none is left or it is
 * over.
 */
export function payment(name: string, tableOf: (tables: Tables) => Process) {
  const pay = finds(
    name,
    (tables) => {
      const { id, expiresAt, failed } = tableOf(tables);
      return { id, now: expiresAt, limit: failed };
    },
    (db, tables, p) => {
      const t = tableOf(tables);
      return db
        .update(t)
        .set({ failed: sql`${t.failed} + 1` })
        .where(and(eq(t.id, p.id), eq(t.state, 'open'), gt(t.expiresAt, p.now), lt(t.failed, p.limit)))
        .returning({ failed: t.failed });
    },
  );
  return function* (id: string, now: Date, limit: number): Work<number | undefined> {
    return (yield* pay({ id, now, limit }))?.failed;
  };
}

/** What takes one counted try back, of one that was left as well: it may be gone on with. */
export const refund = (name: string, tableOf: (tables: Tables) => Process) =>
  writes(
    name,
    (tables) => ({ id: tableOf(tables).id }),
    (db, tables, p) => {
      const t = tableOf(tables);
      return db
        .update(t)
        .set({ failed: sql`${t.failed} - 1` })
        .where(and(eq(t.id, p.id), inArray(t.state, ['open', 'cancelled']), gt(t.failed, 0)));
    },
  );
