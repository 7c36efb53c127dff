import { describe, expect } from 'vitest';
import { type Browser, codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith, trappedServer } from '../support/other-server.ts';
import { appOwner, codeAhead, nextCode, ownerOfBoth, phoneOwner } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';

describe('the fresh proof before a sensitive change', () => {
  const turnOff = (browser: Browser) => browser.send('DELETE', '/api/two-factor');
  const stepUp = (browser: Browser, password: string, answer?: { method: string; code: string }) =>
    browser.send('POST', '/api/step-up', answer === undefined ? { password } : { password, answer });

  test('C041, T-024: every change asks for it when the proofs are older than ten minutes, and changes nothing', async ({
    world,
  }) => {
    const { browser } = await ownerOfBoth(world);
    const view = (await browser.security()).body;
    await browser.send('POST', '/api/recovery-code/acknowledge', { id: view.recoveryCode?.id });
    world.clock.advance(601);
    const before = await readEverything(world.database);
    const [app, phone] = before.authenticators;
    const refusals = [
      await turnOff(browser),
      await browser.send('DELETE', `/api/authenticators/${app?.id}`),
      await browser.begin({ kind: 'app', replaces: app?.id ?? '' }),
      await browser.begin({ kind: 'phone', country: 'FR', number: '+33639980099', replaces: phone?.id ?? '' }),
      await browser.replaceRecoveryCode(),
      await browser.send('POST', '/api/password', { newPassword: 'copper harbour 88 thistle' }),
    ];
    for (const { problem } of refusals)
      expect(problem).toMatchObject({
        type: 'step-up-required',
        requiredLevel: 'aal2',
        maxAgeSeconds: 600,
        methods: [{ method: 'otp' }, { method: 'sms', phoneHint: '34' }],
      });
    const after = await readEverything(world.database);
    expect({ ...after, sessions: [] }).toEqual({ ...before, sessions: [] });
  });

  test('T-025: takes the password and a code, neither alone, and counts each wrong one', async ({ world }) => {
    const { browser, secret } = await appOwner(world);
    world.clock.advance(601);
    const right = codeOf(secret, world.clock.now());
    const refusals = [
      await stepUp(browser, PASSWORD),
      await stepUp(browser, PASSWORD, { method: 'otp', code: '000000' }),
      await stepUp(browser, 'not the password at all', { method: 'otp', code: right }),
      await browser.send('POST', '/api/step-up', { answer: { method: 'otp', code: right } }),
    ];
    expect(refusals.map((one) => one.problem?.type)).toEqual([
      'malformed',
      'wrong-code',
      'wrong-credentials',
      'malformed',
    ]);
    expect((await turnOff(browser)).problem?.type).toBe('step-up-required');
    const { attempts } = await readEverything(world.database);
    expect(attempts.map((one) => [one.bucket, one.failed])).toEqual([['step-up', 2]]);
    expect((await stepUp(browser, PASSWORD, { method: 'otp', code: right })).body).toEqual({ validForSeconds: 600 });
    expect((await turnOff(browser)).status).toBe(200);
  });

  test('C041: takes neither a stale code nor another account’s', async ({ world }) => {
    const { browser, secret } = await appOwner(world);
    const mallory = await appOwner(world, 'mallory@example.com');
    const stale = codeOf(secret, world.clock.now());
    world.clock.advance(601);
    expect((await stepUp(browser, PASSWORD, { method: 'otp', code: stale })).problem).toMatchObject({
      type: 'wrong-code',
      attemptsLeft: 4,
    });
    const foreign = codeOf(mallory.secret, world.clock.now());
    expect((await stepUp(browser, PASSWORD, { method: 'otp', code: foreign })).problem).toMatchObject({
      type: 'wrong-code',
      attemptsLeft: 3,
    });
  });

  test('T-023: holds for ten minutes and several actions, to the second', async ({ world }) => {
    const { browser, secret } = await appOwner(world);
    world.clock.advance(601);
    await stepUp(browser, PASSWORD, { method: 'otp', code: codeOf(secret, world.clock.now()) });
    expect((await browser.replaceRecoveryCode()).status).toBe(201);
    expect((await browser.replaceRecoveryCode()).status).toBe(201);
    world.clock.advance(601);
    expect((await turnOff(browser)).problem?.type).toBe('step-up-required');
    await stepUp(browser, PASSWORD, { method: 'otp', code: codeOf(secret, world.clock.now()) });
    world.clock.advance(600);
    expect((await turnOff(browser)).status).toBe(200);
  });

  test('T-036, T-037: a code spent at sign-in, at enrolment or in a step-up is spent for all of them', async ({
    world,
  }) => {
    const { browser, login, secret } = await appOwner(world);
    const code = codeOf(secret, world.clock.now());
    const other = world.browser();
    await other.signIn(login);
    expect((await other.answer('otp', code)).problem).toMatchObject({ type: 'wrong-code', alreadyUsed: true });
    expect((await stepUp(browser, PASSWORD, { method: 'otp', code })).problem).toMatchObject({ alreadyUsed: true });
    const next = nextCode(world, secret);
    expect((await stepUp(browser, PASSWORD, { method: 'otp', code: next })).status).toBe(200);
    expect((await other.answer('otp', next)).problem).toMatchObject({ alreadyUsed: true, attemptsLeft: 3 });
    const last = nextCode(world, secret);
    expect((await other.answer('otp', last)).status).toBe(200);
    expect((await stepUp(browser, PASSWORD, { method: 'otp', code: last })).problem).toMatchObject({
      alreadyUsed: true,
    });
  });

  test('works by a text message, whose code is good for its own step-up only', async ({ world }) => {
    const { browser, login, number } = await phoneOwner(world);
    world.clock.advance(601);
    const sent = await browser.send('POST', '/api/step-up/sms');
    expect(sent.body).toMatchObject({ phoneHint: '12', sms: { state: 'sent', resendAfterSeconds: 30 } });
    const code = world.phones.codeFor(number);
    const other = world.browser();
    await other.signIn(login);
    await world.deps.background.settled();
    expect((await other.answer('sms', code)).problem).toMatchObject({ type: 'wrong-code' });
    const signInCode = world.phones.codeFor(number);
    expect(signInCode).not.toBe(code);
    expect((await stepUp(browser, PASSWORD, { method: 'sms', code: signInCode })).problem?.type).toBe('wrong-code');
    expect((await stepUp(browser, PASSWORD, { method: 'sms', code })).status).toBe(200);
    expect((await stepUp(browser, PASSWORD, { method: 'sms', code })).problem?.type).toBe('no-code-sent');
  });

  test('T-069: counts wrong passwords too, and a stranger’s wrong codes are not in its way', async ({ world }) => {
    const { browser, login, secret } = await appOwner(world);
    const stranger = world.browser('203.0.113.9');
    await stranger.signIn(login);
    for (let n = 0; n < 5; n += 1) await stranger.answer('otp', '000000');
    world.clock.advance(601);
    const wrong = async () => stepUp(browser, 'not the password at all', { method: 'otp', code: '000000' });
    for (let n = 0; n < 5; n += 1) expect((await wrong()).problem?.type).toBe('wrong-credentials');
    expect((await wrong()).problem).toMatchObject({ type: 'second-factor-blocked', retryAfterSeconds: 30 });
    const right = { method: 'otp', code: codeOf(secret, world.clock.now()) };
    expect((await stepUp(browser, PASSWORD, right)).problem).toMatchObject({ retryAfterSeconds: 30 });
    world.clock.advance(30);
    const next = { method: 'otp', code: codeOf(secret, world.clock.now()) };
    expect((await stepUp(browser, PASSWORD, next)).status).toBe(200);
  });

  test('is never shut for good where the password is all there is', async ({ world }) => {
    const { login } = await world.account();
    const browser = serverWith(world, { passwords: quickPasswords })();
    let waited = 0;
    for (let n = 0; n < 101; n += 1) {
      await browser.signIn(login);
      expect((await stepUp(browser, 'not the password at all')).problem?.type).toBe('wrong-credentials');
      if (n < 4) continue;
      const { problem } = await stepUp(browser, PASSWORD);
      if (problem?.type !== 'too-many-attempts') throw new Error(`not blocked: ${problem?.type}`);
      waited = problem.retryAfterSeconds;
      world.clock.advance(waited);
    }
    expect(waited).toBe(900);
    await browser.signIn(login);
    world.clock.advance(601);
    expect((await browser.begin({ kind: 'app' })).problem).toMatchObject({ type: 'step-up-required', methods: [] });
    expect((await stepUp(browser, PASSWORD)).body).toEqual({ validForSeconds: 600 });
    expect((await browser.begin({ kind: 'app' })).status).toBe(201);
  });

  test('D006: says so when no authenticator can give it, and asks for no password that would lead nowhere', async ({
    world,
  }) => {
    const { browser } = await phoneOwner(world);
    world.clock.advance(601);
    const withoutSms = serverWith(world, { sms: null })();
    for (const [name, value] of browser.cookies) withoutSms.cookies.set(name, value);
    const unusable = [{ method: 'sms', why: 'off' }];
    expect((await turnOff(withoutSms)).problem).toMatchObject({ requiredLevel: 'aal2', methods: [], unusable });
    expect((await stepUp(withoutSms, PASSWORD)).problem).toMatchObject({ type: 'sms-not-offered' });
  });
});

describe('turning two-factor off', () => {
  const it = test
    .extend('owner', async ({ world }) => await appOwner(world))
    .extend(
      'stepUpOf',
      ({ world }) =>
        (browser: Browser, secret: string) =>
          browser.send('POST', '/api/step-up', {
            password: PASSWORD,
            answer: { method: 'otp', code: codeAhead(world, secret) },
          }),
    );

  it('C044: leaves nothing, and the earlier recovery code is dead when it is on again', async ({ world, owner }) => {
    const challenge = world.browser();
    await challenge.signIn(owner.login);
    await owner.browser.begin({ kind: 'phone', country: 'FR', number: '+33639980012' });
    expect((await owner.browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    const left = await readEverything(world.database);
    const gone = [left.authenticators, left.recoveryCodes, left.enrolments, left.challenges, left.attempts];
    expect(gone).toEqual([[], [], [], [], []]);
    const { recoveryCode } = await owner.browser.enrolApp();
    const other = world.browser();
    await other.signIn(owner.login);
    expect((await other.answer('recovery', owner.recoveryCode)).problem?.type).toBe('wrong-code');
    expect((await other.answer('recovery', recoveryCode)).status).toBe(200);
  });

  it('C045: that fails half way leaves it on, with the recovery code working', async ({ world, owner }) => {
    const { database, moved } = trappedServer(world);
    for (const statement of ['recovery_remove_all', 'session_rotate', 'enrolment_remove_all', 'event_insert']) {
      database.failBefore(statement, new Error('the disk is gone'));
      expect((await moved(owner.browser).send('DELETE', '/api/two-factor')).status).toBe(500);
      expect(database.unused).toEqual([]);
      expect((await owner.browser.security()).body).toMatchObject({
        twoFactorOn: true,
        recoveryCode: { saved: false },
      });
    }
    const other = world.browser();
    await other.signIn(owner.login);
    expect((await other.answer('recovery', owner.recoveryCode)).status).toBe(200);
  });

  it('T-017: is not for somebody who has given the password alone', async ({ world, owner, stepUpOf }) => {
    const thief = world.browser();
    await thief.signIn(owner.login);
    expect((await thief.send('DELETE', '/api/two-factor')).problem?.type).toBe('not-signed-in');
    expect((await stepUpOf(thief, owner.secret)).problem?.type).toBe('not-signed-in');
    expect((await owner.browser.security()).body.twoFactorOn).toBe(true);
  });

  it('C032: and turning it on end every other session, never the one that asks', async ({ world, owner }) => {
    const other = world.browser();
    await other.signIn(owner.login);
    await other.answer('otp', nextCode(world, owner.secret));
    expect((await owner.browser.send('DELETE', '/api/two-factor')).body).toEqual({ endedSessions: 1 });
    expect((await other.session()).body.state).toBe('anonymous');
    expect((await owner.browser.session()).body.state).toBe('authenticated');
  });
});
