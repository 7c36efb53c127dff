import { count, lt } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { counts, finds, type Work } from './database.ts';
import type { Tables } from './schema.ts';
import { type ColumnOf, deleteBatch } from './shared-queries.ts';
import { oneForEach } from './statement.ts';

type Aged = readonly [table: PgTable, key: PgColumn, instant: ColumnOf<Date, boolean>];

/** What is deleted: the table, its key, and the instant (indexed) that its age is counted from. */
const ends = {
  challenge: ({ challenge: t }: Tables) => [t, t.id, t.expiresAt] as const,
  enrolment: ({ enrolment: t }: Tables) => [t, t.id, t.expiresAt] as const,
  session: ({ session: t }: Tables) => [t, t.id, t.expiresAt] as const,
  throttle: ({ throttle: t }: Tables) => [t, t.key, t.keptUntil] as const,
  /** What the first release wrote does not say how long it is kept. */
  oldThrottle: ({ throttle: t }: Tables) => [t, t.key, t.updatedAt] as const,
  paidTry: ({ paidTry: t }: Tables) => [t, t.id, t.at] as const,
  receipt: ({ receipt: t }: Tables) => [t, t.id, t.receivedAt] as const,
  smsAlarm: ({ smsAlarm: t }: Tables) => [t, t.id, t.raisedAt] as const,
  smsMessage: ({ smsMessage: t }: Tables) => [t, t.id, t.createdAt] as const,
  passwordLink: ({ passwordLink: t }: Tables) => [t, t.id, t.expiresAt] as const,
  browser: ({ browser: t }: Tables) => [t, t.id, t.lastSeenAt] as const,
  securityEvent: ({ securityEvent: t }: Tables) => [t, t.id, t.at] as const,
} satisfies Record<string, (tables: Tables) => Aged>;

export type Prunable = keyof typeof ends;
export const PRUNABLE = Object.keys(ends) as readonly Prunable[];

const agedOf = (what: Prunable, tables: Tables): Aged => ends[what](tables);

const batches = oneForEach(PRUNABLE, (what) =>
  counts(
    `prune_${what}`,
    (tables) => ({ before: agedOf(what, tables)[2] }),
    (db, tables, p) => {
      const [table, key, instant] = agedOf(what, tables);
      return deleteBatch(db, table, key, lt(instant, p.before));
    },
  ),
);

/** Deletes one batch of what ended before an instant; returns how many rows went. */
export function pruneBatch(what: Prunable, before: Date): Work<number> {
  return batches[what]({ before });
}

const prunable = oneForEach(PRUNABLE, (what) =>
  finds(
    `prunable_${what}`,
    (tables) => ({ before: agedOf(what, tables)[2] }),
    (db, tables, p) => {
      const [table, , instant] = agedOf(what, tables);
      return db.select({ count: count() }).from(table).where(lt(instant, p.before));
    },
  ),
);

/** How many rows `pruneBatch` would delete in the end. */
export function* countPrunable(what: Prunable, before: Date): Work<number> {
  return (yield* prunable[what]({ before }))?.count ?? 0;
}

/** What a database that was brought back may still hold open: none of it may go on. */
export const DROPPABLE = ['session', 'challenge', 'enrolment', 'passwordLink'] as const;

type Droppable = (typeof DROPPABLE)[number];

const drops = oneForEach(DROPPABLE, (what) =>
  counts(
    `drop_${what}`,
    () => ({}),
    (db, { [what]: table }) => deleteBatch(db, table, table.id),
  ),
);

/** Deletes one batch; returns how many rows went. */
export function dropBatch(what: Droppable): Work<number> {
  return drops[what]({});
}
