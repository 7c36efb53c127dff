import { and, eq, sql } from 'drizzle-orm';
import type { Count } from './attempts.ts';
import { first, type Work, won } from './database.ts';
import { statement } from './statement.ts';

const find = statement(
  'throttle_find',
  ({ throttle: t }) => ({ key: t.key }),
  (db, { throttle: t }, p) => db.select().from(t).where(eq(t.key, p.key)),
);

export function findThrottle(key: string): Work<Count | undefined> {
  return first(find, { key });
}

const start = statement(
  'throttle_start',
  ({ throttle: t }) => ({
    key: t.key,
    failed: t.failed,
    until: t.blockedUntil,
    now: t.updatedAt,
  }),
  (db, { throttle: t }, p) =>
    db
      .insert(t)
      .values({
        key: p.key,
        failed: p.failed,
        blockedUntil: p.until,
        updatedAt: p.now,
      })
      .onConflictDoNothing()
      .returning({ key: t.key }),
);

const advance = statement(
  'throttle_advance',
  ({ throttle: t }) => ({
    key: t.key,
    seen: t.failed,
    failed: t.failed,
    until: t.blockedUntil,
    now: t.updatedAt,
  }),
  (db, { throttle: t }, p) =>
    db
      .update(t)
      .set({ failed: p.failed, blockedUntil: p.until, updatedAt: p.now })
      .where(and(eq(t.key, p.key), eq(t.failed, p.seen)))
      .returning({ key: t.key }),
);

export interface NewThrottle {
  readonly key: string;
  readonly failed: number;
  readonly until: Date;
  readonly now: Date;
}

/** Moves a count on from the one that was seen (undefined: none yet); false when another try moved it first. */
export function advanceThrottle(seen: number | undefined, next: NewThrottle): Work<boolean> {
  return seen === undefined ? won(start, next) : won(advance, { seen, ...next });
}

const reset = statement(
  'throttle_reset',
  ({ throttle: t }) => ({ key: t.key }),
  (db, { throttle: t }, p) => db.delete(t).where(eq(t.key, p.key)).returning({ key: t.key }),
);

export function resetThrottle(key: string): Work<boolean> {
  return won(reset, { key });
}

const refund = statement(
  'throttle_refund',
  ({ throttle: t }) => ({ key: t.key, count: t.failed, epoch: t.blockedUntil }),
  (db, { throttle: t }, p) =>
    db
      .update(t)
      .set({
        failed: sql`case when ${t.failed} > ${p.count} then ${t.failed} - ${p.count} else 0 end`,
        blockedUntil: p.epoch,
      })
      .where(eq(t.key, p.key))
      .returning({ key: t.key }),
);

/** Takes back `count` payments of a shared count, and the wait that they brought about. */
export function refundThrottle(key: string, count: number): Work<boolean> {
  return won(refund, { key, count, epoch: new Date(0) });
}
