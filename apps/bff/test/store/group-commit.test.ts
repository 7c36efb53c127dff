import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Unavailable } from '../../src/outcome.ts';
import { GroupCommit } from '../../src/store/group-commit.ts';

/** A file with two tables, a group on it, every statement that ran, and what another connection sees. */
const it = test
  .extend('folder', ({ task }, { onCleanup }) => {
    const folder = mkdtempSync(join(tmpdir(), `group-commit-${task.id}-`));
    onCleanup(() => rmSync(folder, { recursive: true }));
    return folder;
  })
  .extend('ran', (): string[] => [])
  .extend('clock', () => ({ ms: 0 }))
  .extend('db', ({ folder, ran }, { onCleanup }) => {
    const db = new SqliteDatabase(join(folder, 'a.sqlite'), {
      verbose: (sql) => void ran.push(String(sql)),
      timeout: 0,
    });
    db.exec('pragma journal_mode = wal; pragma foreign_keys = on');
    db.exec('create table owner (id integer primary key)');
    db.exec(
      'create table thing (id integer primary key, body text, owner references owner deferrable initially deferred)',
    );
    onCleanup(() => void db.close());
    ran.length = 0;
    return db;
  })
  .extend('group', ({ db, clock }) => {
    const translated = (error: unknown) =>
      error instanceof SqliteDatabase.SqliteError && /BUSY|FULL/.test(error.code) ? new Unavailable(error.code) : error;
    return new GroupCommit(db, { elapsedMs: () => clock.ms }, translated);
  })
  .extend(
    'add',
    ({ db }) =>
      (id: number, how = '') =>
        db.prepare(`insert ${how} into thing (id) values (?)`).run(id),
  )
  .extend('stored', ({ folder, db }, { onCleanup }) => {
    void db;
    const other = new SqliteDatabase(join(folder, 'a.sqlite'), { timeout: 0 });
    onCleanup(() => void other.close());
    return () => other.prepare('select id from thing order by id').pluck().all();
  });

const count = (ran: readonly string[], what: string) => ran.filter((sql) => sql === what).length;
const states = (settled: readonly PromiseSettledResult<unknown>[]) => settled.map(({ status }) => status);

describe('group commit', () => {
  it('commits once for all that waits in a turn, and a unit alone needs no savepoint', async ({
    group,
    add,
    ran,
    stored,
  }) => {
    await Promise.all([1, 2, 3, 4].map((id) => group.unit(() => add(id))));
    expect(stored()).toEqual([1, 2, 3, 4]);
    expect([count(ran, 'begin immediate'), count(ran, 'commit'), count(ran, 'savepoint unit')]).toEqual([1, 1, 4]);
    ran.length = 0;
    await group.unit(() => add(5));
    expect([count(ran, 'begin immediate'), count(ran, 'commit'), count(ran, 'savepoint unit')]).toEqual([1, 1, 0]);
  });

  it('answers nobody before the commit', async ({ group, add, stored }) => {
    const seen: unknown[] = [];
    const units = [1, 2].map((id) =>
      group.unit(() => {
        seen.push(stored());
        add(id);
      }),
    );
    await Promise.all(units.map((unit) => unit.then(() => seen.push(stored()))));
    expect(seen).toEqual([[], [], [1, 2], [1, 2]]);
  });

  it('undoes a unit that throws, and it alone', async ({ group, add, stored }) => {
    const fails = () => {
      add(2);
      throw new Error('in the middle');
    };
    const settled = await Promise.allSettled([group.unit(() => add(1)), group.unit(fails), group.unit(() => add(3))]);
    expect(states(settled)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(settled[1]).toMatchObject({ reason: new Error('in the middle') });
    expect(stored()).toEqual([1, 3]);
    await expect(group.unit(fails)).rejects.toThrow('in the middle');
    expect(stored()).toEqual([1, 3]);
  });

  it('lets a write outside units come after what was asked for before it, without a savepoint', async ({
    group,
    add,
    ran,
    db,
  }) => {
    const seen: unknown[] = [];
    const look = () => seen.push(db.prepare('select count(*) from thing').pluck().get());
    await Promise.all([
      group.unit(() => add(1)),
      group.write(() => [look(), add(2)]),
      group.unit(() => [look(), add(3)]),
    ]);
    expect(seen).toEqual([1, 2]);
    expect([count(ran, 'commit'), count(ran, 'savepoint unit')]).toEqual([1, 2]);
  });

  it('tells all to come again when one ends the transaction, and leaves none half', async ({ group, add, stored }) => {
    const settled = await Promise.allSettled([
      group.unit(() => add(1)),
      group.unit(() => [add(2), add(1, 'or rollback')]),
      group.unit(() => add(3)),
    ]);
    expect(states(settled)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(settled[0]).toMatchObject({ reason: expect.any(Unavailable) });
    expect(settled[1]).toMatchObject({ reason: expect.objectContaining({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' }) });
    // What had not begun goes into the next group.
    expect(stored()).toEqual([3]);
  });

  it('does not believe a unit that went on after its transaction had ended', async ({ group, add, stored }) => {
    const swallows = () => {
      add(1);
      try {
        add(1, 'or rollback');
      } catch {
        return 'all is well';
      }
      return 'not reached';
    };
    const settled = await Promise.allSettled([group.unit(swallows), group.unit(() => add(2))]);
    expect(settled[0]).toMatchObject({ reason: expect.any(Unavailable) });
    expect(stored()).toEqual([2]);
  });

  it('tells all to come again when the commit fails, and nothing stays', async ({ group, add, db, stored }) => {
    const orphan = () => db.prepare('insert into thing (id, owner) values (9, 404)').run();
    const settled = await Promise.allSettled([group.unit(() => add(1)), group.unit(orphan), group.write(() => add(2))]);
    for (const one of settled) expect(one).toMatchObject({ reason: expect.any(Unavailable) });
    expect(stored()).toEqual([]);
    expect(db.inTransaction).toBe(false);
    await group.unit(() => add(3));
    expect(stored()).toEqual([3]);
  });

  it('tells all to come again when the disk is full, and works once there is room', async ({
    group,
    add,
    db,
    stored,
  }) => {
    await group.unit(() => add(1));
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 4}`);
    const big = (id: number) => db.prepare('insert into thing (id, body) values (?, ?)').run(id, 'x'.repeat(60_000));
    const settled = await Promise.allSettled([group.unit(() => add(2)), group.unit(() => big(3))]);
    expect(settled[1]).toMatchObject({ reason: new Unavailable('SQLITE_FULL') });
    expect(stored()).toEqual(settled[0]?.status === 'fulfilled' ? [1, 2] : [1]);
    db.pragma('max_page_count = 1073741823');
    await Promise.all([group.unit(() => big(4)), group.unit(() => add(5))]);
    expect(stored()).toEqual(expect.arrayContaining([1, 4, 5]));
  });

  it('tells all who wait at once when another process writes', async ({ group, add, folder, stored }) => {
    const other = new SqliteDatabase(join(folder, 'a.sqlite'));
    other.exec('begin immediate');
    const settled = await Promise.allSettled([1, 2, 3].map((id) => group.unit(() => add(id))));
    for (const one of settled) expect(one).toMatchObject({ reason: new Unavailable('SQLITE_BUSY') });
    other.exec('rollback');
    other.close();
    await group.unit(() => add(4));
    expect(stored()).toEqual([4]);
  });

  it('answers everybody whatever breaks: here the connection, in the middle of a unit', async ({ group, add, db }) => {
    const settled = await Promise.allSettled([
      group.unit(() => add(1)),
      group.unit(() => db.close()),
      group.unit(() => add(3)),
    ]);
    expect(states(settled)).toEqual(['rejected', 'rejected', 'rejected']);
  });

  it('closes a group after sixteen units or ten milliseconds', async ({ group, add, ran, clock }) => {
    await Promise.all(Array.from({ length: 40 }, (_, id) => group.unit(() => add(id))));
    expect(count(ran, 'commit')).toBe(3);
    ran.length = 0;
    const slow = (id: number) => () => {
      clock.ms += 6;
      return add(id);
    };
    await Promise.all([50, 51, 52, 53, 54].map((id) => group.unit(slow(id))));
    expect(count(ran, 'commit')).toBe(3);
  });

  it('lets others have their turn between two groups', async ({ group, add, folder, stored }) => {
    const seen: unknown[] = [];
    const first = Array.from({ length: 17 }, (_, id) => group.unit(() => add(id)));
    const between = first[0]?.then(() => {
      const operator = new SqliteDatabase(join(folder, 'a.sqlite'), { timeout: 0 });
      operator.prepare('insert into thing (id) values (99)').run();
      operator.close();
      seen.push(stored().length);
    });
    await Promise.all([...first, between]);
    expect(seen).toEqual([17]);
    expect(stored()).toHaveLength(18);
  });

  it('commits what waits when it is told to end', async ({ group, add, stored }) => {
    const waiting = [1, 2].map((id) => group.unit(() => add(id)));
    group.flush();
    expect(stored()).toEqual([1, 2]);
    await Promise.all(waiting);
  });
});
