import { describe, expect } from 'vitest';
import { type Browser, codeOf, otherCode } from '../support/browser.ts';
import { readEverything } from '../support/invariants.ts';
import { offers } from '../support/offers.ts';
import { appOwner, nextCode, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';

const NUMBER = '+33639980012';

describe('the state of an enrolment', () => {
  const it = test.extend(
    'signedIn',
    ({ world }) =>
      async (login?: string): Promise<{ login: string; id: string; browser: Browser }> => {
        const account = await world.account(login);
        const browser = world.browser();
        await browser.signIn(account.login);
        return { ...account, browser };
      },
  );

  async function beginApp(browser: Browser, replaces?: string) {
    const begun = await browser.begin(replaces === undefined ? { kind: 'app' } : { kind: 'app', replaces });
    if (begun.body.kind !== 'app') throw new Error(JSON.stringify(begun.problem));
    return begun.body;
  }
  const beginPhone = (browser: Browser, number = NUMBER) => browser.begin({ kind: 'phone', country: 'FR', number });

  it('C017, T-048: beginning changes nothing: the password alone signs in, and the status is off', async ({
    world,
    signedIn,
  }) => {
    const { browser, login } = await signedIn();
    await beginApp(browser);
    await beginPhone(browser);
    expect((await browser.security()).body).toMatchObject({
      twoFactorOn: false,
      authenticators: [],
      recoveryCode: null,
    });
    await browser.send('DELETE', '/api/session');
    expect((await world.browser().signIn(login)).body).toMatchObject({ state: 'authenticated', twoFactorOn: false });
  });

  it('C018: a wrong code keeps the same key, and so does asking for it again', async ({ world, signedIn }) => {
    const { browser } = await signedIn();
    const { id, key } = await beginApp(browser);
    const missed = await browser.confirm(id, otherCode(codeOf(key, world.clock.now())));
    expect(missed.problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
    expect(await beginApp(browser)).toMatchObject({ id, key, attemptsLeft: 4 });
    expect((await browser.confirm(id, codeOf(key, world.clock.now()))).status).toBe(200);
  });

  it('C019: leaving the step with the text message leaves nothing on', async ({ world, signedIn }) => {
    const { browser, login } = await signedIn();
    await beginPhone(browser);
    const other = world.browser();
    await other.signIn(login);
    expect((await other.send('DELETE', '/api/two-factor')).problem).toMatchObject({
      type: 'conflict',
      conflict: 'two-factor-off',
    });
    expect((await other.enrolApp()).recoveryCode).not.toBeNull();
  });

  it('C020: on and off and on again in one session gives a new secret and a new recovery code each time', async ({
    world,
    signedIn,
  }) => {
    const { browser } = await signedIn();
    const secrets = new Set<string>();
    const codes = new Set<string | null>();
    for (let round = 0; round < 3; round += 1) {
      const app = await browser.enrolApp();
      secrets.add(app.secret);
      codes.add(app.recoveryCode);
      expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
      world.clock.advance(300);
      const phone = await browser.enrolPhone(NUMBER, () => world.phones.codeFor(NUMBER));
      codes.add(phone.recoveryCode);
      expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
      world.clock.advance(200);
      await browser.send('POST', '/api/step-up', { password: 'meadow lantern 42 orbit' });
    }
    expect(secrets.size).toBe(3);
    expect(codes.size).toBe(6);
    expect(codes.has(null)).toBe(false);
  });

  it('C021: a number that was never proved is gone once the app is proved', async ({ world, signedIn }) => {
    const { browser, login } = await signedIn();
    await beginPhone(browser);
    const { secret } = await browser.enrolApp();
    const { enrolments, authenticators } = await readEverything(world.database);
    expect(enrolments.map(({ kind, state, sealed }) => [kind, state, sealed])).toEqual([['app', 'confirmed', '']]);
    expect(authenticators.map((one) => [one.kind, one.phoneIndex])).toEqual([['app', null]]);
    expect((await browser.security()).body.phoneEnrolment).toBeNull();
    const other = world.browser();
    expect((await other.signIn(login)).body).toMatchObject({ methods: offers('otp', 'recovery') });
    expect((await other.answer('sms', world.phones.codeFor(NUMBER))).problem).toMatchObject({ type: 'malformed' });
    expect((await other.answer('otp', nextCode(world, secret))).status).toBe(200);
  });

  it('C022: the key, the key in the picture and the secret that is checked are one and the same', async ({
    world,
    signedIn,
  }) => {
    const { browser } = await signedIn();
    const { id, key, otpauthUri } = await beginApp(browser);
    expect(new URL(otpauthUri).searchParams.get('secret')).toBe(key);
    await browser.confirm(id, '000000');
    const again = await beginApp(browser);
    expect([again.key, new URL(again.otpauthUri).searchParams.get('secret')]).toEqual([key, key]);
    expect((await browser.confirm(id, codeOf(key, world.clock.now()))).status).toBe(200);
  });

  it('C023, T-020: an enrolment that is given up never touches the live app, and a second app needs to say what it replaces', async ({
    world,
  }) => {
    const { browser, login, secret } = await appOwner(world);
    expect((await browser.begin({ kind: 'app' })).problem).toMatchObject({
      type: 'conflict',
      conflict: 'already-enrolled',
    });
    const app = (await browser.security()).body.authenticators[0];
    const { key, id } = await beginApp(browser, app?.id);
    expect(key).not.toBe(secret);
    expect((await browser.send('DELETE', `/api/enrolments/${id}`)).status).toBe(200);
    const other = world.browser();
    await other.signIn(login);
    expect((await other.answer('otp', nextCode(world, secret))).status).toBe(200);
    world.clock.advance(601);
    expect((await other.begin({ kind: 'app', replaces: app?.id ?? '' })).problem).toMatchObject({
      type: 'step-up-required',
      methods: offers('otp'),
    });
  });

  it('T-022: nothing gives the live secret away again', async ({ world }) => {
    const { browser, login, secret } = await appOwner(world);
    const thief = world.browser();
    await thief.signIn(login);
    expect((await thief.begin({ kind: 'app' })).problem).toMatchObject({ type: 'not-signed-in' });
    const app = (await browser.security()).body.authenticators[0];
    const answers = [
      await browser.session(),
      await browser.security(),
      await browser.begin({ kind: 'app', replaces: app?.id ?? '' }),
    ];
    expect(JSON.stringify(answers.map((one) => one.body))).not.toContain(secret);
  });

  it('T-021: a new app that is not confirmed proves nothing in a step-up', async ({ world }) => {
    const { browser } = await appOwner(world);
    const app = (await browser.security()).body.authenticators[0];
    const { key } = await beginApp(browser, app?.id);
    world.clock.advance(570);
    const answer = { method: 'otp', code: codeOf(key, world.clock.now()) };
    const stepped = await browser.send('POST', '/api/step-up', { password: 'meadow lantern 42 orbit', answer });
    expect(stepped.problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
  });

  it('T-045: an enrolment takes its right code for ten minutes, a text message included, and no second longer', async ({
    world,
    signedIn,
  }) => {
    for (const [seconds, status] of [
      [599, 200],
      [600, 410],
    ] as const) {
      const { browser } = await signedIn(`life-${seconds}@example.com`);
      const phone = await beginPhone(browser, `+3363998${seconds}1`);
      world.clock.advance(30);
      expect((await browser.send('POST', `/api/enrolments/${phone.body.id}/sms`)).status).toBe(200);
      world.clock.advance(seconds - 30);
      const confirmed = await browser.confirm(phone.body.id, world.phones.codeFor(`+3363998${seconds}1`));
      expect(confirmed.status).toBe(status);
      if (status === 410) expect(confirmed.problem).toMatchObject({ type: 'enrolment-over', reason: 'expired' });
    }
  });

  it('T-067: five wrong codes end a phone enrolment, and the right one comes too late', async ({ world, signedIn }) => {
    const { browser } = await signedIn();
    const { body } = await beginPhone(browser);
    const right = world.phones.codeFor(NUMBER);
    const left: unknown[] = [];
    for (let n = 0; n < 5; n += 1) left.push((await browser.confirm(body.id, otherCode(right))).problem);
    expect(left.map((one) => one)).toMatchObject([4, 3, 2, 1, 0].map((attemptsLeft) => ({ attemptsLeft })));
    expect((await browser.confirm(body.id, right)).problem).toMatchObject({
      type: 'enrolment-over',
      reason: 'exhausted',
    });
    expect((await browser.security()).body.twoFactorOn).toBe(false);
  });

  it('T-067: a number that somebody else uses may be enrolled, and changes nothing of theirs', async ({
    world,
    signedIn,
  }) => {
    const bob = await phoneOwner(world, 'bob@example.com', NUMBER);
    world.clock.advance(600);
    const { browser } = await signedIn('mallory@example.com');
    await browser.enrolPhone(NUMBER, () => world.phones.codeFor(NUMBER));
    expect((await bob.browser.security()).body).toMatchObject({ twoFactorOn: true, recoveryCode: { saved: false } });
  });

  it('T-019: an enrolment belongs to the session that began it', async ({ world, signedIn }) => {
    const { browser, login } = await signedIn();
    const { id, key } = await beginApp(browser);
    const other = world.browser();
    await other.signIn(login);
    expect((await other.confirm(id, codeOf(key, world.clock.now()))).problem).toMatchObject({
      type: 'enrolment-over',
      reason: 'none',
    });
    expect((await other.send('DELETE', `/api/enrolments/${id}`)).problem).toMatchObject({ type: 'enrolment-over' });
    expect((await browser.confirm(id, codeOf(key, world.clock.now()))).status).toBe(200);
  });

  it('C053: the answer that turns it on carries the code; when it is lost the same session replaces it, the old one dead', async ({
    world,
  }) => {
    const { browser, login, recoveryCode } = await appOwner(world);
    expect((await browser.security()).body.recoveryCode).toMatchObject({ saved: false, replaceableInSeconds: 600 });
    const fresh = await browser.replaceRecoveryCode();
    expect(fresh.status).toBe(201);
    const other = world.browser();
    await other.signIn(login);
    expect((await other.answer('recovery', recoveryCode)).problem).toMatchObject({ type: 'wrong-code' });
    expect((await other.answer('recovery', fresh.body.code)).status).toBe(200);
  });
});
