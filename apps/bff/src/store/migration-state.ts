import { existsSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import { urlOf } from './database-url.ts';

/** Where a database stands against the migrations of this release. */
export type MigrationState =
  | { readonly kind: 'missing'; readonly pending: number }
  | { readonly kind: 'current'; readonly applied: number }
  | { readonly kind: 'behind'; readonly applied: number; readonly pending: number }
  /** Of a newer release, or of another product. */
  | { readonly kind: 'unknown'; readonly applied: number };

interface Applied {
  readonly hash: string;
}

/** Reads what was applied; changes nothing and creates nothing. */
export async function migrationState(url: string, migrations: string): Promise<MigrationState> {
  const parsed = urlOf(url);
  const applied = parsed.engine === 'sqlite' ? appliedOnSqlite(parsed.path) : await appliedOnPostgres(parsed.url);
  const ours = readMigrationFiles({ migrationsFolder: join(migrations, parsed.engine) }).map(({ hash }) => hash);
  if (applied === null || applied.length === 0) return { kind: 'missing', pending: ours.length };
  if (applied.some(({ hash }, at) => ours[at] !== hash)) return { kind: 'unknown', applied: applied.length };
  const pending = ours.length - applied.length;
  return pending === 0
    ? { kind: 'current', applied: applied.length }
    : { kind: 'behind', applied: applied.length, pending };
}

function appliedOnSqlite(path: string): Applied[] | null {
  if (!existsSync(path)) return null;
  const connection = new SqliteDatabase(path, { fileMustExist: true, timeout: 5000 });
  try {
    const known = connection.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
    if (known === undefined) return null;
    return connection.prepare<[], Applied>('select hash from __drizzle_migrations order by created_at').all();
  } finally {
    connection.close();
  }
}

async function appliedOnPostgres(url: string): Promise<Applied[] | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    const known = await client.query("select to_regclass('drizzle.__drizzle_migrations') as known");
    if (known.rows[0]?.known === null) return null;
    return (await client.query<Applied>('select hash from drizzle.__drizzle_migrations order by created_at')).rows;
  } finally {
    await client.end();
  }
}
