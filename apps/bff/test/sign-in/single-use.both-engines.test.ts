import { describe, expect } from 'vitest';
import { type Browser, codeOf, otherCode } from '../support/browser.ts';
import { readEverything } from '../support/invariants.ts';
import { appOwner, nextCode, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const opened = (answers: readonly { readonly status: number }[]) => answers.filter((one) => one.status === 200);

/** Fisher and Yates, from a fixed seed, so that a failure can be looked at again. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const result = [...list];
  let state = seed;
  for (let last = result.length - 1; last > 0; last -= 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = state % (last + 1);
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}

describe.each(['sqlite', 'postgres'] as const)('single use under parallel requests, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend('challenged', ({ browserOf, world }) => async (login: string, count: number): Promise<Browser[]> => {
      const browsers = times(count, () => browserOf());
      for (const browser of browsers) await browser.signIn(login);
      await world.deps.background.settled();
      return browsers;
    })
    /** An account that is signed in to with such a code, what is right for it now, and what never is. */
    .extend('holderOf', ({ world }) => async (method: 'otp' | 'sms' | 'recovery') => {
      const wrongCode = (n: number) => otherCode(String(n).padStart(6, '0'));
      if (method === 'sms') {
        const { login, number } = await phoneOwner(world);
        return { login, rightCode: () => world.phones.codeFor(number), wrongCode };
      }
      const { login, secret, recoveryCode } = await appOwner(world);
      if (method === 'otp') return { login, rightCode: () => nextCode(world, secret), wrongCode };
      return { login, rightCode: () => recoveryCode, wrongCode: () => 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF' };
    })
    .extend(
      'sessionsOf',
      ({ world }) =>
        async () =>
          (await readEverything(world.database)).sessions.length,
    );

  it('T-035: one right app code sent a hundred times to one challenge opens one session', async ({
    world,
    challenged,
    sessionsOf,
  }) => {
    const { login, secret } = await appOwner(world);
    const [first] = await challenged(login, 1);
    if (first === undefined) throw new Error('no challenge');
    const code = nextCode(world, secret);
    const answers = await Promise.all(times(100, () => first.copy().answer('otp', code)));
    expect(opened(answers)).toHaveLength(1);
    expect(answers.filter((one) => one.status >= 500)).toEqual([]);
    expect(await sessionsOf()).toBe(2);
  });

  it('T-035: one right app code sent to a hundred challenges opens one session', async ({
    world,
    challenged,
    sessionsOf,
  }) => {
    const { login, secret } = await appOwner(world);
    const browsers = await challenged(login, 100);
    const code = nextCode(world, secret);
    const answers = await Promise.all(browsers.map((browser) => browser.answer('otp', code)));
    expect(opened(answers)).toHaveLength(1);
    expect(answers.filter((one) => one.status >= 500)).toEqual([]);
    expect(await sessionsOf()).toBe(2);
  });

  it('T-042: one right SMS code sent a hundred times opens one session', async ({ world, challenged, sessionsOf }) => {
    const { login, number } = await phoneOwner(world);
    const [first] = await challenged(login, 1);
    if (first === undefined) throw new Error('no challenge');
    const code = world.phones.codeFor(number);
    const answers = await Promise.all(times(100, () => first.copy().answer('sms', code)));
    expect(opened(answers)).toHaveLength(1);
    expect(answers.filter((one) => one.status >= 500)).toEqual([]);
    expect(await sessionsOf()).toBe(2);
  });

  it('T-042: an SMS code opens its own challenge and none of the nine others that may be open', async ({
    world,
    challenged,
  }) => {
    const { login, number } = await phoneOwner(world);
    const [first, ...others] = await challenged(login, 10);
    const code = world.phones.codeFor(number);
    const answers = await Promise.all(shuffled(others, 1).map((browser) => browser.answer('sms', code)));
    expect(opened(answers)).toEqual([]);
    world.clock.advance(61);
    expect((await first?.answer('sms', code))?.status).toBe(200);
  });

  it('T-040: one recovery code sent a hundred times is reserved once and replaced once', async ({
    world,
    challenged,
    sessionsOf,
  }) => {
    const { login, recoveryCode } = await appOwner(world);
    const browsers = await challenged(login, 10);
    const answers = await Promise.all(
      times(10, () => browsers)
        .flat()
        .map((browser) => browser.copy().answer('recovery', recoveryCode)),
    );
    expect(opened(answers)).toHaveLength(1);
    expect(answers.filter((one) => one.status >= 500)).toEqual([]);
    expect(await sessionsOf()).toBe(2);
  });

  it('T-040: the session that came in by recovery gets one fresh code, however often it asks at once', async ({
    world,
    challenged,
  }) => {
    const { login, recoveryCode } = await appOwner(world);
    const [browser] = await challenged(login, 1);
    if (browser === undefined) throw new Error('no challenge');
    await browser.answer('recovery', recoveryCode);
    const issued = await Promise.all(times(20, () => browser.copy().replaceRecoveryCode()));
    expect(issued.filter((one) => one.status === 201)).toHaveLength(1);
    const { recoveryCodes } = await readEverything(world.database);
    expect(recoveryCodes.map((one) => one.state).sort()).toEqual(['active', 'used']);
  });

  it.for(['otp', 'sms', 'recovery'] as const)(
    'ninety-nine wrong codes and the right one at once, by %s: no more judged than the limit, one session at most',
    async (method, { world, challenged, holderOf }) => {
      const { login, rightCode, wrongCode } = await holderOf(method);
      for (const seed of [1, 2, 3]) {
        const [browser] = await challenged(login, 1);
        if (browser === undefined) throw new Error('no challenge');
        const code = rightCode();
        const wrong = times(99, wrongCode);
        const codes = shuffled([...wrong.filter((one) => one !== code), code], seed);
        const answers = await Promise.all(codes.map((one) => browser.copy().answer(method, one)));
        const judged = answers.filter((one) => one.status === 200 || one.problem?.type === 'wrong-code');
        expect(judged.length).toBeLessThanOrEqual(5);
        expect(opened(answers).length).toBeLessThanOrEqual(1);
        expect(answers.filter((one) => one.status >= 500)).toEqual([]);
        // So long that every wait is over, and the reservation of a recovery code whose session asked for nothing.
        world.clock.advance(5 * 3600);
      }
    },
  );

  it('T-054: two hundred wrong codes over ten challenges: five are judged, the rest wait', async ({
    world,
    challenged,
  }) => {
    const { login } = await appOwner(world);
    const browsers = await challenged(login, 10);
    const answers = await Promise.all(
      times(200, (n) => browsers[n % 10]?.copy().answer('otp', String(n).padStart(6, '0'))),
    );
    const types = answers.map((one) => one?.problem?.type);
    expect(types.filter((type) => type === 'wrong-code')).toHaveLength(5);
    expect(types.filter((type) => type === 'second-factor-blocked')).toHaveLength(195);
    const { attempts } = await readEverything(world.database);
    expect(attempts.map((one) => [one.bucket, one.failed])).toEqual([['stranger', 5]]);
  });

  it('C016: one enrolment confirmed twenty times at once is bound once, and one answer carries the recovery code', async ({
    world,
    browserOf,
    challenged,
  }) => {
    const { login } = await world.account();
    const owner = browserOf();
    await owner.signIn(login);
    const begun = await owner.begin({ kind: 'app' });
    if (begun.body.kind !== 'app') throw new Error('no app');
    const code = codeOf(begun.body.key, world.clock.now());
    const tabs = times(20, () => owner.copy());
    const answers = await Promise.all(tabs.map((tab) => tab.confirm(begun.body.id, code)));
    const bound = answers.filter((one) => one.status === 200);
    expect(bound).toHaveLength(1);
    const shown = bound[0]?.body.recoveryCode?.code;
    const [other] = await challenged(login, 1);
    expect((await other?.answer('recovery', shown))?.body).toMatchObject({ byRecovery: 'pending' });
  });

  it('C018: one enrolment begun twenty times at once is one secret', async ({ world, browserOf }) => {
    const { login } = await world.account();
    const owner = browserOf();
    await owner.signIn(login);
    const begun = await Promise.all(times(20, () => owner.copy().begin({ kind: 'app' })));
    const keys = new Set(begun.map((one) => (one.body.kind === 'app' ? one.body.key : one.status)));
    expect(keys.size).toBe(1);
    expect((await readEverything(world.database)).enrolments).toHaveLength(1);
  });

  it('a phone enrolment begun ten times at once is one enrolment and one message', async ({ world, browserOf }) => {
    const { login } = await world.account();
    const owner = browserOf();
    await owner.signIn(login);
    const request = { kind: 'phone', country: 'FR', number: '06 39 98 00 12' } as const;
    const begun = await Promise.all(times(10, () => owner.copy().begin(request)));
    expect(new Set(begun.map((one) => one.body.id)).size).toBe(1);
    expect(begun.map((one) => one.status).sort()).toEqual([...times(9, () => 200), 201]);
    expect(world.phones.sent).toHaveLength(1);
  });

  it('T-046: a hundred resends at once are one message', async ({ world, challenged }) => {
    const { login } = await phoneOwner(world);
    const [browser] = await challenged(login, 1);
    world.clock.advance(30);
    const before = world.phones.sent.length;
    const sends = await Promise.all(times(100, () => browser?.copy().send('POST', '/api/sign-in/challenge/sms')));
    expect(sends.filter((one) => one?.status === 200)).toHaveLength(1);
    expect(sends.filter((one) => one?.problem?.type === 'too-many-messages')).toHaveLength(99);
    expect(world.phones.sent.length - before).toBe(1);
  });

  it('ten replacements of a recovery code at once leave one that works', async ({ world, challenged }) => {
    const { browser, login } = await appOwner(world);
    const answers = await Promise.all(times(10, () => browser.copy().replaceRecoveryCode()));
    const issued = answers.filter((one) => one.status === 201);
    expect(issued.length).toBeGreaterThanOrEqual(1);
    const { recoveryCodes } = await readEverything(world.database);
    const active = recoveryCodes.filter((one) => one.state === 'active');
    expect(active).toHaveLength(1);
    const shown = issued.find((one) => one.body.id === active[0]?.id)?.body.code;
    const [other] = await challenged(login, 1);
    expect((await other?.answer('recovery', shown))?.status).toBe(200);
  });

  it('T-043: one code for twenty step-ups at once gives one new token', async ({ world, sessionsOf }) => {
    const { browser, secret } = await appOwner(world);
    const answer = { method: 'otp', code: nextCode(world, secret) };
    const body = { password: 'meadow lantern 42 orbit', answer };
    const tabs = times(20, () => browser.copy());
    const answers = await Promise.all(tabs.map((tab) => tab.send('POST', '/api/step-up', body)));
    expect(opened(answers)).toHaveLength(1);
    expect(await sessionsOf()).toBe(1);
  });
});
