import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { MIGRATIONS, POSTGRES_TEMPLATE } from './migrations.ts';

/** Starts one real PostgreSQL for the whole run, with a migrated database to copy, and stops it afterwards. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startEmbeddedPostgres();
  const url = new URL(server.url);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${POSTGRES_TEMPLATE}`);
  await client.end();
  url.pathname = `/${POSTGRES_TEMPLATE}`;
  const onIdleError = () => undefined;
  await (await openPostgres({ url: url.href, migrations: join(MIGRATIONS, 'postgres'), onIdleError })).close();
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}
