import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Lock, type Lockable, lockablePostgres, lockableSqlite } from '../support/locked-database.ts';
import { type LockHolder, startLockHolder } from '../support/sqlite-lock-holder.ts';
import { createWorld, type World } from '../support/world.ts';
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

describe.each(['sqlite', 'postgres'] as const)('a database of which somebody else holds a part, on %s', (engine) => {
  let holder: LockHolder | null = null;
  let lockable: Lockable;
  let world: World;
  let begin: (flow: string) => Promise<Trier>;
  beforeAll(() => {
    if (engine === 'sqlite') holder = startLockHolder();
  });
  afterAll(() => holder?.stop());
  beforeEach(async () => {
    lockable = await (holder === null ? lockablePostgres() : lockableSqlite(holder));
    world = await createWorld({ database: lockable.database, environment: ROOM_FOR_MESSAGES });
    lockable.database.clock = world.clock;
    begin = newcomers(world);
  });
  afterEach(async () => {
    await lockable.database.end();
    await world.close();
    await lockable.close();
  });

  const counted = () => countedTries(world.database);
  const over = async () => {
    await world.deps.background.settled();
    await lockable.database.end();
    await world.deps.background.settleOwed();
  };

  /** Tries the right secret until it is taken, each time with the lock at the same call; whether one met it. */
  async function tryRight(trier: Trier, lock: Lock, call: number): Promise<boolean> {
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
  }

  async function tryWrong(trier: Trier, lock: Lock, call: number): Promise<boolean> {
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
  }

  /** At every call that a flow makes. */
  async function everywhere(flow: string, play: typeof tryRight): Promise<void> {
    let points = 0;
    for (const lock of LOCKS[engine])
      for (let call = 0; call < MOST_CALLS; call += 1) {
        if (!(await play(await begin(flow), lock, call))) break;
        points += 1;
      }
    expect(points).toBeGreaterThanOrEqual(2 * LOCKS[engine].length);
  }

  it.each(Object.keys(PAYING_FLOWS))(
    'D002: %s that is right is never lost, at whatever point the lock begins',
    (flow) => everywhere(flow, tryRight),
    170_000,
  );

  it.each(Object.keys(PAYING_FLOWS))(
    'D002: %s that is wrong costs one when it was judged, and nothing when it was not',
    (flow) => everywhere(flow, tryWrong),
    170_000,
  );
});
