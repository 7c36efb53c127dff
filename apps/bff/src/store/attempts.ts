import { and, eq } from 'drizzle-orm';
import { first, rows, type Work, won } from './database.ts';
import { statement } from './statement.ts';

export interface Count {
  readonly failed: number;
  readonly blockedUntil: Date;
  readonly updatedAt: Date;
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
  }),
  (db, { attempt: a }, p) =>
    db
      .update(a)
      .set({ failed: p.failed, blockedUntil: p.until, updatedAt: p.now })
      .where(and(eq(a.accountId, p.accountId), eq(a.bucket, p.bucket), eq(a.failed, p.seen)))
      .returning({ id: a.id }),
);

export interface NewCount {
  readonly accountId: string;
  readonly bucket: string;
  readonly failed: number;
  readonly until: Date;
  readonly now: Date;
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
    paid: a.failed,
    before: a.failed,
    epoch: a.blockedUntil,
  }),
  (db, { attempt: a }, p) =>
    db
      .update(a)
      .set({ failed: p.before, blockedUntil: p.epoch })
      .where(and(eq(a.accountId, p.accountId), eq(a.bucket, p.bucket), eq(a.failed, p.paid)))
      .returning({ id: a.id }),
);

/** Takes the latest payment back, and the wait that it brought about; false when another try was counted meanwhile. */
export function giveAttemptBack(accountId: string, bucket: string, paid: number): Work<boolean> {
  return won(giveBack, { accountId, bucket, paid, before: paid - 1, epoch: new Date(0) });
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
