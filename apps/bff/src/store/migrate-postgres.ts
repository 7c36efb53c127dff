import pg from 'pg';
import type { Timers } from '../deps.ts';
import {
  type Counts,
  type Migration,
  MigrationUndone,
  notOfThisRelease,
  pendingOf,
  readMigrations,
  refuseOtherCounts,
} from './migrations.ts';

/** Any fixed number: migrations of several instances wait for each other behind it. */
const MIGRATION_LOCK = 7_242_026;
/** Whoever waits for a table holds up all who come after (postgresql.org/docs/18/explicit-locking.html): not for long. */
const LOCK_WAIT_MS = 2000;
const TRIES = 15;
const BETWEEN_TRIES_MS = 1000;
/** A lock that was waited for too long, or for which two waited crosswise: a moment, not a verdict. */
const MOMENTARY: ReadonlySet<unknown> = new Set(['55P03', '40P01']);

/** drizzle's own table of what was applied, in its own words, so that every release reads it. */
const LEDGER = `create schema if not exists drizzle;
create table if not exists drizzle.__drizzle_migrations (
  id SERIAL PRIMARY KEY,
  hash text NOT NULL,
  created_at bigint
)`;

/** Hashes of what was applied, the oldest first; none in a database that the console did not make. */
export async function appliedOnPostgres(client: pg.Client): Promise<string[]> {
  const known = await client.query("select to_regclass('drizzle.__drizzle_migrations') as known");
  if (known.rows[0]?.known === null) return [];
  const query = 'select hash from drizzle.__drizzle_migrations order by created_at';
  return (await client.query<{ hash: string }>(query)).rows.map(({ hash }) => hash);
}

/**
 * Applies what is pending, all of it or nothing, one instance after another. On a connection of its own, without the
 * short timeouts of the pool: a migration may take its time.
 */
export async function migratePostgres(url: string, folder: string, timers: Timers): Promise<void> {
  const migrations = readMigrations(folder);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    if ((await pendingNow(client, migrations)).length > 0) await applyPatiently(client, migrations, timers);
  } finally {
    await client.end();
  }
}

async function pendingNow(client: pg.Client, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  const pending = pendingOf(migrations, await appliedOnPostgres(client));
  if (pending === null) throw notOfThisRelease();
  return pending;
}

async function applyPatiently(client: pg.Client, migrations: readonly Migration[], timers: Timers): Promise<void> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await apply(client, migrations);
    } catch (error) {
      await client.query('rollback');
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (!MOMENTARY.has(code)) throw error;
      if (left === 0) throw new MigrationUndone('a table is held by somebody else, such as a backup: start it again');
      await timers.pause(BETWEEN_TRIES_MS);
    }
  }
}

async function apply(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await client.query(`set local lock_timeout = ${LOCK_WAIT_MS}`);
  await client.query(LEDGER);
  // Asked again: another instance may have migrated while this one waited.
  for (const migration of await pendingNow(client, migrations)) {
    const before = await countRows(client);
    for (const statement of migration.statements) await client.query(statement);
    refuseOtherCounts(migration, before, await countRows(client));
    const note = 'insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)';
    await client.query(note, [migration.hash, migration.folderMillis]);
  }
  await client.query('commit');
}

/**
 * Older instances go on reading; what they write waits until the commit, since a row of theirs between the two counts
 * would be taken for the migration's. Locked in the order of their creation, the account first as in every unit of work.
 */
async function countRows(client: pg.Client): Promise<Counts> {
  const { rows } = await client.query<{ name: string; quoted: string }>(
    `select relname as name, format('%I.%I', nspname, relname) as quoted
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = current_schema() and relkind = 'r' order by relname <> 'account', relname`,
  );
  if (rows.length === 0) return new Map();
  await client.query(`lock table ${rows.map(({ quoted }) => quoted).join(', ')} in share row exclusive mode`);
  const counts = new Map<string, number>();
  for (const { name, quoted } of rows) {
    const counted = await client.query<{ rows: string }>(`select count(*) as rows from ${quoted}`);
    counts.set(name, Number(counted.rows[0]?.rows));
  }
  return counts;
}
