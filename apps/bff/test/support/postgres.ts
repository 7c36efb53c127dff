import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { openPostgres, type PostgresDatabase, type PostgresLimits } from '../../src/store/open-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the server that `postgres-server.ts` started for the whole run. */
    postgresUrl: string;
  }
}

/** What is not about a limit meets none, on however busy a machine. */
export const WITHOUT_LIMITS: PostgresLimits = { connectMs: 0, statementMs: 0, lockMs: 0, answerMs: 0 };

let created = 0;

/** A database of its own on the run's PostgreSQL server. */
export async function openTestPostgres(): Promise<PostgresDatabase> {
  const url = await createTestDatabase();
  return openPostgres({
    url,
    migrations: join(import.meta.dirname, '..', '..', 'migrations', 'postgres'),
    poolSize: 10,
    limits: WITHOUT_LIMITS,
    onIdleError: () => undefined,
  });
}

export async function createTestDatabase(): Promise<string> {
  const server = new URL(inject('postgresUrl'));
  const name = `test_${process.pid}_${created++}`;
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  server.pathname = `/${name}`;
  return server.href;
}
