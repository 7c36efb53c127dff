import { and, type Column, eq, type SQL, sql } from 'drizzle-orm';
import { finds, type Work, writes } from './database.ts';
import type { Tables } from './schema.ts';
import { removal } from './shared-queries.ts';
import type { ValuesOf, Whole } from './statement.ts';

export const findAttempts = finds(
  'attempt_find',
  ({ attempt: a }) => ({ accountId: a.accountId, bucket: a.bucket }),
  (db, { attempt: a }, p) =>
    db
      .select()
      .from(a)
      .where(and(eq(a.accountId, p.accountId), eq(a.bucket, p.bucket))),
);

/** What a count is moved on by; `run` is which count it is, of those that began after one another, null in 0.1.0's. */
const moved = (a: Tables['attempt']) => ({
  accountId: a.accountId,
  bucket: a.bucket,
  failed: a.failed,
  until: a.blockedUntil,
  now: a.updatedAt,
  run: a.run,
});

const start = writes(
  'attempt_start',
  ({ attempt: a }) => ({ ...moved(a), id: a.id }),
  (db, { attempt: a }, p) =>
    db
      .insert(a)
      .values({ ...p, blockedUntil: p.until, updatedAt: p.now })
      .onConflictDoNothing(),
);

const advance = writes(
  'attempt_advance',
  ({ attempt: a }) => ({ ...moved(a), seen: a.failed }),
  (db, { attempt: a }, p) =>
    db
      .update(a)
      .set({ failed: p.failed, blockedUntil: p.until, updatedAt: p.now, run: p.run })
      .where(and(eq(a.accountId, p.accountId), eq(a.bucket, p.bucket), eq(a.failed, p.seen))),
);

/** Moves a count on from the one that was seen (undefined: none yet); false when another try moved it first. */
export function advanceAttempts(
  seen: number | undefined,
  id: string,
  next: Whole<Omit<ValuesOf<typeof start>, 'id'>>,
): Work<boolean> {
  return seen === undefined ? start({ id, ...next }) : advance({ seen, ...next });
}

/** A count with one failure less, and without the wait that it brought about; a wait of somebody else's stays. */
export const oneLess = (
  t: { readonly failed: Column; readonly blockedUntil: Column },
  p: { readonly until: SQL<Date>; readonly before: SQL<Date> },
) => ({
  failed: sql`case when ${t.failed} > 0 then ${t.failed} - 1 else ${t.failed} end`,
  blockedUntil: sql`case when ${t.blockedUntil} = ${p.until} then ${p.before} else ${t.blockedUntil} end`,
});

/** Takes one payment back, and the wait that it brought about; a wait of somebody else's stays. */
export const giveAttemptBack = writes(
  'attempt_give_back',
  ({ attempt: a }) => ({
    accountId: a.accountId,
    bucket: a.bucket,
    run: a.run,
    until: a.blockedUntil,
    before: a.blockedUntil,
  }),
  (db, { attempt: a }, p) =>
    db
      .update(a)
      .set(oneLess(a, p))
      .where(and(eq(a.accountId, p.accountId), eq(a.bucket, p.bucket), eq(a.run, p.run))),
);

/** What was paid. `until` and `before` are the end of the wait that it brought about, and of the one before it. */
export type PaidAttempt = Whole<ValuesOf<typeof giveAttemptBack>>;

/** Success forgets the failures of its own bucket and of no other. */
export const resetAttempts = writes(
  'attempt_reset',
  ({ attempt: a }) => ({ accountId: a.accountId, bucket: a.bucket }),
  (db, { attempt: a }, p) => db.delete(a).where(and(eq(a.accountId, p.accountId), eq(a.bucket, p.bucket))),
);

/** When authenticators are bound anew their counts begin anew (NIST SP 800-63B-4 §3.2.2). */
export const removeAttempts = removal('attempt_remove_all', ({ attempt }) => attempt);

/** Notes that a try was paid for, in the transaction that counts it. */
export const notePaidTry = writes(
  'paid_try_insert',
  ({ paidTry: t }) => ({ id: t.id, at: t.at }),
  (db, { paidTry: t }, p) => db.insert(t).values(p),
);

const ask = writes(
  'paid_try_ask',
  ({ paidTry: t }) => ({ id: t.id, at: t.at }),
  (db, { paidTry: t }, p) => db.insert(t).values(p).onConflictDoNothing(),
);

/**
 * True for exactly one caller, and only where the try was paid for: a connection may be lost at the commit, and then
 * nobody knows whether it was.
 */
export const takePaidTry = writes(
  'paid_try_take',
  ({ paidTry: t }) => ({ id: t.id }),
  (db, { paidTry: t }, p) => db.delete(t).where(eq(t.id, p.id)),
);

/**
 * The same where the commit that paid for it was not answered: it may have come about, or may come about yet. The key is
 * put in by us: whoever has put it in as well is waited for, until they have committed or are gone (PostgreSQL 18, 62.5).
 * @throws Unavailable while they have not.
 */
export function* takePaidTryInDoubt(id: string, at: Date): Work<boolean> {
  const unpaid = yield* ask({ id, at });
  const taken = yield* takePaidTry({ id });
  return taken && !unpaid;
}
