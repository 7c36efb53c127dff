import { describe, expect } from 'vitest';
import { challenged, withApp } from '../http/routes-calls.ts';
import { dumpOf } from '../operators/leaks-scan.ts';
import { type Browser, codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { test } from '../support/test.ts';

const PLANTED = 'planted-by-somebody-else-0123456789-abcdefg';
const NEW_PASSWORD = 'harvest-17 granite umbrella';

describe.each(['sqlite', 'postgres'] as const)('the token of a session, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend(
      'now',
      ({ world }) =>
        () =>
          world.clock.now(),
    )
    .extend('expectDead', ({ world }) => async (token: string): Promise<void> => {
      const thief = world.browser();
      thief.cookies.set('session', token);
      expect((await thief.security()).problem?.type).toBe('not-signed-in');
      const view = await thief.session();
      expect(view.body.state).toBe('anonymous');
      // What this answer took away could be the next token, which another tab got meanwhile.
      expect(view.headers.getSetCookie()).toEqual([]);
    })
    /** Does what raises or changes a session; its token is new after it and the one before is dead, after a step-up in a while. */
    .extend(
      'expectRenewed',
      ({ world, expectDead }) =>
        async (browser: Browser, change: () => Promise<{ status: number }>, deadAfterSeconds = 0): Promise<void> => {
          const before = sessionOf(browser);
          const id = await idOf(browser);
          expect((await change()).status).toBeLessThan(300);
          expect(sessionOf(browser)).not.toBe(before);
          expect(await idOf(browser)).toBe(id);
          world.clock.advance(deadAfterSeconds);
          await expectDead(before);
        },
    );

  const sessionOf = (browser: Browser) => browser.cookies.get('session') ?? 'none';

  const idOf = async (browser: Browser) =>
    (await browser.security()).body.sessions.find((session) => session.current)?.id;

  it('C030, T-090: a value that the client brought is never taken over', async ({ world, now, expectDead }) => {
    const { login, secret } = await withApp(world);
    const browser = world.browser();
    for (const name of ['session', 'challenge', 'browser']) browser.cookies.set(name, PLANTED);
    expect(PLANTED).toHaveLength(43);
    expect((await browser.session()).body.state).toBe('anonymous');
    expect([...browser.cookies.keys()]).toEqual(['session', 'challenge', 'browser']);
    await browser.signIn(login);
    expect(browser.cookies.get('challenge')).not.toBe(PLANTED);
    world.clock.advance(30);
    await browser.answer('otp', codeOf(secret, now()));
    for (const name of ['session', 'browser']) expect(browser.cookies.get(name)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect([...browser.cookies.values()]).not.toContain(PLANTED);
    await expectDead(PLANTED);
  });

  it('C031: anonymous, challenge and session each have an id of their own, and the answered challenge is dead', async ({
    world,
    now,
    expectDead,
  }) => {
    const { login, secret } = await withApp(world);
    const browser = await challenged(world, login);
    expect(browser.cookies.has('session')).toBe(false);
    const challenge = browser.cookies.get('challenge') ?? '';
    world.clock.advance(30);
    await browser.answer('otp', codeOf(secret, now()));
    expect(browser.cookies.has('challenge')).toBe(false);
    expect(sessionOf(browser)).not.toBe(challenge);
    const thief = world.browser();
    thief.cookies.set('challenge', challenge);
    world.clock.advance(30);
    const again = await thief.answer('otp', codeOf(secret, now()));
    expect(again.problem).toMatchObject({ type: 'challenge-over', reason: 'answered' });
    thief.cookies.set('challenge', challenge);
    expect((await thief.send('POST', '/api/sign-in/challenge/sms')).problem).toMatchObject({ reason: 'answered' });
    await expectDead(challenge);
  });

  it('C031, R-SE-03: is new after an enrolment, a second one, a step-up, a change of password, a removal and turning off', async ({
    world,
    now,
    expectRenewed,
  }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    let secret = '';
    await expectRenewed(browser, async () => {
      ({ secret } = await browser.enrolApp());
      return { status: 200 };
    });
    await expectRenewed(browser, async () => {
      await browser.enrolPhone('0639980012', () => world.phones.codeFor('+33639980012'));
      return { status: 200 };
    });
    world.clock.advance(601);
    await expectRenewed(
      browser,
      () => {
        const answer = { method: 'otp', code: codeOf(secret, now()) };
        return browser.send('POST', '/api/step-up', { password: PASSWORD, answer });
      },
      10,
    );
    await expectRenewed(browser, () => browser.send('POST', '/api/password', { newPassword: NEW_PASSWORD }));
    const phone = (await browser.security()).body.authenticators.find(({ kind }) => kind === 'phone');
    await expectRenewed(browser, () => browser.send('DELETE', `/api/authenticators/${phone?.id}`));
    await expectRenewed(browser, () => browser.send('DELETE', '/api/two-factor'));
  });

  it('C031: is new after recovery, and stays for the fresh code, whose answer may be lost (decision 12)', async ({
    world,
    expectDead,
  }) => {
    const { login, recoveryCode } = await withApp(world);
    const browser = await challenged(world, login);
    const challenge = browser.cookies.get('challenge') ?? '';
    await browser.answer('recovery', recoveryCode);
    const reserved = sessionOf(browser);
    expect(reserved).not.toBe(challenge);
    expect((await browser.replaceRecoveryCode()).status).toBe(201);
    expect(sessionOf(browser)).toBe(reserved);
    await expectDead(challenge);
  });

  it('D035: the one before a step-up reads for ten seconds what was under way, and changes nothing', async ({
    world,
    now,
    expectDead,
  }) => {
    const { browser, secret } = await withApp(world);
    world.clock.advance(30);
    const former = browser.copy();
    const body = { password: PASSWORD, answer: { method: 'otp', code: codeOf(secret, now()) } };
    expect((await browser.send('POST', '/api/step-up', body)).status).toBe(200);
    const verify = async (who: Browser) => (await who.send('GET', '/auth/verify')).status;
    world.clock.advance(9);
    expect([await verify(former), (await former.copy().security()).status]).toEqual([204, 200]);
    expect((await former.copy().session()).body.state).toBe('authenticated');
    for (const [method, path] of [
      ['DELETE', '/api/sessions'],
      ['DELETE', '/api/two-factor'],
      ['POST', '/api/recovery-code'],
    ] as const)
      expect((await former.copy().send(method, path)).problem?.type).toBe('not-signed-in');
    world.clock.advance(1);
    expect(await verify(former)).toBe(401);
    await expectDead(sessionOf(former));
    expect(await verify(browser)).toBe(204);
  });

  it('D035: who signs out, or in anew, with the one before a step-up leaves no session behind', async ({
    world,
    now,
  }) => {
    const leavings: ((former: Browser, login: string) => Promise<{ status: number }>)[] = [
      (former) => former.send('DELETE', '/api/session'),
      async (former, login) => {
        await former.signIn(login);
        world.clock.advance(30);
        return former.answer('otp', codeOf(secretOf.get(login) ?? '', now()));
      },
    ];
    const secretOf = new Map<string, string>();
    for (const [at, leave] of leavings.entries()) {
      const { browser, secret, login } = await withApp(world, `person-${at}@example.com`);
      secretOf.set(login, secret);
      world.clock.advance(30);
      const former = browser.copy();
      const body = { password: PASSWORD, answer: { method: 'otp', code: codeOf(secret, now()) } };
      expect((await browser.send('POST', '/api/step-up', body)).status).toBe(200);
      expect((await leave(former, login)).status).toBe(200);
      expect((await browser.session()).body.state).toBe('anonymous');
    }
  });

  it('D035: after a change of protection it is dead at once, also where a step-up came just before', async ({
    world,
    now,
    expectDead,
  }) => {
    const { browser, secret } = await withApp(world);
    world.clock.advance(30);
    const before = sessionOf(browser);
    const body = { password: PASSWORD, answer: { method: 'otp', code: codeOf(secret, now()) } };
    await browser.send('POST', '/api/step-up', body);
    const between = sessionOf(browser);
    expect((await browser.send('POST', '/api/password', { newPassword: NEW_PASSWORD })).status).toBe(200);
    await expectDead(before);
    await expectDead(between);
  });

  it('T-023: a step-up that was refused leaves the token as it was', async ({ world, now }) => {
    const { browser, secret } = await withApp(world);
    world.clock.advance(601);
    const before = sessionOf(browser);
    const code = codeOf(secret, now());
    for (const attempt of [
      { password: 'wrong', answer: { method: 'otp', code } },
      { password: PASSWORD, answer: { method: 'otp', code: '000000' } },
      { password: PASSWORD },
    ]) {
      expect((await browser.send('POST', '/api/step-up', attempt)).status).toBeGreaterThanOrEqual(400);
      expect(sessionOf(browser)).toBe(before);
      expect((await browser.send('DELETE', '/api/two-factor')).problem?.type).toBe('step-up-required');
    }
  });

  it('R-SE-02: is nowhere in the database, nor is that of a challenge or a browser', async ({ world }) => {
    const { login, browser } = await withApp(world);
    const other = await challenged(world, login);
    const dump = await dumpOf(world.database);
    for (const token of [...browser.cookies.values(), ...other.cookies.values()]) {
      expect(token).toHaveLength(43);
      expect(dump).not.toContain(token);
    }
  });
});
