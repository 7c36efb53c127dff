import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, inject, it, onTestFinished } from 'vitest';
import { listAccounts } from '../../src/flows/operators/list-accounts.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { WITHOUT_LIMITS } from '../support/postgres.ts';
import { createWorld } from '../support/world.ts';

const DEPLOYING = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'deploying.md');
/** In the order of their signs, which many a locale passes over. */
const LOGINS = [
  'a-b@example.com',
  'a.b@example.com',
  'a1@example.com',
  'a_b@example.com',
  'aa@example.com',
  'é@example.com',
];

it('D061: a database made as the documents say lists accounts in the same order as SQLite', async () => {
  const [, options = ''] = /^create database console owner console (.+);$/m.exec(readFileSync(DEPLOYING, 'utf8')) ?? [];
  const url = new URL(inject('postgresUrl'));
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`create database documented ${options}`);
  await admin.end();
  url.pathname = '/documented';
  const migrations = join(MIGRATIONS, 'postgres');
  const database = await openPostgres({
    url: url.href,
    migrations,
    limits: WITHOUT_LIMITS,
    onIdleError: () => undefined,
  });
  const world = await createWorld({ database });
  const sqlite = await createWorld();
  onTestFinished(async () => {
    for (const one of [world, sqlite]) await one.close();
    await database.close();
  });
  for (const { account, deps } of [world, sqlite]) {
    for (const login of LOGINS.toReversed()) await account(login);
    const listed: string[] = [];
    for await (const { login } of listAccounts(deps)) listed.push(login);
    expect(listed).toEqual(LOGINS);
  }
});
