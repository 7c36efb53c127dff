import { describe, expect } from 'vitest';
import { hashQueue } from '../../src/adapters/password-hasher.ts';
import type { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { serverWith } from '../support/other-server.ts';
import { test } from '../support/test.ts';
import { passwordsWith } from '../support/worker-passwords.ts';
import type { World } from '../support/world.ts';

const LOOPS = 24;
const OTHERS = 12;
/** Where each of them waits for a whole round of clients. */
const FEW = 3;

/** Two cores' worth of hashes, at the floor of their cost. */
async function smallServer(world: World): Promise<(address?: string) => Browser> {
  return serverWith(world, { passwords: await passwordsWith(hashQueue(2), world.deps.config) });
}

/** Others sign in one after the other, while so many loops ask again as soon as they are answered. */
async function othersDuring(
  world: World,
  browserOf: (address?: string) => Browser,
  loop: () => Promise<unknown>,
  others = OTHERS,
) {
  let over = false;
  const loops = Array.from({ length: LOOPS }, async () => {
    while (!over) {
      await loop();
      // As over a network: whoever is refused at once does not keep the others from their turn.
      await new Promise((next) => setImmediate(next));
    }
  });
  const statuses: number[] = [];
  for (let n = 0; n < others; n += 1) {
    const { login } = await world.account(`other-${n}@example.com`);
    statuses.push((await browserOf(`198.51.${n}.1`).signIn(login)).status);
  }
  over = true;
  await Promise.all(loops);
  return statuses;
}

describe('one client with a right password', () => {
  test('D042: from one address leaves everybody else their turn', async ({ world }) => {
    const browserOf = await smallServer(world);
    const { login } = await world.account();
    const statuses = await othersDuring(world, browserOf, () => browserOf('203.0.113.7').signIn(login));
    expect(statuses).toEqual(Array(OTHERS).fill(200));
  });

  test('D042: in one session that changes its password over and over, too; and its share of changes has an end', async ({
    world,
  }) => {
    const browserOf = await smallServer(world);
    const { login } = await world.account();
    const session = browserOf('203.0.113.7');
    await session.signIn(login);
    const types = new Map<string, number>();
    const statuses = await othersDuring(world, browserOf, async () => {
      // The present one costs a hash and changes nothing.
      const { problem } = await session.copy().send('POST', '/api/password', { newPassword: PASSWORD });
      const type = problem?.type ?? 'ok';
      types.set(type, (types.get(type) ?? 0) + 1);
    });
    expect(statuses).toEqual(Array(OTHERS).fill(200));
    expect(types.get('password-refused')).toBeLessThanOrEqual(10);
    expect(types.get('too-many-attempts')).toBeGreaterThan(0);
  });

  test('D042: in as many browsers that its account is known by as there are places leaves everybody else their turn', async ({
    world,
  }) => {
    const browserOf = await smallServer(world);
    const { login } = await world.account();
    const known: Browser[] = [];
    for (let n = 0; n < LOOPS; n += 1) {
      const browser = world.browser('203.0.113.7');
      expect((await browser.signIn(login)).status).toBe(200);
      const copy = browserOf('203.0.113.7');
      copy.cookies.set('browser', browser.cookies.get('browser') ?? '');
      known.push(copy);
    }
    let turn = 0;
    const storm = () => {
      turn += 1;
      return (known[turn % LOOPS] ?? browserOf()).copy().signIn(login);
    };
    expect(await othersDuring(world, browserOf, storm, FEW)).toEqual(Array(FEW).fill(200));
  });

  test('D042: from as many /64s of one /48 as there are places leaves everybody else their turn', async ({ world }) => {
    const browserOf = await smallServer(world);
    const { login } = await world.account();
    let turn = 0;
    const storm = () => {
      turn += 1;
      return browserOf(`2001:db8:7:${(turn % 4096).toString(16)}::1`).signIn(login);
    };
    expect(await othersDuring(world, browserOf, storm, FEW)).toEqual(Array(FEW).fill(200));
  });
});
