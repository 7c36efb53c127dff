import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Database, Step, Work } from '../src/store/database.ts';

const waiters: Step = {
  statement: {
    name: 'lock_waiters',
    // On PostgreSQL the builder is drizzle's own database, which also runs plain SQL.
    build: (builder) => ({
      prepare: () => ({
        execute: async () => {
          const count = sql`select count(*)::int as count from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`;
          return (await (builder as NodePgDatabase).execute(count)).rows;
        },
      }),
    }),
  },
  values: {},
};

/** Resolves when a statement on this PostgreSQL database waits for a row that another transaction holds. */
export async function untilSomebodyWaits(database: Database): Promise<void> {
  let waiting: unknown;
  do {
    [waiting] = await database.single(function* (): Work<unknown[]> {
      return yield waiters;
    });
  } while ((waiting as { readonly count: number }).count === 0);
}
