import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../src/outcome.ts';
import { type Database, first, type Step } from '../../src/store/database.ts';
import { insertAccount } from '../../src/store/logins.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { MIGRATIONS } from '../support/migrations.ts';

const migrations = join(MIGRATIONS, 'sqlite');
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

const SETTINGS = {
  synchronous: 'synchronous',
  journal_mode: 'journal_mode',
  foreign_keys: 'foreign_keys',
  trusted_schema: 'trusted_schema',
  busy_timeout: 'timeout',
} as const;

/** Asks the open connection itself for one of its settings. */
async function pragma(database: Database, name: keyof typeof SETTINGS): Promise<unknown> {
  const step: Step['statement'] = {
    name: `pragma_${name}`,
    build: (builder) =>
      builder.select({ value: sql`${sql.identifier(SETTINGS[name])}` }).from(sql.raw(`pragma_${name}`)),
  };
  return ((await database.single(() => first(step, {}))) as { value: unknown }).value;
}

describe('the SQLite file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'file-'));
    path = join(folder, 'data', 'console.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is written through to the disk, also after it is opened again (security.md 0.2)', async () => {
    const opened = openSqlite({ path, migrations, as: 'serve' });
    expect(await pragma(opened, 'synchronous')).toBe(2);
    await opened.close();
    const again = openSqlite({ path, migrations, as: 'serve' });
    expect(await pragma(again, 'synchronous')).toBe(2);
    expect(await pragma(again, 'journal_mode')).toBe('wal');
    expect(await pragma(again, 'foreign_keys')).toBe(1);
    expect(await pragma(again, 'trusted_schema')).toBe(0);
    expect(await pragma(again, 'busy_timeout')).toBe(500);
    await again.close();
  });

  it('and its folder are closed to everybody else', async () => {
    const database = openSqlite({ path, migrations, as: 'serve' });
    const account = { id: 'a', login: 'a', name: 'A', language: 'en', passwordHash: null, now: new Date() } as const;
    await database.unit(() => insertAccount(account));
    expect(modeOf(join(folder, 'data'))).toBe('700');
    const files = readdirSync(join(folder, 'data'));
    expect(files).toEqual(expect.arrayContaining(['console.sqlite', 'console.sqlite-wal', 'console.sqlite.lock']));
    for (const file of files) expect([file, modeOf(join(folder, 'data', file))]).toEqual([file, '600']);
    await database.close();
  });

  it('serves one server: the second is refused in one line that says what to do', async () => {
    const opened = openSqlite({ path, migrations, as: 'serve' });
    expect(() => openSqlite({ path, migrations, as: 'serve' })).toThrow(
      new Error(`another server uses this SQLite file (${path}.lock is held): stop it, or use PostgreSQL for several`),
    );
    const command = openSqlite({ path, migrations, as: 'command' });
    await command.close();
    await opened.close();
    await openSqlite({ path, migrations, as: 'serve' }).close();
  });

  it('is free again when its server was killed', async () => {
    const script = `
      import { openSqlite } from ${JSON.stringify(join(import.meta.dirname, '..', '..', 'src', 'store', 'open-sqlite.ts'))};
      openSqlite(${JSON.stringify({ path, migrations, as: 'serve' })});
      process.stdout.write('open');
      setInterval(() => undefined, 1000);`;
    const server = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(server.stdout, 'data');
    expect(() => openSqlite({ path, migrations, as: 'serve' })).toThrow('another server uses this SQLite file');
    server.kill('SIGKILL');
    await once(server, 'exit');
    await openSqlite({ path, migrations, as: 'serve' }).close();
  });

  it('that another process keeps locked is unavailable for a moment, not an error', async () => {
    const database = openSqlite({ path, migrations, as: 'serve', busyMs: 1 });
    const other = new SqliteDatabase(path);
    other.exec('begin immediate');
    const account = { id: 'a', login: 'a', name: 'A', language: 'en', passwordHash: null, now: new Date() } as const;
    await expect(database.unit(() => insertAccount(account))).rejects.toThrow(new Unavailable('SQLITE_BUSY'));
    other.exec('rollback');
    other.close();
    expect(await database.unit(() => insertAccount(account))).toBe(true);
    await database.close();
  });

  it('that is damaged is refused with the way back', async () => {
    await openSqlite({ path, migrations, as: 'command' }).close();
    writeFileSync(path, 'not a database at all, but long enough to be looked at as if it were one'.repeat(100));
    expect(() => openSqlite({ path, migrations, as: 'serve' })).toThrow(
      /^the database file is damaged \(.*\): restore/,
    );
  });
});
