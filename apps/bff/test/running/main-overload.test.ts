import { availableParallelism } from 'node:os';
import { describe, expect } from 'vitest';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner, nextCode } from '../support/owners.ts';
import { test } from '../support/test.ts';

/** How many hashes run or wait at most. */
const CAPACITY = 8 * availableParallelism();

const it = test
  .extend('options', { environment: { PASSWORD_PASSES: '6' } })
  .extend('owner', async ({ world }) => await appOwner(world))
  /** Guesses of strangers from as many addresses, as many as fill the queue and some more. */
  .extend('storm', ({ world }) => (more: number) => {
    let answered = 0;
    const guesses = Array.from({ length: CAPACITY + more }, async (_, index) => {
      const stranger = world.browser(`198.51.${Math.floor(index / 200)}.${(index % 200) + 1}`);
      const answer = await stranger.signIn(`guess${index}@example.com`, 'not the password of anybody');
      if (answer.status !== 503) answered += 1;
      return answer;
    });
    return { guesses, answered: () => answered };
  });

describe('F-34: a storm of password guesses', () => {
  it('is turned away beyond what the queue holds, with a time to come back', async ({ storm }) => {
    const answers = await Promise.all(storm(10).guesses);
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused).toHaveLength(10);
    for (const { problem, headers } of refused) {
      expect(problem).toMatchObject({ type: 'busy', retryAfterSeconds: 2 });
      expect(headers.get('retry-after')).toBe('2');
    }
    expect(answers.filter(({ problem }) => problem?.type === 'wrong-credentials')).toHaveLength(CAPACITY);
  });

  it('costs no commit for a guess that nobody will look at, and is nobody’s try', async ({ world, owner }) => {
    const full = serverWith(world, { passwords: { ...world.deps.passwords, hasRoom: () => false } });
    const before = await readEverything(world.database);
    for (const login of [owner.login, 'nobody@example.com']) {
      const { problem, headers } = await full().signIn(login);
      expect(problem).toMatchObject({ type: 'busy', status: 503, retryAfterSeconds: 2 });
      expect(headers.get('retry-after')).toBe('2');
    }
    expect(await readEverything(world.database)).toEqual(before);
  });

  it('does not keep people who are signed in or at the second step waiting', async ({ world, owner, storm }) => {
    const second = world.browser();
    expect((await second.signIn(owner.login)).body.state).toBe('challenged');
    const { guesses, answered } = storm(10);
    // All of them have come to the queue, which is full from now on.
    await Promise.race(guesses);
    const before = answered();
    for (let i = 0; i < 5; i += 1) expect((await owner.browser.session()).status).toBe(200);
    expect((await owner.browser.security()).status).toBe(200);
    expect((await second.answer('otp', nextCode(world, owner.secret))).body.state).toBe('authenticated');
    // They were answered while nearly the whole storm was still waiting.
    expect(answered() - before).toBeLessThan(CAPACITY / 2);
    await Promise.all(guesses);
  });

  it('gives way to the password of somebody signed in, who goes before those who wait', async ({
    world,
    owner,
    storm,
  }) => {
    world.clock.advance(601);
    const { guesses, answered } = storm(10);
    await Promise.race(guesses);
    const answer = { method: 'otp', code: nextCode(world, owner.secret) };
    const stepped = await owner.browser.send('POST', '/api/step-up', { password: PASSWORD, answer });
    expect([stepped.status, stepped.problem]).toEqual([200, null]);
    expect(answered()).toBeLessThan(CAPACITY / 2);
    const answers = await Promise.all(guesses);
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(11);
  });
});
