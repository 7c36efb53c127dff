import { existsSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { urlOf } from './database-url.ts';
import { appliedOnPostgres } from './migrate-postgres.ts';
import { appliedOnSqlite } from './migrate-sqlite.ts';
import { pendingOf, readMigrations } from './migrations.ts';

/** Where a database stands against the migrations of this release. */
export type MigrationState =
  | { readonly kind: 'missing'; readonly pending: number }
  | { readonly kind: 'current'; readonly applied: number }
  | { readonly kind: 'behind'; readonly applied: number; readonly pending: number }
  /** Of a newer release, or of another product. */
  | { readonly kind: 'unknown'; readonly applied: number };

/** Reads what was applied; changes nothing and creates nothing. */
export async function migrationState(url: string, migrations: string): Promise<MigrationState> {
  const parsed = urlOf(url);
  const applied = parsed.engine === 'sqlite' ? appliedInFile(parsed.path) : await appliedInDatabase(parsed.url);
  const ours = readMigrations(join(migrations, parsed.engine));
  if (applied.length === 0) return { kind: 'missing', pending: ours.length };
  const pending = pendingOf(ours, applied);
  if (pending === null) return { kind: 'unknown', applied: applied.length };
  return pending.length === 0
    ? { kind: 'current', applied: applied.length }
    : { kind: 'behind', applied: applied.length, pending: pending.length };
}

function appliedInFile(path: string): string[] {
  if (!existsSync(path)) return [];
  const connection = new SqliteDatabase(path, { fileMustExist: true, timeout: 5000 });
  try {
    return appliedOnSqlite(connection);
  } finally {
    connection.close();
  }
}

async function appliedInDatabase(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    return await appliedOnPostgres(client);
  } finally {
    await client.end();
  }
}
