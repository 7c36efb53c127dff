import { sql } from 'drizzle-orm';
import { type Database, first } from '../../src/store/database.ts';
import { statement } from '../../src/store/statement.ts';

const waiters = statement(
  'lock_waiters',
  () => ({}),
  (db) =>
    db
      .select({ count: sql<number>`count(*)::int` })
      .from(sql`pg_stat_activity`)
      .where(sql`datname = current_database() and wait_event_type = 'Lock'`),
);

/** Resolves when a statement on this PostgreSQL database waits for a row that another transaction holds. */
export async function untilSomebodyWaits(database: Database): Promise<void> {
  while ((await database.single(() => first(waiters, {})))?.count === 0);
}
