import { and, eq, sql } from 'drizzle-orm';
import { first, rows, type Work, won } from './database.ts';
import { statement } from './statement.ts';

export interface Count {
  readonly failed: number;
  readonly blockedUntil: Date;
  readonly updatedAt: Date;
  /** Which count it is, of those that began after one another; null in what the first release wrote. */
  readonly run: string | null;
}

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

const start = statement(
  'attempt_start',
  ({ attempt: a }) => ({
    id: a.id,
    accountId: a.accountId,
    bucket: a.bucket,
    failed: a.failed,
    until: a.blockedUntil,
    now: a.updatedAt,
    run: a.run,
  }),
  (db, { attempt: a }, p) =>
    db
      .insert(a)
      .values({
        id: p.id,
        accountId: p.accountId,
        bucket: p.bucket,
        failed: p.failed,
        blockedUntil: p.until,
        updatedAt: p.now,
        run: p.run,
      })
      .onConflictDoNothing()
      .returning({ id: a.id }),
);

const advance = statement(
  'attempt_advance',
  ({ attempt: a }) => ({
    accountId: a.accountId,
    bucket: a.bucket,
    seen: a.failed,
    failed: a.failed,
    until: a.blockedUntil,
    now: a.updatedAt,
    run: a.run,
  }),
  (db, { attempt: a }, p) =>
    db
      .update(a)
      .set({ failed: p.failed, blockedUntil: p.until, updatedAt: p.now, run: p.run })
      .where(and(eq(a.accountId, p.accountId), eq(a.bucket, p.bucket), eq(a.failed, p.seen)))
      .returning({ id: a.id }),
);

export interface NewCount {
  readonly accountId: string;
  readonly bucket: string;
  readonly failed: number;
  readonly until: Date;
  readonly now: Date;
  readonly run: string;
}

/** Moves a count on from the one that was seen (undefined: none yet); false when another try moved it first. */
export function advanceAttempts(seen: number | undefined, id: string, next: NewCount): Work<boolean> {
  return seen === undefined ? won(start, { id, ...next }) : won(advance, { seen, ...next });
}

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
      .set({
        failed: sql`case when ${a.failed} > ${p.none} then ${a.failed} - 1 else ${a.failed} end`,
        blockedUntil: sql`case when ${a.blockedUntil} = ${p.until} then ${p.before} else ${a.blockedUntil} end`,
      })
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

const removeAll = statement(
  'attempt_remove_all',
  ({ attempt: a }) => ({ accountId: a.accountId }),
  (db, { attempt: a }, p) => db.delete(a).where(eq(a.accountId, p.accountId)).returning({ id: a.id }),
);

/** When authenticators are bound anew their counts begin anew (NIST SP 800-63B-4 §3.2.2). */
export function* removeAttempts(accountId: string): Work<number> {
  return (yield* rows(removeAll, { accountId })).length;
}
