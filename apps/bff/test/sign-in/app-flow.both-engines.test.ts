import { describe, expect } from 'vitest';
import { codeOf, otherCode } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { offers } from '../support/offers.ts';
import { test } from '../support/test.ts';

describe.each(['sqlite', 'postgres'] as const)('two-factor with an app, on %s', (engine) => {
  const it = test.extend('options', { engine });

  it('is off by default, and the password alone signs in', async ({ world }) => {
    const { login } = await world.account();
    const browser = world.browser();
    expect((await browser.session()).body.state).toBe('anonymous');
    const signedIn = await browser.signIn(login);
    expect(signedIn.body).toMatchObject({ state: 'authenticated', assuranceLevel: 'aal1', twoFactorOn: false });
    const security = await browser.security();
    expect(security.body).toMatchObject({ twoFactorOn: false, authenticators: [], recoveryCode: null });
  });

  it('turns on with a code, shows the recovery code once, asks for a code at the next sign-in, and turns off', async ({
    world,
  }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const begun = await browser.begin({ kind: 'app' });
    expect(begun.status).toBe(201);
    if (begun.body.kind !== 'app') throw new Error('not an app');
    expect(begun.body.otpauthUri).toContain('otpauth://totp/The%20Building%20API:a.martin%40example.com?secret=');
    const { key } = begun.body;
    const wrong = await browser.confirm(begun.body.id, otherCode(codeOf(key, world.clock.now())));
    expect(wrong.problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
    const confirmed = await browser.confirm(begun.body.id, codeOf(key, world.clock.now()));
    expect(confirmed.body.recoveryCode?.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect((await browser.security()).body).toMatchObject({ twoFactorOn: true, recoveryCode: { saved: false } });

    const other = world.browser();
    const challenged = await other.signIn(login);
    expect(challenged.body).toMatchObject({ state: 'challenged', login, methods: offers('otp', 'recovery') });
    expect(other.cookies.has('session')).toBe(false);
    expect((await other.security()).status).toBe(401);
    // The code that proved the app is spent; the next one is good.
    const reused = await other.answer('otp', codeOf(key, world.clock.now()));
    expect(reused.problem).toMatchObject({ type: 'wrong-code', alreadyUsed: true, attemptsLeft: 4 });
    world.clock.advance(30);
    const signedIn = await other.answer('otp', codeOf(key, world.clock.now()));
    expect(signedIn.body).toMatchObject({ state: 'authenticated', assuranceLevel: 'aal2' });

    const off = await other.send('DELETE', '/api/two-factor');
    expect(off.status).toBe(200);
    expect((await other.session()).body).toMatchObject({ state: 'authenticated', twoFactorOn: false });
    expect((await browser.session()).body.state).toBe('anonymous');
    expect((await world.browser().signIn(login)).body.state).toBe('authenticated');
  });

  it('lets the owner in with the recovery code, which is then replaced while two-factor stays on', async ({
    world,
  }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const { recoveryCode } = await browser.enrolApp();
    const other = world.browser();
    await other.signIn(login);
    const pending = await other.answer('recovery', recoveryCode?.toLowerCase().replaceAll('-', ' '));
    expect(pending.body).toMatchObject({ state: 'authenticated', byRecovery: 'pending', assuranceLevel: 'aal1' });
    expect((await other.security()).problem).toMatchObject({ type: 'level-required' });
    const fresh = await other.replaceRecoveryCode();
    expect(fresh.status).toBe(201);
    expect(fresh.body.code).not.toBe(recoveryCode);
    expect((await other.session()).body).toMatchObject({
      byRecovery: 'finished',
      assuranceLevel: 'aal2',
      twoFactorOn: true,
    });
    const again = world.browser();
    await again.signIn(login);
    expect((await again.answer('recovery', recoveryCode)).problem).toMatchObject({ type: 'wrong-code' });
    expect((await again.answer('recovery', fresh.body.code)).body).toMatchObject({ byRecovery: 'pending' });
  });

  it('asks for a step-up when the proofs are older than ten minutes, and goes on after it', async ({ world }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const { secret } = await browser.enrolApp();
    world.clock.advance(601);
    const refused = await browser.send('DELETE', '/api/two-factor');
    expect(refused.problem).toMatchObject({ type: 'step-up-required', methods: offers('otp'), requiredLevel: 'aal2' });
    const code = codeOf(secret, world.clock.now());
    const answer = { method: 'otp', code };
    const wrongPassword = await browser.send('POST', '/api/step-up', { password: 'not this one at all', answer });
    expect(wrongPassword.problem).toMatchObject({ type: 'wrong-credentials' });
    const stepped = await browser.send('POST', '/api/step-up', { password: PASSWORD, answer });
    expect(stepped.body).toEqual({ validForSeconds: 600 });
    expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
  });

  it('works by SMS just as well, with the same code at a resend', async ({ world }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const number = '+33639980012';
    const { recoveryCode } = await browser.enrolPhone('06 39 98 00 12', () => world.phones.codeFor(number));
    expect(recoveryCode).not.toBeNull();
    expect(world.phones.sent[0]?.text).toMatch(
      /^\d{6} is your verification code for Wattsense Console\.\nPlease use this code to verify your identity\.\n@localhost #\d{6}$/,
    );
    const other = world.browser();
    const challenged = await other.signIn(login);
    await world.deps.background.settled();
    expect(challenged.body).toMatchObject({
      state: 'challenged',
      methods: [{ method: 'sms', phoneHint: '12' }, { method: 'recovery' }],
    });
    const first = world.phones.codeFor(number);
    const early = await other.send('POST', '/api/sign-in/challenge/sms');
    expect(early.problem).toMatchObject({ type: 'too-many-messages', retryAfterSeconds: 30 });
    world.clock.advance(30);
    expect((await other.send('POST', '/api/sign-in/challenge/sms')).status).toBe(200);
    expect(world.phones.codeFor(number)).toBe(first);
    expect((await other.answer('sms', first)).body).toMatchObject({ state: 'authenticated', assuranceLevel: 'aal2' });
  });
});
