import { and, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { finds, type Work, writes } from './database.ts';
import type { Tables } from './schema.ts';

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
export function refund(name: string, tableOf: (tables: Tables) => Process) {
  const giveBack = writes(
    name,
    (tables) => ({ id: tableOf(tables).id, none: tableOf(tables).failed }),
    (db, tables, p) => {
      const t = tableOf(tables);
      return db
        .update(t)
        .set({ failed: sql`${t.failed} - 1` })
        .where(and(eq(t.id, p.id), inArray(t.state, ['open', 'cancelled']), gt(t.failed, p.none)))
        .returning({ id: t.id });
    },
  );
  return (id: string): Work<boolean> => giveBack({ id, none: 0 });
}
