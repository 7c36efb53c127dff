import { describe, expect } from 'vitest';
import type { FairQueue } from '../../src/adapters/fair-queue.ts';
import { hashQueue } from '../../src/adapters/password-hasher.ts';
import type { Asker } from '../../src/deps.ts';
import type { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner, nextCode } from '../support/owners.ts';
import { test } from '../support/test.ts';
import { passwordsWith } from '../support/worker-passwords.ts';
import type { World } from '../support/world.ts';

const CORES = 2;
/** How many hashes run or wait at most. */
const CAPACITY = 8 * CORES;

/** A server whose hashes begin in their turn and go on when the test says so, with the real hasher and its queue. */
async function heldServer(world: World) {
  const inner = hashQueue(CORES);
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const begun: Asker['turn'][] = [];
  const queue: FairQueue = {
    ...inner,
    run: (asker, work) =>
      inner.run(asker, async () => {
        begun.push(asker.turn);
        await released;
        return await work();
      }),
  };
  const passwords = await passwordsWith(queue, world.deps.config);
  const browser = serverWith(world, { passwords });
  const moved = (from: Browser): Browser => {
    const other = browser();
    for (const [name, value] of from.cookies) other.cookies.set(name, value);
    return other;
  };
  return { begun, release, browser, moved };
}

const it = test
  .extend('owner', async ({ world }) => await appOwner(world))
  .extend('held', async ({ world }) => await heldServer(world))
  /** Guesses of strangers from as many addresses, as many as fill the queue and some more. */
  .extend('storm', ({ held }) => (more: number) => {
    const full = Promise.withResolvers<void>();
    const gaveWay = Promise.withResolvers<void>();
    const seen = { refused: 0, answered: 0 };
    const guesses = Array.from({ length: CAPACITY + more }, async (_, index) => {
      const stranger = held.browser(`198.51.${Math.floor(index / 200)}.${(index % 200) + 1}`);
      const answer = await stranger.signIn(`guess${index}@example.com`, 'not the password of anybody');
      if (answer.status === 503) seen.refused += 1;
      else seen.answered += 1;
      if (seen.refused === more) full.resolve();
      if (seen.refused === more + 1) gaveWay.resolve();
      return answer;
    });
    return { guesses, seen, full: full.promise, gaveWay: gaveWay.promise };
  });

describe('F-34: a storm of password guesses', () => {
  it('is turned away beyond what the queue holds, with a time to come back', async ({ held, storm }) => {
    const { guesses, full } = storm(10);
    await full;
    held.release();
    const answers = await Promise.all(guesses);
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

  it('does not keep people who are signed in or at the second step waiting', async ({ world, owner, held, storm }) => {
    const second = world.browser();
    expect((await second.signIn(owner.login)).body.state).toBe('challenged');
    const { guesses, seen, full } = storm(10);
    await full;
    const signedIn = held.moved(owner.browser);
    expect((await signedIn.session()).status).toBe(200);
    expect((await signedIn.security()).status).toBe(200);
    const answer = await held.moved(second).answer('otp', nextCode(world, owner.secret));
    expect(answer.body.state).toBe('authenticated');
    // They were answered while the whole storm was still waiting.
    expect([seen.answered, held.begun.length]).toEqual([0, CORES]);
    held.release();
    await Promise.all(guesses);
  });

  it('gives way to the password of somebody signed in, who goes before those who wait', async ({
    world,
    owner,
    held,
    storm,
  }) => {
    world.clock.advance(601);
    const { guesses, full, gaveWay } = storm(10);
    await full;
    const answer = { method: 'otp', code: nextCode(world, owner.secret) };
    const stepUp = held.moved(owner.browser).send('POST', '/api/step-up', { password: PASSWORD, answer });
    await gaveWay;
    held.release();
    const { status, problem } = await stepUp;
    expect([status, problem]).toEqual([200, null]);
    const answers = await Promise.all(guesses);
    expect(answers.filter((one) => one.status === 503)).toHaveLength(11);
    expect(held.begun.indexOf('signed-in')).toBe(CORES);
  });
});
