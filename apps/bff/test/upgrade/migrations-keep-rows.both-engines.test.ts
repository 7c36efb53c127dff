import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../support/migrations.ts';
import { ask, FilledDatabase } from './filled-database.ts';

const ALL = { account: 3, authenticator: 3, recovery_code: 3 };

describe('a migration that SQLite carries out by building a table anew', () => {
  let filled: FilledDatabase;
  beforeEach(async () => {
    filled = await FilledDatabase.make('sqlite', 3);
  });
  afterEach(() => filled.remove());
  const rebuilding = async (rowsThat?: string) =>
    filled.release(...(await filled.rebuilt('account', "language in ('fr', 'en')", rowsThat)));

  it('keeps every row, has its effect, and leaves foreign keys on', async () => {
    await filled.upgrade(await rebuilding());
    expect(await filled.counts()).toEqual(ALL);
    await expect(ask(filled.url, "update account set language = 'xx'")).rejects.toThrow('CHECK constraint failed');
    await ask(filled.url, "delete from account where id = 'a0'");
    expect(await filled.counts()).toEqual({ account: 2, authenticator: 2, recovery_code: 2 });
  });

  it('would take authenticators and recovery codes with it without the guard, and leave the accounts', async () => {
    const connection = new SqliteDatabase(filled.url.slice('sqlite:'.length));
    connection.pragma('foreign_keys = ON');
    migrate(drizzle(connection), { migrationsFolder: join(await rebuilding(), 'sqlite') });
    connection.close();
    expect(await filled.counts()).toEqual({ account: 3, authenticator: 0, recovery_code: 0 });
  });

  it('that forgets a row is undone as a whole, and says which table', async () => {
    await expect(filled.upgrade(await rebuilding("id <> 'a1'"))).rejects.toThrow(
      'the migration to this release was undone, and nothing was changed: account had 3 rows and would have 2',
    );
    expect(await filled.counts()).toEqual(ALL);
    await filled.upgrade(MIGRATIONS);
  });

  it('that leaves rows without their account is undone, even where it says that the accounts go', async () => {
    const release = filled.release("-- shrinks: account\ndelete from account where id = 'a1';");
    await expect(filled.upgrade(release)).rejects.toThrow(
      /nothing was changed: a row of (authenticator|recovery_code) would refer to no account/,
    );
    expect(await filled.counts()).toEqual(ALL);
  });

  it('is done by nobody beside a server at work', async () => {
    const server = await filled.open();
    const url = {
      url: filled.url,
      migrations: await rebuilding(),
      as: 'command',
      onIdleError: () => undefined,
    } as const;
    const { openDatabase } = await import('../../src/store/open-database.ts');
    await expect(openDatabase(url)).rejects.toThrow('another server uses this SQLite file');
    await server.close();
    await (await openDatabase(url)).close();
    expect(await filled.counts()).toEqual(ALL);
  });
});

describe.each(['sqlite', 'postgres'] as const)('rows under a migration, on %s', (engine) => {
  let filled: FilledDatabase;
  beforeEach(async () => {
    filled = await FilledDatabase.make(engine, 3);
  });
  afterEach(() => filled.remove());
  const gone = "delete from recovery_code where id = 'r1';";

  it('do not go without its word: nothing of it stays, and the release before starts as if nothing had been', async () => {
    const release = filled.release('alter table account add column note text;', gone);
    await expect(filled.upgrade(release)).rejects.toThrow('recovery_code had 3 rows and would have 2');
    expect(await filled.counts()).toEqual(ALL);
    await filled.upgrade(MIGRATIONS);
    await expect(ask(filled.url, 'select note from account')).rejects.toThrow('note');
  });

  it('go from the table that it names, and from no other', async () => {
    await filled.upgrade(filled.release(`-- shrinks: recovery_code, browser\n${gone}`));
    expect(await filled.counts()).toEqual({ ...ALL, recovery_code: 2 });
  });

  it('do not go by a table that is dropped', async () => {
    const release = filled.release('drop table recovery_code;');
    await expect(filled.upgrade(release)).rejects.toThrow('recovery_code had 3 rows and would have none');
    expect(await filled.counts()).toEqual(ALL);
  });

  it('do not come without its word either', async () => {
    const more = `insert into key_canary values ('planted', 's');`;
    await expect(filled.upgrade(filled.release(more))).rejects.toThrow('key_canary had 0 rows and would have 1');
    await filled.upgrade(filled.release(`-- grows: key_canary\n${more}`));
    expect(await ask(filled.url, 'select key_id from key_canary')).toEqual([{ key_id: 'planted' }]);
  });

  it('of a newer release are not opened by this one, which touches nothing', async () => {
    await filled.upgrade(filled.release('alter table account add column note text;'));
    await expect(filled.upgrade(MIGRATIONS)).rejects.toThrow(
      'the database is not of this release: use the release that it was last started with, or a newer one',
    );
    expect(await ask(filled.url, 'select note from account')).toEqual([{ note: null }, { note: null }, { note: null }]);
  });
});

describe('a migration on PostgreSQL beside older instances', () => {
  let filled: FilledDatabase;
  beforeEach(async () => {
    filled = await FilledDatabase.make('postgres', 3);
  });
  afterEach(() => filled.remove());

  it('does not take their rows for its own, and lets them read', async () => {
    const older = new pg.Client({ connectionString: filled.url });
    await older.connect();
    await older.query("begin; insert into key_canary values ('of another instance', 's')");
    const upgrade = filled.upgrade(filled.release('alter table browser add column note text;'));
    const waiting = "select count(*) as n from pg_locks where not granted and mode = 'ShareRowExclusiveLock'";
    while (Number((await ask(filled.url, waiting))[0]?.['n']) === 0);
    expect(await filled.counts()).toEqual(ALL);
    await older.query('commit');
    await upgrade;
    await older.end();
    expect(await ask(filled.url, 'select key_id from key_canary')).toEqual([{ key_id: 'of another instance' }]);
  });
});
