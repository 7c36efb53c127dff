import type SqliteDatabase from 'better-sqlite3';
import {
  type Counts,
  type Migration,
  MigrationUndone,
  notOfThisRelease,
  pendingOf,
  readMigrations,
  refuseOtherCounts,
} from './migrations.ts';

/** A command of an operator that writes beside is waited for: nothing is served before the schema is there. */
const PATIENCE_MS = 10_000;

/** drizzle's own table of what was applied, in its own words, so that every release reads it. */
const LEDGER = `create table if not exists __drizzle_migrations (
  id SERIAL PRIMARY KEY,
  hash text NOT NULL,
  created_at numeric
)`;

/** Hashes of what was applied, the oldest first; none in a file that the console did not make. */
export function appliedOnSqlite(connection: SqliteDatabase.Database): string[] {
  const known = connection.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
  if (known === undefined) return [];
  return connection.prepare<[], string>('select hash from __drizzle_migrations order by created_at').pluck().all();
}

/** Whether anything is left to apply. Throws where the file is of another release than this one can serve. */
export function isBehind(connection: SqliteDatabase.Database, folder: string): boolean {
  return pendingNow(connection, readMigrations(folder)).length > 0;
}

function pendingNow(connection: SqliteDatabase.Database, migrations: readonly Migration[]): readonly Migration[] {
  const pending = pendingOf(migrations, appliedOnSqlite(connection));
  if (pending === null) throw notOfThisRelease();
  return pending;
}

/**
 * Applies what is pending, all of it or nothing. SQLite changes most of a table by building it anew and dropping the old
 * one; with foreign keys on, that deletes every row which refers to it (sqlite.org/lang_altertable.html §7). They are
 * off meanwhile, which takes no effect inside a transaction, and what they guard is looked at before the commit.
 */
export function migrateSqlite(connection: SqliteDatabase.Database, folder: string): void {
  const migrations = readMigrations(folder);
  const [patience, keys] = ['busy_timeout', 'foreign_keys'].map((name) => connection.pragma(name, { simple: true }));
  connection.pragma(`busy_timeout = ${PATIENCE_MS}`);
  connection.pragma('foreign_keys = OFF');
  try {
    connection.exec('begin immediate');
    connection.exec(LEDGER);
    // Read inside the transaction: another process may have migrated while this one waited.
    for (const migration of pendingNow(connection, migrations)) {
      const before = countRows(connection);
      for (const statement of migration.statements) connection.exec(statement);
      refuseOtherCounts(migration, before, countRows(connection));
      const note = connection.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)');
      note.run(migration.hash, migration.folderMillis);
    }
    refuseStrays(connection);
    connection.exec('commit');
  } catch (error) {
    if (connection.inTransaction) connection.exec('rollback');
    throw error;
  } finally {
    connection.pragma(`foreign_keys = ${keys}`);
    connection.pragma(`busy_timeout = ${patience}`);
  }
  // A journal as large as the database would stay on the disk until the next large one.
  connection.pragma('wal_checkpoint(TRUNCATE)');
}

function countRows(connection: SqliteDatabase.Database): Counts {
  const tables = connection
    .prepare<[], string>(
      `select name from sqlite_master
        where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name <> '__drizzle_migrations'`,
    )
    .pluck()
    .all();
  const count = (table: string) => connection.prepare<[], number>(`select count(*) from "${table}"`).pluck().get() ?? 0;
  return new Map(tables.map((table) => [table, count(table)]));
}

function refuseStrays(connection: SqliteDatabase.Database): void {
  const stray = connection.prepare<[], { table: string; parent: string }>('pragma foreign_key_check').get();
  if (stray !== undefined) throw new MigrationUndone(`a row of ${stray.table} would refer to no ${stray.parent}`);
}
