import { describe, expect } from 'vitest';
import { type Lock, lockablePostgres, lockableSqlite } from '../support/locked-database.ts';
import { startLockHolder } from '../support/sqlite-lock-holder.ts';
import { test } from '../support/test.ts';
import { countedTries, newcomers, PAYING_FLOWS, ROOM_FOR_MESSAGES, type Trier } from './paying-flows.ts';

const LONG = 6;
const LOCKS: Readonly<Record<'sqlite' | 'postgres', readonly Lock[]>> = {
  sqlite: [0.3, 1.5, LONG].map((seconds) => ({ held: 'everything', seconds })),
  postgres: [
    ...[0.3, 1.5, LONG].map((seconds) => ({ held: 'everything', seconds }) as const),
    { held: 'the account', seconds: LONG },
  ],
};
/** More calls than any of the flows makes. */
const MOST_CALLS = 20;
/** More than a challenge has tries. */
const TIMES = 6;

type Play = (trier: Trier, lock: Lock, call: number) => Promise<boolean>;

/** One process holds the locks of all tests on SQLite. */
// biome-ignore lint/correctness/noEmptyPattern: vitest reads in the pattern what is asked for, here nothing.
const held = test.extend('holder', { scope: 'file' }, ({}, { onCleanup }) => {
  const holder = startLockHolder();
  onCleanup(() => holder.stop());
  return holder;
});

describe.each(['sqlite', 'postgres'] as const)('a database of which somebody else holds a part, on %s', (engine) => {
  const it = held
    .extend('lockable', async ({ holder }, { onCleanup }) => {
      const lockable = await (engine === 'postgres' ? lockablePostgres() : lockableSqlite(holder));
      onCleanup(() => lockable.close());
      return lockable;
    })
    .extend('options', ({ lockable }) => ({ database: lockable.database, environment: ROOM_FOR_MESSAGES }))
    .extend('world', ({ world, lockable }, { onCleanup }) => {
      lockable.database.clock = world.clock;
      // Before the world ends, which asks the database once more.
      onCleanup(() => lockable.database.end());
      return world;
    })
    .extend('begin', ({ world }) => newcomers(world))
    .extend(
      'counted',
      ({ world }) =>
        () =>
          countedTries(world.database),
    )
    .extend('over', ({ world, lockable }) => async () => {
      await world.deps.background.settled();
      await lockable.database.end();
      await world.deps.background.settleOwed();
    })
    /** Tries the right secret until it is taken, each time with the lock at the same call; whether one met it. */
    .extend(
      'tryRight',
      ({ counted, lockable, over }) =>
        async (trier: Trier, lock: Lock, call: number): Promise<boolean> => {
          const before = await counted();
          for (let time = 0; time < TIMES; time += 1) {
            lockable.database.arm(call, lock);
            const status = await trier.right();
            const met = !lockable.database.isArmed;
            await over();
            if (status === 200) return met;
            const where = `${lock.held}, ${lock.seconds} s, at call ${call}, time ${time}`;
            expect(status, where).toBe(503);
            expect(await counted(), where).toBeLessThanOrEqual(before);
          }
          expect(await trier.right(), `${lock.held}, ${lock.seconds} s, at call ${call}, after all`).toBe(200);
          return true;
        },
    )
    .extend(
      'tryWrong',
      ({ counted, lockable, over }) =>
        async (trier: Trier, lock: Lock, call: number): Promise<boolean> => {
          const before = await counted();
          expect(await trier.wrong()).toBe(trier.judged);
          const price = (await counted()) - before;
          lockable.database.arm(call, lock);
          const status = await trier.wrong();
          const met = !lockable.database.isArmed;
          await over();
          const where = `${lock.held}, ${lock.seconds} s, at call ${call}: ${status}`;
          expect([trier.judged, 503], where).toContain(status);
          expect((await counted()) - before, where).toBe(status === trier.judged ? 2 * price : price);
          expect(price).toBeGreaterThanOrEqual(1);
          return met;
        },
    )
    /** At every call that a flow makes. */
    .extend('everywhere', ({ begin }) => async (flow: string, play: Play): Promise<void> => {
      let points = 0;
      for (const lock of LOCKS[engine])
        for (let call = 0; call < MOST_CALLS; call += 1) {
          if (!(await play(await begin(flow), lock, call))) break;
          points += 1;
        }
      expect(points).toBeGreaterThanOrEqual(2 * LOCKS[engine].length);
    });

  it.for(Object.keys(PAYING_FLOWS))(
    'D002: %s that is right is never lost, at whatever point the lock begins',
    { timeout: 170_000 },
    (flow, { tryRight, everywhere }) => everywhere(flow, tryRight),
  );

  it.for(Object.keys(PAYING_FLOWS))(
    'D002: %s that is wrong costs one when it was judged, and nothing when it was not',
    { timeout: 170_000 },
    (flow, { tryWrong, everywhere }) => everywhere(flow, tryWrong),
  );
});
