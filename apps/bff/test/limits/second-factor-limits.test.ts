import { describe, expect } from 'vitest';
import type { Browser } from '../support/browser.ts';
import { readEverything } from '../support/invariants.ts';
import { offers } from '../support/offers.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner, codeAhead, nextCode, ownerOfBoth } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';
import { countsOf, guesser, guessOn } from './guessing.ts';

describe('limits on codes', () => {
  const it = test.extend('challenged', ({ browserOf }) => async (login: string, address?: string) => {
    const browser = browserOf(address);
    await browser.signIn(login);
    return browser;
  });

  const bothDisabled = [
    { method: 'otp', why: 'disabled' },
    { method: 'sms', why: 'disabled' },
  ];

  it('from the fifth wrong code in a row on there are waits of 30 s doubling to an hour', async ({
    world,
    browserOf,
  }) => {
    const { login } = await appOwner(world);
    const waits = await guessOn(world, guesser(browserOf, login), 14);
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
  });

  it('removing one of two methods forgets no guess at the other; turning off does', async ({ world, challenged }) => {
    const { browser, login } = await ownerOfBoth(world);
    await (await challenged(login)).answer('otp', 'zzzzzz');
    expect(await countsOf(world)).toEqual({ stranger: 1 });
    const phone = (await browser.security()).body.authenticators.find(({ kind }) => kind === 'phone');
    expect((await browser.send('DELETE', `/api/authenticators/${phone?.id}`)).status).toBe(200);
    expect(await countsOf(world)).toEqual({ stranger: 1 });
    expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    expect(await countsOf(world)).toEqual({});
  });

  it('T-061, C035: within a wait the right code is refused too, over a new challenge and from any address', async ({
    world,
    browserOf,
    challenged,
  }) => {
    const { login, secret } = await appOwner(world);
    await guessOn(world, guesser(browserOf, login), 5);
    const other = await challenged(login, '203.0.113.9');
    const blocked = await other.answer('otp', codeAhead(world, secret));
    expect(blocked.problem).toMatchObject({ type: 'second-factor-blocked', status: 429, retryAfterSeconds: 30 });
    expect(blocked.headers.get('retry-after')).toBe('30');
    expect((await other.session()).body).toMatchObject({ state: 'challenged', attemptsLeft: 5 });
    expect((await other.answer('otp', nextCode(world, secret))).status).toBe(200);
    expect(await countsOf(world)).toEqual({});
  });

  it('C038: one wrong code counts once, and success forgets them', async ({ world, browserOf, challenged }) => {
    const { login, secret } = await appOwner(world);
    for (let round = 0; round < 3; round += 1) {
      await guessOn(world, guesser(browserOf, login), 4);
      expect(await countsOf(world)).toEqual({ stranger: 4 });
      expect((await (await challenged(login)).answer('otp', nextCode(world, secret))).status).toBe(200);
    }
  });

  it('T-049, T-050, T-056: app and text message have one count, the recovery code has its own, and both are told to the owner', async ({
    world,
    browserOf,
    challenged,
  }) => {
    const { login, browser, secret, recoveryCode } = await ownerOfBoth(world);
    const attacker = guesser(browserOf, login);
    await attacker.guess('otp');
    expect(await countsOf(world)).toEqual({ stranger: 1 });
    await attacker.guess('sms');
    expect(await countsOf(world)).toEqual({ stranger: 2 });
    await attacker.guess('recovery');
    expect(await countsOf(world)).toEqual({ stranger: 2, 'recovery:stranger': 1 });
    await guessOn(world, attacker, 3, (n) => (n % 2 === 0 ? 'otp' : 'sms'));
    const other = await challenged(login);
    expect((await other.answer('otp', '000000')).problem?.type).toBe('second-factor-blocked');
    const events = (await browser.security()).body.events.filter((event) => event.kind === 'wrong-code');
    const ofEach = (method: string) =>
      events.filter((event) => event.method === method).reduce((sum, { count }) => sum + count, 0);
    expect(['otp', 'sms', 'recovery'].map(ofEach)).toEqual([3, 2, 1]);
    const home = browserOf();
    home.cookies.set('browser', browser.cookies.get('browser') ?? '');
    await home.signIn(login);
    const view = (await home.answer('otp', nextCode(world, secret))).body;
    expect(view.state === 'authenticated' && view.notices).toContainEqual(
      expect.objectContaining({ kind: 'wrong-code', count: 6 }),
    );
    expect((await other.answer('recovery', recoveryCode)).status).toBe(200);
  });

  it('the recovery code waits for a minute at most, and is never disabled', async ({
    world,
    browserOf,
    challenged,
  }) => {
    const { login, recoveryCode } = await appOwner(world);
    const waits = await guessOn(world, guesser(browserOf, login), 130, () => 'recovery');
    expect([waits[0], waits[1], ...new Set(waits.slice(2))]).toEqual([30, 60, 60]);
    const owner = await challenged(login);
    expect((await owner.answer('recovery', recoveryCode)).problem).toMatchObject({ retryAfterSeconds: 60 });
    world.clock.advance(60);
    expect((await owner.answer('recovery', recoveryCode)).status).toBe(200);
  });

  it('T-051: a hundred in a row close the second factor for strangers, for good, and for strangers alone', async ({
    world,
    browserOf,
    challenged,
  }) => {
    const { login, secret, browser, recoveryCode } = await ownerOfBoth(world);
    let address = 0;
    const addresses = guesser(() => {
      address += 1;
      return browserOf(`203.0.113.${address}`);
    }, login);
    await guessOn(world, addresses, 100, (n) => (n % 3 === 0 ? 'sms' : 'otp'));
    expect(await countsOf(world)).toEqual({ stranger: 100 });
    const stranger = await challenged(login, '198.51.100.20');
    const closed = { type: 'second-factor-disabled', status: 403 };
    expect((await stranger.answer('otp', nextCode(world, secret))).problem).toMatchObject(closed);
    expect((await stranger.answer('sms', '000000')).problem).toMatchObject(closed);
    const sent = world.phones.sent.length;
    const offered = { methods: offers('recovery'), unusable: bothDisabled };
    expect((await stranger.session()).body).toMatchObject(offered);
    expect((await browserOf('198.51.100.21').signIn(login)).body).toMatchObject(offered);
    const sms = await stranger.send('POST', '/api/sign-in/challenge/sms');
    expect(sms.problem?.type).toBe('sms-not-offered');
    await world.deps.background.settled();
    expect(world.phones.sent).toHaveLength(sent);
    world.clock.advance(30 * 24 * 3600);
    const later = await challenged(login, '198.51.100.20');
    expect((await later.answer('otp', nextCode(world, secret))).problem).toMatchObject(closed);
    expect((await readEverything(world.database)).authenticators.map((one) => one.disabledAt)).toEqual([null, null]);

    const home = browser.copy();
    expect((await home.signIn(login)).body).toMatchObject({ state: 'challenged', unusable: [] });
    expect((await home.answer('otp', nextCode(world, secret))).body).toMatchObject({ assuranceLevel: 'aal2' });
    expect((await later.answer('recovery', recoveryCode)).status).toBe(200);
  });

  it('a hundred in a row in a known browser disable both authenticators, and the recovery code leads to new ones', async ({
    world,
    browserOf,
    challenged,
  }) => {
    const { login, secret, browser, recoveryCode } = await ownerOfBoth(world);
    const known = browser.cookies.get('browser');
    const atHome = () => {
      const fresh = browserOf();
      fresh.cookies.set('browser', known ?? '');
      return fresh;
    };
    await guessOn(world, guesser(atHome, login), 100);
    const { authenticators, events } = await readEverything(world.database);
    expect(authenticators.map((one) => one.disabledAt)).toEqual([world.clock.now(), world.clock.now()]);
    expect(events.filter((event) => event.kind === 'second-factor-disabled')).toHaveLength(1);
    const elsewhere = await challenged(login, '198.51.100.20');
    expect((await elsewhere.session()).body).toMatchObject({ methods: offers('recovery'), unusable: bothDisabled });
    expect((await elsewhere.answer('otp', nextCode(world, secret))).problem?.type).toBe('second-factor-disabled');
    await elsewhere.answer('recovery', recoveryCode);
    expect((await elsewhere.replaceRecoveryCode()).status).toBe(201);
    const app = (await elsewhere.security()).body.authenticators.find((one) => one.kind === 'app');
    expect(app).toMatchObject({ unusable: 'disabled' });
    const fresh = await elsewhere.enrolApp(app?.id);
    expect(await countsOf(world)).toEqual({});
    const again = await challenged(login);
    expect((await again.session()).body).toMatchObject({
      methods: offers('otp', 'recovery'),
      unusable: [{ method: 'sms', why: 'disabled' }],
    });
    expect((await again.answer('otp', nextCode(world, fresh.secret))).status).toBe(200);
  });

  it('a hundred in a row in step-ups disable both authenticators, and no step-up is possible any more', async ({
    world,
  }) => {
    const { login, secret, browser } = await appOwner(world);
    const known = serverWith(world, { passwords: quickPasswords })();
    known.cookies.set('browser', browser.cookies.get('browser') ?? '');
    const wrong = { password: 'meadow lantern 42 orbit', answer: { method: 'otp', code: 'zzzzzz' } };
    for (let failed = 0; failed < 100; ) {
      await known.signIn(login);
      expect((await known.answer('otp', nextCode(world, secret))).status).toBe(200);
      const { problem } = await known.send('POST', '/api/step-up', wrong);
      if (problem?.type === 'wrong-code') failed += 1;
      if (problem?.type === 'second-factor-blocked') world.clock.advance(problem.retryAfterSeconds);
    }
    expect((await readEverything(world.database)).authenticators[0]?.disabledAt).toEqual(world.clock.now());
    expect((await known.security()).body).toMatchObject({
      twoFactorOn: true,
      authenticators: [{ unusable: 'disabled' }],
    });
    world.clock.advance(601);
    const closed = { type: 'second-factor-disabled', status: 403 };
    const unusable = [{ method: 'otp', why: 'disabled' }];
    expect((await known.send('DELETE', '/api/two-factor')).problem).toMatchObject({ methods: [], unusable });
    expect((await known.send('POST', '/api/step-up', { password: 'meadow lantern 42 orbit' })).problem).toMatchObject(
      closed,
    );
  });

  it('browsers known before two-factor came on share the strangers’ count', async ({
    world,
    browserOf,
    challenged,
  }) => {
    const { login } = await world.account();
    const prepared: Browser[] = [];
    for (let n = 0; n < 5; n += 1) prepared.push(await challenged(login, `203.0.113.${n}`));
    const owner = browserOf();
    await owner.signIn(login);
    await owner.enrolApp();
    for (const browser of prepared) {
      await browser.signIn(login);
      await browser.answer('otp', 'zzzzzz');
    }
    expect(await countsOf(world)).toEqual({ stranger: 5 });
  });

  it('T-071: a check that breaks down counts once, and the next one works', async ({ world }) => {
    const { login, secret } = await appOwner(world);
    let broken = true;
    const keys = {
      ...world.deps.keys,
      open: (...args: Parameters<typeof world.deps.keys.open>) => {
        if (broken) throw new Error('the key store is away');
        return world.deps.keys.open(...args);
      },
    };
    const browser = serverWith(world, { passwords: quickPasswords, keys })();
    broken = false;
    await browser.signIn(login);
    broken = true;
    expect((await browser.answer('otp', codeAhead(world, secret))).problem).toMatchObject({ type: 'unexpected' });
    broken = false;
    expect(await countsOf(world)).toEqual({ stranger: 1 });
    expect((await browser.answer('otp', codeAhead(world, secret))).status).toBe(200);
    expect(await countsOf(world)).toEqual({});
  });
});
