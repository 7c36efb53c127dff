import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { drizzle as drizzleSqlite } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { compiler } from '../../src/store/compiled-statement.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { plannedOnce } from '../../src/store/open-sqlite.ts';
import { postgresTables } from '../../src/store/schema-postgres.ts';
import { sqliteTables } from '../../src/store/schema-sqlite.ts';
import type { QueryBuilder } from '../../src/store/statement.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { createTestDatabase } from '../support/postgres.ts';

const STORE = join(import.meta.dirname, '..', '..', 'src', 'store');

/** Read whole on purpose, by operators' commands or from tables of a few rows; all else is asked for by people. */
const READ_WHOLE = new Set([
  // pnpm db check
  'breach_authenticator',
  'breach_code_unspent',
  'breach_codes_off',
  'breach_codes_on',
  'check_sessions',
  // pnpm db restore empties these
  'drop_challenge',
  'drop_enrolment',
  'drop_passwordLink',
  'drop_session',
  // pnpm db keys
  'key_use_authenticators',
  'key_use_enrolments',
  'key_use_passwords',
  'key_use_recovery_codes',
  // One row for each key, and one for each server
  'canary_list',
  'instance_forget',
  'instance_seen_since',
]);

/** Tables of which others may make any number of rows in somebody's account. */
const MADE_BY_OTHERS = 'challenge|enrolment|security_event';
/** Read all that an account has of them, by an operator's hand. */
const READ_OF_AN_ACCOUNT = new Set([
  'event_strip',
  // A new account has none: SQLite shows what its foreign keys would ask.
  'account_insert',
]);
const isBounded = (text: string) => / limit /i.test(text);

// Other tests of this worker have statements of their own: the store is loaded anew, by itself.
vi.resetModules();
const { statements } = await import('../../src/store/statement.ts');

beforeAll(async () => {
  for (const file of readdirSync(STORE).filter((name) => name.endsWith('.ts'))) await import(join(STORE, file));
});

it('all statements of the store are looked at', () => {
  const written = readdirSync(STORE)
    .flatMap((file) => [
      ...readFileSync(join(STORE, file), 'utf8').matchAll(/\b(?:finds|lists|counts|writes)\(\s*'([a-z_]+)'/g),
    ])
    .map(([, name]) => name ?? '');
  const names = new Set([...statements()].map(({ name }) => name));
  expect(written.filter((name) => !names.has(name))).toEqual([]);
  expect(written.length).toBeGreaterThan(80);
});

describe('on SQLite', () => {
  const connection = new SqliteDatabase(':memory:');
  const orm = drizzleSqlite(connection);
  beforeAll(() => migrate(orm, { migrationsFolder: join(MIGRATIONS, 'sqlite') }));
  afterAll(() => connection.close());

  it('no statement reads a table from end to end, but those that are meant to', () => {
    const compile = compiler(orm as unknown as QueryBuilder, sqliteTables);
    const whole = [...statements()].filter((one) => {
      const compiled = compile(one);
      const plan = connection
        .prepare<null[], { detail: string }>(`explain query plan ${plannedOnce(compiled)}`)
        .all(...Array<null>(compiled.parameters).fill(null));
      return plan.some(({ detail }) => /^SCAN (?!CONSTANT|json_each|\(?subquery)/.test(detail));
    });
    expect(whole.map(({ name }) => name).filter((name) => !READ_WHOLE.has(name))).toEqual([]);
  });

  it('D044: no statement reads all that others may have made in an account’s name', () => {
    const compile = compiler(orm as unknown as QueryBuilder, sqliteTables);
    const all = new RegExp(`^SEARCH (${MADE_BY_OTHERS}) .*\\(account_id=\\?\\)$`);
    const reading = [...statements()].filter((one) => {
      const compiled = compile(one);
      const plan = connection
        .prepare<null[], { detail: string }>(`explain query plan ${plannedOnce(compiled)}`)
        .all(...Array<null>(compiled.parameters).fill(null));
      return plan.some(({ detail }) => all.test(detail)) && !isBounded(compiled.sql);
    });
    expect(reading.map(({ name }) => name).filter((name) => !READ_OF_AN_ACCOUNT.has(name))).toEqual([]);
  });
});

describe('on PostgreSQL', () => {
  let client: pg.Client;
  beforeAll(async () => {
    const url = await createTestDatabase();
    const opened = await openPostgres({
      url,
      migrations: join(MIGRATIONS, 'postgres'),
      poolSize: 2,
      onIdleError: () => undefined,
    });
    await opened.close();
    client = new pg.Client({ connectionString: url });
    await client.connect();
    // Empty tables are read whole whatever indexes they have; now only where there is no other way.
    await client.query('set enable_seqscan = off');
  });
  afterAll(() => client.end());

  it('no statement reads a table from end to end, but those that are meant to', async () => {
    const whole: string[] = [];
    const compile = compiler(drizzlePostgres(client), postgresTables);
    for (const one of statements()) {
      const { rows } = await client.query(`explain (generic_plan) ${compile(one).sql}`);
      if (rows.some((row) => /Seq Scan/.test(row['QUERY PLAN']))) whole.push(one.name);
    }
    expect(whole.filter((name) => !READ_WHOLE.has(name))).toEqual([]);
  });

  it('D044: no statement reads all that others may have made in an account’s name', async () => {
    const compile = compiler(drizzlePostgres(client), postgresTables);
    const reading: string[] = [];
    for (const one of statements()) {
      const { sql } = compile(one);
      const { rows } = await client.query(`explain (generic_plan) ${sql}`);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      const all = new RegExp(
        `(on|using) (${MADE_BY_OTHERS})\\w*[^\\n]*\\n\\s*Index Cond: \\(account_id = [^ ]+\\)(\\n|$)`,
      );
      if (all.test(plan) && !isBounded(sql)) reading.push(one.name);
    }
    expect(reading.filter((name) => !READ_OF_AN_ACCOUNT.has(name))).toEqual([]);
  });
});
