import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { beforeEach, describe, expect } from 'vitest';
import { first, together } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { type Command, runTogether } from '../../src/store/postgres-batch.ts';
import { statement } from '../../src/store/statement.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { createTestDatabase, WITHOUT_LIMITS } from '../support/postgres.ts';
import { startCountingProxy, type Traffic } from '../support/postgres-wire.ts';
import { test } from '../support/test.ts';

const command = (text: string, values: readonly unknown[] = []): Command => ({ name: text, text, values });
const BEGIN = command('begin');
const COMMIT = command('commit');
const put = (value: string) => command('insert into note (value) values ($1) returning value', [value]);
const notes = command('select value from note order by value');

// biome-ignore lint/correctness/noEmptyPattern: what a fixture needs is read off its first parameter
const it = test.extend('client', async ({}, { onCleanup }) => {
  const pool = new pg.Pool({ connectionString: await createTestDatabase(), max: 1 });
  const client = await pool.connect();
  await client.query('create table note (value text primary key check (length(value) < 9))');
  onCleanup(async () => {
    client.release();
    await pool.end();
  });
  return client;
});

describe('commands that travel together', () => {
  it('are run in their order, and each has its own rows', async ({ client }) => {
    const completed = await runTogether(client, [BEGIN, put('b'), put('a'), notes, COMMIT, notes]);
    expect(completed.map(({ tag, rows }) => [tag, rows])).toEqual([
      ['BEGIN', []],
      ['INSERT 0 1', [['b']]],
      ['INSERT 0 1', [['a']]],
      ['SELECT 2', [['a'], ['b']]],
      ['COMMIT', []],
      ['SELECT 2', [['a'], ['b']]],
    ]);
  });

  it('are not run after one that failed: a write that came with a begin never stands without it', async ({
    client,
  }) => {
    await expect(runTogether(client, [command('begin nothing'), put('a')])).rejects.toMatchObject({ code: '42601' });
    await expect(runTogether(client, [BEGIN, put('a'), put('a'), COMMIT])).rejects.toMatchObject({ code: '23505' });
    const [, found] = await runTogether(client, [command('rollback'), notes]);
    expect(found?.rows).toEqual([]);
  });

  it('that failed are known to the connection or made known again, as often as it happens', async ({ client }) => {
    for (let n = 0; n < 2; n += 1) {
      await expect(runTogether(client, [put('too long for it')])).rejects.toMatchObject({ code: '23514' });
      await expect(runTogether(client, [notes, command('select nothing')])).rejects.toMatchObject({ code: '42703' });
      await expect(runTogether(client, [notes, put(`a${n}`), put(`a${n}`)])).rejects.toMatchObject({ code: '23505' });
    }
    await runTogether(client, [put('a'), put('b'), put('c')]);
    expect((await runTogether(client, [notes]))[0]?.rows).toEqual([['a'], ['b'], ['c']]);
  });

  it('are described once a connection, and anew where their columns have changed', async ({ client }) => {
    const all = command('select * from note');
    const days = command("select date '2026-12-01', 7, null, true");
    for (let n = 0; n < 2; n += 1)
      expect((await runTogether(client, [all, days])).map(({ rows }) => rows)).toEqual([
        [],
        [['2026-12-01', 7, null, true]],
      ]);
    await client.query('alter table note add column size integer');
    await expect(runTogether(client, [put('a'), all])).rejects.toMatchObject({ code: '0A000' });
    await runTogether(client, [put('a')]);
    expect((await runTogether(client, [all]))[0]?.rows).toEqual([['a', null]]);
    await client.query('update note set size = 7');
    expect((await runTogether(client, [all, all])).map(({ rows }) => rows)).toEqual([[['a', 7]], [['a', 7]]]);
  });

  it('that cannot even be written down fail alone', async ({ client }) => {
    const unreadable = {
      toPostgres() {
        throw new Error('no such value');
      },
    };
    await expect(runTogether(client, [put('a'), command('select $1', [unreadable])])).rejects.toThrow('no such value');
    expect((await runTogether(client, [notes]))[0]?.rows).toEqual([]);
  });

  it('say that a transaction of which one failed was rolled back by its commit', async ({ client }) => {
    await expect(runTogether(client, [BEGIN, command('select 1 / 0')])).rejects.toMatchObject({ code: '22012' });
    expect((await runTogether(client, [COMMIT]))[0]?.tag).toBe('ROLLBACK');
  });
});

const breaks = statement(
  'batch_breaks',
  () => ({}),
  (db) => db.select({ one: sql<number>`1 / 0` }).from(sql`(values (1)) as one`),
);
const number = (name: string, value: number) =>
  statement(
    name,
    () => ({}),
    (db) => db.select({ one: sql<number>`${sql.raw(String(value))}` }).from(sql`(values (1)) as one`),
  );
const one = number('batch_one', 1);
const two = number('batch_two', 2);

describe('a unit of work on PostgreSQL', () => {
  let url: string;
  beforeEach(async () => {
    url = await createTestDatabase();
  });
  const opened = async () => {
    const way = new URL(url);
    const proxy = await startCountingProxy(Number(way.port));
    way.port = String(proxy.port);
    way.hostname = '127.0.0.1';
    const migrations = join(MIGRATIONS, 'postgres');
    const database = await openPostgres({
      url: way.href,
      migrations,
      limits: WITHOUT_LIMITS,
      onIdleError: () => undefined,
    });
    const since = async (run: () => Promise<unknown>): Promise<Traffic['roundTrips']> => {
      const before = proxy.traffic.roundTrips;
      await run();
      return proxy.traffic.roundTrips - before;
    };
    const close = async () => {
      await database.close();
      await proxy.close();
    };
    return { database, since, close };
  };

  it('begins with what it asks first: two trips where it asks once, none where it asks nothing', async () => {
    const { database, since, close } = await opened();
    await database.single(() => first(one, {}));
    expect(await since(() => database.unit(() => together(first(one, {}), first(two, {}))))).toBe(2);
    expect(
      await since(() =>
        database.unit(function* () {
          yield* first(one, {});
          yield* first(two, {});
        }),
      ),
    ).toBe(3);
    expect(await since(() => database.unit(function* () {}))).toBe(0);
    await close();
  });

  it('that swallows a failure is not taken for committed, and its connection is used again', async () => {
    const { database, close } = await opened();
    const swallowing = database.unit(function* () {
      try {
        yield* first(breaks, {});
      } catch {
        // What a body must not do.
      }
    });
    await expect(swallowing).rejects.toThrow('was to be committed');
    expect(await database.unit(() => together(first(two, {}), first(one, {})))).toEqual([{ one: 2 }, { one: 1 }]);
    await close();
  });
});
