import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { openPostgres, type PostgresDatabase, type PostgresLimits } from '../../src/store/open-postgres.ts';
import { MIGRATIONS, POSTGRES_TEMPLATE } from './migrations.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the server that `postgres-server.ts` started for the whole run. */
    postgresUrl: string;
  }
}

/** What is not about a limit meets none, on however busy a machine. */
export const WITHOUT_LIMITS: PostgresLimits = { connectMs: 0, statementMs: 0, lockMs: 0, answerMs: 0, idleMs: 0 };

/** As many as a server has; they stay open from one world to the next. */
const CONNECTIONS = 10;

interface Kept {
  readonly database: PostgresDatabase;
  /** Empties it after each world. */
  readonly sweeper: pg.Client;
}

const free: Kept[] = [];

/** An empty, migrated database on the run's PostgreSQL server; closed, it is swept for the next world of this worker. */
export async function openTestPostgres(): Promise<{ readonly database: PostgresDatabase; close(): Promise<void> }> {
  const kept = free.pop() ?? (await openNew());
  // A handle of its own: what is known of one world's rows is not held against the next.
  return { database: { ...kept.database }, close: () => giveBack(kept) };
}

/** One migrated database as two servers have it open. */
export async function openPostgresTwice() {
  const url = await createMigratedDatabase();
  const databases = [await open(url), await open(url)] as const;
  return {
    databases,
    close: async () => {
      for (const database of databases) await database.close();
    },
  };
}

const open = (url: string) =>
  openPostgres({
    url,
    migrations: join(MIGRATIONS, 'postgres'),
    poolSize: CONNECTIONS,
    limits: WITHOUT_LIMITS,
    onIdleError: () => undefined,
  });

async function openNew(): Promise<Kept> {
  const url = await createMigratedDatabase();
  const database = await open(url);
  const sweeper = new pg.Client({ connectionString: url, lock_timeout: 1000 });
  sweeper.on('error', () => undefined);
  await sweeper.connect();
  return { database, sweeper };
}

/** Kept only if nobody holds anything in it and it still answers. */
async function giveBack(kept: Kept): Promise<void> {
  try {
    await sweep(kept.sweeper);
    await kept.database.now();
    free.push(kept);
  } catch {
    await Promise.allSettled([kept.sweeper.end(), kept.database.close()]);
  }
}

async function sweep(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
  );
  const deletes = rows.map(({ name }) => `delete from ${name};`).join('');
  // No foreign key is asked while everything goes.
  await client.query(`begin; set local session_replication_role = replica; ${deletes} commit`);
}

/** The address of a migrated database of its own. */
export const createMigratedDatabase = () => create(`template ${POSTGRES_TEMPLATE} strategy file_copy`);

/** The address of an empty database of its own. */
export const createTestDatabase = () => create('');

async function create(how: string): Promise<string> {
  const server = new URL(inject('postgresUrl'));
  // Not counted: files of one worker may load this module anew.
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  await client.query(`create database ${name} ${how}`);
  await client.end();
  server.pathname = `/${name}`;
  return server.href;
}
