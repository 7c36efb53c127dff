import { and, asc, eq, or, sql } from 'drizzle-orm';
import { oneLess } from './attempts.ts';
import { finds, lists, type Work, writes } from './database.ts';
import type { Row, Tables } from './schema.ts';
import type { ValuesOf, Whole } from './statement.ts';

/** A count of passwords. */
export type ThrottleRow = Omit<Row<'throttle'>, 'keptUntil'>;

export const findThrottle = finds(
  'throttle_find',
  ({ throttle: t }) => ({ key: t.key }),
  (db, { throttle: t }, p) => db.select().from(t).where(eq(t.key, p.key)),
);

const findAll = lists(
  'throttle_find_all',
  ({ throttle: t }) => ({ a: t.key, b: t.key, c: t.key, d: t.key, e: t.key }),
  (db, { throttle: t }, p) =>
    db
      .select()
      .from(t)
      .where(or(eq(t.key, p.a), eq(t.key, p.b), eq(t.key, p.c), eq(t.key, p.d), eq(t.key, p.e)))
      .orderBy(asc(t.key)),
);

/** Those of up to five keys that there are. */
export function* findThrottles(keys: readonly string[]): Work<ReadonlyMap<string, ThrottleRow>> {
  if (keys.length > 5) throw new Error('at most five counts are looked at together');
  const [a = '', b = '', c = '', d = '', e = ''] = keys;
  const found = yield* findAll({ a, b, c, d, e });
  return new Map(found.map((row) => [row.key, row]));
}

/** What a count is moved on by. */
const moved = (t: Tables['throttle']) => ({
  key: t.key,
  failed: t.failed,
  until: t.blockedUntil,
  now: t.updatedAt,
  run: t.run,
  keptUntil: t.keptUntil,
});

const start = writes(
  'throttle_start',
  ({ throttle: t }) => moved(t),
  (db, { throttle: t }, p) =>
    db
      .insert(t)
      .values({ ...p, blockedUntil: p.until, updatedAt: p.now, beganAt: p.now, shares: null })
      .onConflictDoNothing(),
);

const advance = writes(
  'throttle_advance',
  ({ throttle: t }) => ({ ...moved(t), seen: t.failed, beganAt: t.beganAt }),
  (db, { throttle: t }, p) =>
    db
      .update(t)
      .set({
        failed: p.failed,
        blockedUntil: p.until,
        updatedAt: p.now,
        run: p.run,
        beganAt: p.beganAt,
        keptUntil: p.keptUntil,
      })
      .where(and(eq(t.key, p.key), eq(t.failed, p.seen))),
);

type NewThrottle = Whole<Omit<ValuesOf<typeof advance>, 'seen'>>;

/** Moves a count on from the one that was seen (undefined: none yet); false when another try moved it first. */
export function advanceThrottle(seen: number | undefined, next: NewThrottle): Work<boolean> {
  return seen === undefined ? start(next) : advance({ seen, ...next });
}

/** The count as it stands, held until the commit. */
export const holdThrottle = finds(
  'throttle_hold',
  ({ throttle: t }) => ({ key: t.key }),
  (db, { throttle: t }, p) => db.update(t).set({ key: t.key }).where(eq(t.key, p.key)).returning(),
);

/** Writes down what this count's failures added to others. Held by the caller. */
export const shareThrottle = writes(
  'throttle_share',
  ({ throttle: t }) => ({ key: t.key, shares: t.shares }),
  (db, { throttle: t }, p) => db.update(t).set({ shares: p.shares }).where(eq(t.key, p.key)),
);

/** Ends a count, and tells how it stood. */
export const takeThrottle = finds(
  'throttle_take',
  ({ throttle: t }) => ({ key: t.key }),
  (db, { throttle: t }, p) => db.delete(t).where(eq(t.key, p.key)).returning(),
);

/** Takes one payment back, and the wait that it brought about; a wait of somebody else's stays. */
export const giveThrottleBack = writes(
  'throttle_give_back',
  ({ throttle: t }) => ({ key: t.key, run: t.run, until: t.blockedUntil, before: t.blockedUntil }),
  (db, { throttle: t }, p) =>
    db
      .update(t)
      .set(oneLess(t, p))
      .where(and(eq(t.key, p.key), eq(t.run, p.run))),
);

/** As `PaidAttempt`. */
export type PaidThrottle = Whole<ValuesOf<typeof giveThrottleBack>>;

/** Takes failures out of a shared count, of the run that they were added to. A wait that stands goes on to its end. */
export const lowerThrottle = writes(
  'throttle_lower',
  ({ throttle: t }) => ({ key: t.key, run: t.run, count: t.failed }),
  (db, { throttle: t }, p) =>
    db
      .update(t)
      .set({ failed: sql`case when ${t.failed} > ${p.count} then ${t.failed} - ${p.count} else 0 end` })
      .where(and(eq(t.key, p.key), eq(t.run, p.run))),
);
