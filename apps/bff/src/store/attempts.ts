import { and, type Column, eq, type SQL, sql } from 'drizzle-orm';
import { removal } from './batches.ts';
import { first, type Work, won } from './database.ts';
import type { Row, Tables } from './schema.ts';
import { statement, type ValuesOf, type Whole } from './statement.ts';

/** `run` is which count it is, of those that began after one another; null in what the first release wrote. */
export type Count = Pick<Row<'attempt'>, 'failed' | 'blockedUntil' | 'updatedAt' | 'run'>;

const find = statement(
  'attempt_find',
  ({ attempt: a }) => ({ accountId: a.accountId, bucket: a.bucket }),
  (db, { attempt: a }, p) =>
    db
      .select()
      .from(a)
      .where(and(eq(a.accountId, p.accountId), eq(a.bucket, p.bucket))),
);

export function findAttempts(accountId: string, bucket: string): Work<Count | undefined> {
  return first(find, { accountId, bucket });
}

/** What a count is moved on by. */
const moved = (a: Tables['attempt']) => ({
  accountId: a.accountId,
  bucket: a.bucket,
  failed: a.failed,
  until: a.blockedUntil,
  now: a.updatedAt,
  run: a.run,
});

const start = statement(
  'attempt_start',
  ({ attempt: a }) => ({ ...moved(a), id: a.id }),
  (db, { attempt: a }, p) =>
    db
      .insert(a)
      .values({ ...p, blockedUntil: p.until, updatedAt: p.now })
      .onConflictDoNothing()
      .returning({ id: a.id }),
);

const advance = statement(
  'attempt_advance',
  ({ attempt: a }) => ({ ...moved(a), seen: a.failed }),
  (db, { attempt: a }, p) =>
    db
      .update(a)
      .set({ failed: p.failed, blockedUntil: p.until, updatedAt: p.now, run: p.run })
      .where(and(eq(a.accountId, p.accountId), eq(a.bucket, p.bucket), eq(a.failed, p.seen)))
      .returning({ id: a.id }),
);

/** Moves a count on from the one that was seen (undefined: none yet); false when another try moved it first. */
export function advanceAttempts(
  seen: number | undefined,
  id: string,
  next: Whole<Omit<ValuesOf<typeof start>, 'id'>>,
): Work<boolean> {
  return seen === undefined ? won(start, { id, ...next }) : won(advance, { seen, ...next });
}

/** A count with one failure less, and without the wait that it brought about; a wait of somebody else's stays. */
export const oneLess = (
  t: { readonly failed: Column; readonly blockedUntil: Column },
  p: { readonly none: SQL<number>; readonly until: SQL<Date>; readonly before: SQL<Date> },
) => ({
  failed: sql`case when ${t.failed} > ${p.none} then ${t.failed} - 1 else ${t.failed} end`,
  blockedUntil: sql`case when ${t.blockedUntil} = ${p.until} then ${p.before} else ${t.blockedUntil} end`,
});

const giveBack = statement(
  'attempt_give_back',
  ({ attempt: a }) => ({
    accountId: a.accountId,
    bucket: a.bucket,
    run: a.run,
    until: a.blockedUntil,
    before: a.blockedUntil,
    none: a.failed,
  }),
  (db, { attempt: a }, p) =>
    db
      .update(a)
      .set(oneLess(a, p))
      .where(and(eq(a.accountId, p.accountId), eq(a.bucket, p.bucket), eq(a.run, p.run)))
      .returning({ id: a.id }),
);

export interface PaidAttempt {
  readonly accountId: string;
  readonly bucket: string;
  readonly run: string;
  /** The end of the wait that this payment brought about, and of the one before it. */
  readonly until: Date;
  readonly before: Date;
}

/** Takes one payment back, and the wait that it brought about; a wait of somebody else's stays. */
export function giveAttemptBack(paid: PaidAttempt): Work<boolean> {
  return won(giveBack, { ...paid, none: 0 });
}

const reset = statement(
  'attempt_reset',
  ({ attempt: a }) => ({ accountId: a.accountId, bucket: a.bucket }),
  (db, { attempt: a }, p) =>
    db
      .delete(a)
      .where(and(eq(a.accountId, p.accountId), eq(a.bucket, p.bucket)))
      .returning({ id: a.id }),
);

/** Success forgets the failures of its own bucket and of no other. */
export function resetAttempts(accountId: string, bucket: string): Work<boolean> {
  return won(reset, { accountId, bucket });
}

/** When authenticators are bound anew their counts begin anew (NIST SP 800-63B-4 §3.2.2). */
export const removeAttempts = removal('attempt_remove_all', ({ attempt }) => attempt);
