import { describe, expect } from 'vitest';
import { noMetrics } from '../../src/adapters/no-metrics.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith } from '../support/other-server.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';

const WRONG = 'not the password at all';
const PEACE_SECONDS = 31 * 24 * 3600;

describe.each(['sqlite', 'postgres'] as const)('a login that is guessed from many places, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend('told', () => ({ hundreds: 0 }))
    .extend('browserOf', ({ world, told }) => {
      const metrics = {
        ...noMetrics,
        loginGuessed: () => {
          told.hundreds += 1;
        },
      };
      return serverWith(world, { passwords: quickPasswords, metrics });
    })
    /** Guesses from a new address each, as often as is let through in so many tries; how many were looked at. */
    .extend(
      'guess',
      ({ browserOf, world }) =>
        async (login: string, tries: number, address: (n: number) => string, waiting: boolean) => {
          const waits: number[] = [];
          let judged = 0;
          for (let n = 0; n < tries; n += 1) {
            const { problem } = await browserOf(address(n)).signIn(login, WRONG);
            if (problem?.type === 'wrong-credentials') judged += 1;
            if (problem?.type !== 'too-many-attempts') continue;
            waits.push(problem.retryAfterSeconds);
            if (waiting) world.clock.advance(problem.retryAfterSeconds);
          }
          return { judged, waits };
        },
    );

  const elsewhere = (n: number) => `${20 + (n >> 8)}.${n & 255}.7.1`;

  it.for(['a.martin@example.com', 'nobody@example.com'])(
    'D043: %s: five thousand wrong passwords from as many networks are not looked at, but for twenty',
    async (login, { world, guess }) => {
      await world.account('a.martin@example.com');
      expect(await guess(login, 500, elsewhere, false)).toMatchObject({ judged: 20 });
    },
  );

  it('D043: the waits grow from two seconds to five minutes, and thirty quiet days forget', async ({
    world,
    guess,
  }) => {
    const { login } = await world.account();
    const { judged, waits } = await guess(login, 60, elsewhere, true);
    expect(waits.slice(0, 9)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300]);
    expect(judged).toBe(60 - waits.length);
    world.clock.advance(600);
    expect((await guess(login, 2, elsewhere, false)).judged).toBe(1);
    world.clock.advance(PEACE_SECONDS);
    expect((await guess(login, 30, elsewhere, false)).judged).toBe(20);
  });

  it('D043: the owner is told at a hundred, in the metrics whether there is an owner or not', async ({
    world,
    told,
    guess,
  }) => {
    const { login } = await world.account();
    for (const tried of [login, 'nobody@example.com']) {
      const { judged } = await guess(tried, 190, elsewhere, true);
      expect(judged).toBeGreaterThanOrEqual(100);
    }
    await world.deps.background.settled();
    const { events } = await readEverything(world.database);
    expect(events.filter(({ kind }) => kind === 'password-guessed')).toHaveLength(1);
    expect(told.hundreds).toBe(2);
  });

  it('D043: a browser that has signed in before notices nothing of it', async ({ world, browserOf, guess }) => {
    const { login } = await world.account();
    const home = browserOf('198.51.100.7');
    await home.signIn(login);
    await guess(login, 200, elsewhere, false);
    expect((await home.signIn(login)).status).toBe(200);
    expect((await browserOf('198.51.100.8').signIn(login)).problem?.type).toBe('too-many-attempts');
  });

  it.for([
    ['a /56', 60, (n: number) => `2001:db8:1:${(n & 255).toString(16)}::1`],
    ['a /48', 120, (n: number) => `2001:db8:1:${((n & 255) << 8).toString(16)}::1`],
    ['a /24', 120, (n: number) => `203.0.113.${n & 255}`],
  ] as const)(
    'D043: %s over all logins has its share of failures an hour',
    async ([_, most, address], { world, browserOf }) => {
      let judged = 0;
      for (let n = 0; n < 200; n += 1) {
        const { problem } = await browserOf(address(n)).signIn(`name-${n}@example.com`, WRONG);
        if (problem?.type === 'wrong-credentials') judged += 1;
      }
      expect(judged).toBe(most);
      world.clock.advance(3601);
      expect((await browserOf(address(7)).signIn('name@example.com', WRONG)).problem?.type).toBe('wrong-credentials');
    },
  );
});
