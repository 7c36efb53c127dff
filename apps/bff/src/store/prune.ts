import { count, inArray, lt } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { first, rows, type Work } from './database.ts';
import type { Tables } from './schema.ts';
import { statement } from './statement.ts';

/** Rows that one statement deletes at most, so that no clean-up holds a lock for long. */
const BATCH = 500;

type Instant = Tables['session']['expiresAt'];

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
} satisfies Record<string, (tables: Tables) => readonly [PgTable, PgColumn, PgColumn]>;

export type Prunable = keyof typeof ends;
export const PRUNABLE = Object.keys(ends) as readonly Prunable[];

const statements = new Map(PRUNABLE.map((what) => [what, batchOf(what)]));

function batchOf(what: Prunable) {
  const pick: (tables: Tables) => readonly [PgTable, PgColumn, PgColumn] = ends[what];
  return statement(
    `prune_${what}`,
    // All of them are instants; the union of their column types is more than the compiler takes.
    (tables) => ({ before: pick(tables)[2] as unknown as Instant }),
    (db, tables, p) => {
      const [table, key, instant] = pick(tables);
      const old = db.select({ key }).from(table).where(lt(instant, p.before)).limit(BATCH);
      return db.delete(table).where(inArray(key, old)).returning({ key });
    },
  );
}

/** Deletes one batch of what ended before an instant; returns how many rows went. */
export function* pruneBatch(what: Prunable, before: Date): Work<number> {
  const batch = statements.get(what);
  return batch === undefined ? 0 : (yield* rows(batch, { before })).length;
}

const counts = new Map(PRUNABLE.map((what) => [what, countOf(what)]));

function countOf(what: Prunable) {
  const pick: (tables: Tables) => readonly [PgTable, PgColumn, PgColumn] = ends[what];
  return statement(
    `prunable_${what}`,
    (tables) => ({ before: pick(tables)[2] as unknown as Instant }),
    (db, tables, p) => {
      const [table, , instant] = pick(tables);
      return db.select({ count: count() }).from(table).where(lt(instant, p.before));
    },
  );
}

/** How many rows `pruneBatch` would delete in the end. */
export function* countPrunable(what: Prunable, before: Date): Work<number> {
  const counted = counts.get(what);
  return counted === undefined ? 0 : Number((yield* first(counted, { before }))?.count ?? 0);
}
