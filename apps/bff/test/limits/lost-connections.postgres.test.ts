import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Breakable, type Loss, openBreakable } from '../support/breaking-database.ts';
import { createWorld, type World } from '../support/world.ts';
import { countedTries, newcomers, PAYING_FLOWS, ROOM_FOR_MESSAGES, type Trier } from './paying-flows.ts';

const LOSSES: readonly Loss[] = ['terminated', 'cut before', 'cut after'];
/** More statements than any of the flows makes. */
const MOST_POINTS = 80;

let breakable: Breakable;
let world: World;
let begin: (flow: string) => Promise<Trier>;
beforeEach(async () => {
  breakable = await openBreakable();
  world = await createWorld({ database: breakable.database, environment: ROOM_FOR_MESSAGES });
  begin = newcomers(world);
});
afterEach(async () => {
  breakable.database.disarm();
  await world.close();
  await breakable.close();
});

const counted = () => countedTries(world.database);

/** The status of what was tried while a connection was lost at a point, and whether one was. */
async function losing(loss: Loss, point: number, attempt: () => Promise<number>) {
  breakable.database.arm(point, loss);
  const status = await attempt();
  await world.deps.background.settled();
  const met = !breakable.database.isArmed;
  breakable.database.disarm();
  await world.deps.background.settleOwed();
  return { status, met };
}

/** Lost once: the next time it is taken, unless it was taken when the answer was lost. */
async function tryRight(trier: Trier, loss: Loss, point: number): Promise<boolean> {
  const before = await counted();
  const { status, met } = await losing(loss, point, trier.right);
  if (status === 200) return met;
  expect(status).toBe(503);
  expect(await counted()).toBeLessThanOrEqual(before);
  expect(loss === 'cut after' ? [200, trier.taken] : [200]).toContain(await trier.right());
  return met;
}

async function tryWrong(trier: Trier, loss: Loss, point: number): Promise<boolean> {
  const before = await counted();
  expect(await trier.wrong()).toBe(trier.judged);
  const price = (await counted()) - before;
  const { status, met } = await losing(loss, point, trier.wrong);
  expect([trier.judged, 503]).toContain(status);
  expect((await counted()) - before, String(status)).toBe(status === trier.judged ? 2 * price : price);
  expect(price).toBeGreaterThanOrEqual(1);
  return met;
}

async function everywhere(flow: string, play: typeof tryRight): Promise<void> {
  for (const loss of LOSSES) {
    let points = 0;
    for (; points < MOST_POINTS; points += 1) {
      const where = `${loss}, at point ${points}`;
      const met = await play(await begin(flow), loss, points).catch((cause: unknown) => {
        throw new Error(where, { cause });
      });
      if (!met) break;
    }
    expect(points, loss).toBeGreaterThanOrEqual(2);
  }
}

it.each(Object.keys(PAYING_FLOWS))(
  'D002: %s that is right is never lost, at whatever statement the connection ends',
  (flow) => everywhere(flow, tryRight),
  170_000,
);

it.each(Object.keys(PAYING_FLOWS))(
  'D002: %s that is wrong costs one when it was judged, and nothing when the connection ended before',
  (flow) => everywhere(flow, tryWrong),
  170_000,
);
