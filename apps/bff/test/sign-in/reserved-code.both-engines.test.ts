import { describe, expect } from 'vitest';
import { readEverything } from '../support/invariants.ts';
import { appOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';

describe.each(['sqlite', 'postgres'] as const)('a recovery code whose answer was lost, on %s', (engine) => {
  const it = test.extend('options', { engine }).extend(
    'wrongCodes',
    ({ world }) =>
      async () =>
        (await readEverything(world.database)).events.filter(({ kind }) => kind === 'wrong-code'),
  );

  it('D004: is said to be in use, until when, and nothing is counted', async ({ world, wrongCodes }) => {
    const { login, recoveryCode } = await appOwner(world);
    const lost = world.browser();
    await lost.signIn(login);
    const again = lost.copy();
    expect((await lost.answer('recovery', recoveryCode)).status).toBe(200);
    // "Continue" once more: what became of that sign-in is said as it is.
    expect((await again.answer('recovery', recoveryCode)).problem).toMatchObject({
      type: 'challenge-over',
      reason: 'answered',
    });
    const browser = world.browser();
    await browser.signIn(login);
    world.clock.advance(20);
    for (let times = 0; times < 8; times += 1) {
      const { problem, headers } = await browser.answer('recovery', recoveryCode.toLowerCase());
      expect(problem).toMatchObject({ type: 'recovery-code-in-use', status: 409, retryAfterSeconds: 100 });
      expect(headers.get('retry-after')).toBe('100');
    }
    expect((await browser.session()).body).toMatchObject({ state: 'challenged', attemptsLeft: 5 });
    expect((await readEverything(world.database)).attempts.filter(({ failed }) => failed > 0)).toEqual([]);
    expect(await wrongCodes()).toEqual([]);
    world.clock.advance(100);
    expect((await browser.answer('recovery', recoveryCode)).body).toMatchObject({ byRecovery: 'pending' });
  });

  it('D004: of many at once one is let in, and the others are told so', async ({ world, wrongCodes }) => {
    const { login, recoveryCode } = await appOwner(world);
    const browsers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const browser = world.browser();
        await browser.signIn(login);
        return browser;
      }),
    );
    const answers = await Promise.all(browsers.map((browser) => browser.answer('recovery', recoveryCode)));
    expect(answers.map(({ problem }) => problem?.type ?? 'in').toSorted()).toEqual([
      'in',
      ...Array<string>(3).fill('recovery-code-in-use'),
    ]);
    expect(await wrongCodes()).toEqual([]);
  });

  it('D004: a wrong one stays wrong and counted while the right one is in use', async ({ world, wrongCodes }) => {
    const { login, recoveryCode } = await appOwner(world);
    const lost = world.browser();
    await lost.signIn(login);
    await lost.answer('recovery', recoveryCode);
    const browser = world.browser();
    await browser.signIn(login);
    const slip = recoveryCode.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect((await browser.answer('recovery', slip)).problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
    expect(await wrongCodes()).toHaveLength(1);
  });
});
