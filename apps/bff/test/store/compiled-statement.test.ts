import SqliteDatabase from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { describe, expect, it } from 'vitest';
import { compiler } from '../../src/store/compiled-statement.ts';
import type { Step } from '../../src/store/database.ts';
import { plannedOnce } from '../../src/store/open-sqlite.ts';
import { sqliteTables } from '../../src/store/schema-sqlite.ts';
import type { QueryBuilder } from '../../src/store/statement.ts';
import '../../src/store/sessions.ts';
import { statements } from '../../src/store/statement.ts';
import { MIGRATIONS } from '../support/migrations.ts';

const connection = new SqliteDatabase(':memory:');
const orm = drizzle(connection);
migrate(orm, { migrationsFolder: `${MIGRATIONS}/sqlite` });
const compile = compiler(orm as unknown as QueryBuilder, sqliteTables);
const named = (name: string, build: Step['statement']['build']): Step['statement'] => ({ name, build });
const { account } = sqliteTables;

describe('a compiled statement', () => {
  it('is compiled once', () => {
    const one = named('once', (db) => db.select({ id: account.id }).from(account));
    expect(compile(one)).toBe(compile(one));
  });

  it('reads columns and expressions, and leaves what is null as it is', () => {
    const { decode } = compile(
      named('reads', (db) =>
        db.select({ at: account.createdAt, last: account.lastSignInAt, count: sql<number>`count(*)` }).from(account),
      ),
    );
    expect(decode([1_000, null, 3])).toEqual({ at: new Date(1_000), last: null, count: 3 });
  });

  it('asks for every value of its own by name', () => {
    const live = [...statements()].find(({ name }) => name === 'session_live');
    if (live === undefined) throw new Error('no session_live');
    const values = { tokenHash: 'a', now: new Date(5), idleSince: new Date(6) };
    expect(() => compile(live).encode(values)).toThrow(new Error('no value for "soon"'));
    expect(compile(live).encode({ ...values, soon: new Date(7) })).toEqual([1, 'a', 5, 6, 7]);
  });

  it.each([
    ['of rows within rows', (db: QueryBuilder) => db.select({ a: { id: account.id } }).from(account), /a row is flat/],
    ['that yields nothing', (db: QueryBuilder) => db.delete(account) as never, /yields no rows/],
  ])('%s is refused', (name, build, reason) => {
    expect(() => compile(named(name, build))).toThrow(reason);
  });

  it('with a question mark in its text is refused on SQLite', () => {
    const asking = named('asking', (db) => db.select({ what: sql<string>`'what?'` }).from(account));
    expect(() => plannedOnce(compile(asking))).toThrow(new Error('asking: a question mark that is no parameter'));
  });

  it('finds the same on SQLite whether or not its plan may change with its values', () => {
    const live = [...statements()].find(({ name }) => name === 'session_live');
    if (live === undefined) throw new Error('no session_live');
    const compiled = compile(live);
    const planOf = (text: string) =>
      connection.prepare<null[], { detail: string }>(`explain query plan ${text}`).all(...Array<null>(5).fill(null));
    expect(planOf(plannedOnce(compiled))).toEqual(planOf(compiled.sql));
  });
});
