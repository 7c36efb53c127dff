import { describe, expect } from 'vitest';
import type { Browser } from '../support/browser.ts';
import { readEverything } from '../support/invariants.ts';
import { offers } from '../support/offers.ts';
import { appOwner, codeAhead, nextCode } from '../support/owners.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

describe.each(['sqlite', 'postgres'] as const)('the recovery code, on %s', (engine) => {
  const it = test.extend('options', { engine });
  const challenged = async (world: World, login: string): Promise<Browser> => {
    const browser = world.browser();
    await browser.signIn(login);
    return browser;
  };

  const spellings = (code: string) => [code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('-', ' ')];

  it('C049, T-039: is good for one session: refused while reserved and after it is finished, in every spelling', async ({
    world,
  }) => {
    const { login, recoveryCode } = await appOwner(world);
    const first = await challenged(world, login);
    expect((await first.answer('recovery', recoveryCode)).body).toMatchObject({ byRecovery: 'pending' });
    const second = await challenged(world, login);
    expect((await second.answer('recovery', recoveryCode)).problem).toMatchObject({ retryAfterSeconds: 120 });
    world.clock.advance(119);
    expect((await second.answer('recovery', recoveryCode)).problem).toMatchObject({
      type: 'recovery-code-in-use',
      retryAfterSeconds: 1,
    });
    expect((await first.replaceRecoveryCode()).status).toBe(201);
    const third = await challenged(world, login);
    for (const spelling of spellings(recoveryCode))
      expect((await third.answer('recovery', spelling)).problem).toMatchObject({ type: 'wrong-code' });
    world.clock.advance(3600);
    const fourth = await challenged(world, login);
    expect((await fourth.answer('recovery', recoveryCode)).problem).toMatchObject({ type: 'wrong-code' });
  });

  it('C049, T-039: works again after 120 s when its session never asked for the fresh one, and that session is over', async ({
    world,
  }) => {
    const { login, recoveryCode } = await appOwner(world);
    const lost = await challenged(world, login);
    await lost.answer('recovery', recoveryCode);
    world.clock.advance(120);
    const again = await challenged(world, login);
    expect((await again.answer('recovery', recoveryCode)).status).toBe(200);
    expect((await lost.replaceRecoveryCode()).problem).toMatchObject({ type: 'not-signed-in', status: 401 });
    expect((await lost.session()).body.state).toBe('anonymous');
    expect((await again.replaceRecoveryCode()).status).toBe(201);
    expect((await readEverything(world.database)).recoveryCodes.map((one) => one.state)).toEqual(['used', 'active']);
  });

  it('F-05: an answer that was lost costs nobody the account: asked again, a code takes the place of the one nobody saw', async ({
    world,
  }) => {
    const { login, recoveryCode } = await appOwner(world);
    const recovering = await challenged(world, login);
    await recovering.answer('recovery', recoveryCode);
    const unseen = (await recovering.copy().replaceRecoveryCode()).body.code;
    expect((await recovering.session()).body).toMatchObject({ state: 'authenticated', byRecovery: 'finished' });
    world.clock.advance(2);
    const seen = await recovering.replaceRecoveryCode();
    expect(seen.status).toBe(201);
    const next = await challenged(world, login);
    expect((await next.answer('recovery', unseen)).problem).toMatchObject({ type: 'wrong-code' });
    expect((await next.answer('recovery', seen.body.code)).status).toBe(200);
  });

  it('F-05: within two seconds asking again is the same asking: the code on the screen stays', async ({ world }) => {
    const { login, recoveryCode } = await appOwner(world);
    const recovering = await challenged(world, login);
    await recovering.answer('recovery', recoveryCode);
    const { code } = (await recovering.replaceRecoveryCode()).body;
    world.clock.advance(1);
    const again = await recovering.replaceRecoveryCode();
    expect(again.problem).toMatchObject({ type: 'conflict', conflict: 'changed-elsewhere', status: 409 });
    const next = await challenged(world, login);
    expect((await next.answer('recovery', code)).status).toBe(200);
  });

  it('F-05: and no other asking is: neither of the session that enrolled, nor after another session had it replaced', async ({
    world,
  }) => {
    const { login, browser, secret, recoveryCode } = await appOwner(world);
    expect((await browser.replaceRecoveryCode()).status).toBe(201);
    expect((await browser.replaceRecoveryCode()).status).toBe(201);
    const { code } = (await browser.replaceRecoveryCode()).body;
    expect(code).not.toBe(recoveryCode);
    const recovering = await challenged(world, login);
    await recovering.answer('recovery', code);
    await recovering.replaceRecoveryCode();
    const other = await challenged(world, login);
    await other.answer('otp', nextCode(world, secret));
    expect((await other.replaceRecoveryCode()).status).toBe(201);
    expect((await recovering.replaceRecoveryCode()).status).toBe(201);
  });

  it('lapses at 120 s to the second for the session that it was reserved for', async ({ world }) => {
    const { login, recoveryCode } = await appOwner(world);
    const browser = await challenged(world, login);
    await browser.answer('recovery', recoveryCode);
    world.clock.advance(120);
    expect((await browser.replaceRecoveryCode()).problem).toMatchObject({ type: 'not-signed-in' });
    expect(browser.cookies.has('session')).toBe(false);
  });

  it('opens nothing but the way to the fresh one, and then the console with a step-up of ten minutes (T-023)', async ({
    world,
  }) => {
    const { login, recoveryCode } = await appOwner(world);
    const browser = await challenged(world, login);
    await browser.answer('recovery', recoveryCode);
    const refusals = [
      await browser.security(),
      await browser.send('DELETE', '/api/two-factor'),
      await browser.begin({ kind: 'app' }),
      await browser.send('POST', '/api/password', { newPassword: 'copper harbour 88 thistle' }),
      await browser.send('DELETE', '/api/sessions'),
    ];
    expect(refusals.map((one) => one.problem?.type)).toEqual(Array(5).fill('level-required'));
    await browser.replaceRecoveryCode();
    const app = (await browser.security()).body.authenticators[0];
    world.clock.advance(600);
    expect((await browser.begin({ kind: 'app', replaces: app?.id ?? '' })).status).toBe(201);
    world.clock.advance(1);
    expect((await browser.send('DELETE', `/api/authenticators/${app?.id}`)).problem).toMatchObject({
      type: 'step-up-required',
      requiredLevel: 'aal2',
      methods: offers('otp'),
    });
  });

  it('C054: is replaced when it is used: the factor stays on, the fresh one is not saved yet, the owner is told', async ({
    world,
  }) => {
    const { login, secret, recoveryCode } = await appOwner(world);
    const browser = await challenged(world, login);
    await browser.answer('recovery', recoveryCode);
    const fresh = await browser.replaceRecoveryCode();
    const view = (await browser.security()).body;
    expect(view).toMatchObject({ twoFactorOn: true, recoveryCode: { id: fresh.body.id, saved: false } });
    expect(view.events.map((event) => event.kind)).toContain('recovery-code-used');
    expect((await browser.session()).body).toMatchObject({
      assuranceLevel: 'aal2',
      byRecovery: 'finished',
      protection: { app: 'usable', recoveryCodeSaved: false },
    });
    const other = await challenged(world, login);
    expect((await other.answer('otp', nextCode(world, secret))).body).toMatchObject({
      protection: { recoveryCodeSaved: false },
    });
  });

  it('C051: is taken with or without its dashes and blanks, of whatever kind', async ({ world }) => {
    const { login, recoveryCode } = await appOwner(world);
    const groups = recoveryCode.split('-');
    const separators = ['', ' ', '\u2013', '\u2011', '\u2212', '\u00a0', ' - ', '\u200b'];
    const typed = [...separators.map((one) => groups.join(one)), `  ${recoveryCode}\n`, recoveryCode.toLowerCase()];
    for (const spelling of typed) {
      const browser = await challenged(world, login);
      expect([spelling, (await browser.answer('recovery', spelling)).status]).toEqual([spelling, 200]);
      world.clock.advance(120);
    }
  });

  it('C052: is replaced by nothing but the asking for it', async ({ world }) => {
    const { browser, login, recoveryCode } = await appOwner(world);
    for (let n = 0; n < 3; n += 1) {
      await browser.security();
      await browser.session();
      await browser.send('GET', '/api/recovery-code');
    }
    const other = await challenged(world, login);
    expect((await other.answer('recovery', recoveryCode)).status).toBe(200);
  });

  it('may be replaced without a fresh proof by the session that was shown it, for ten minutes and not by a chain of them', async ({
    world,
  }) => {
    const { browser, login, secret } = await appOwner(world);
    const other = await challenged(world, login);
    await other.answer('otp', codeAhead(world, secret));
    world.clock.advance(590);
    expect((await browser.replaceRecoveryCode()).status).toBe(201);
    world.clock.advance(60);
    expect((await browser.security()).body.recoveryCode).toMatchObject({ replaceableInSeconds: 540 });
    expect((await other.security()).body.recoveryCode).toMatchObject({ replaceableInSeconds: 0 });
    expect((await other.replaceRecoveryCode()).problem).toMatchObject({ type: 'step-up-required' });
    world.clock.advance(540);
    expect((await browser.replaceRecoveryCode()).problem).toMatchObject({ type: 'step-up-required' });
    world.clock.advance(-1);
    expect((await browser.replaceRecoveryCode()).status).toBe(201);
    expect((await browser.security()).body.recoveryCode).toMatchObject({ replaceableInSeconds: 0 });
    expect((await browser.replaceRecoveryCode()).problem).toMatchObject({ type: 'step-up-required' });
  });

  it('is saved when its owner says so of this very code, and then takes a step-up to replace', async ({ world }) => {
    const { browser, recoveryCode } = await appOwner(world);
    const say = (id: string) => browser.send('POST', '/api/recovery-code/acknowledge', { id });
    const old = (await browser.security()).body.recoveryCode?.id ?? '';
    const fresh = (await browser.replaceRecoveryCode()).body;
    expect(fresh.code).not.toBe(recoveryCode);
    expect((await say(old)).problem).toMatchObject({ type: 'conflict', conflict: 'changed-elsewhere' });
    expect((await browser.security()).body.recoveryCode).toMatchObject({ id: fresh.id, saved: false });
    expect((await say(fresh.id)).body).toEqual({ saved: true });
    expect((await say(fresh.id)).body).toEqual({ saved: true });
    expect((await browser.security()).body.recoveryCode).toMatchObject({ saved: true, replaceableInSeconds: 0 });
    world.clock.advance(601);
    expect((await browser.replaceRecoveryCode()).problem).toMatchObject({ type: 'step-up-required' });
  });

  it('C029, T-010: is worth nothing without a password, in an expired challenge or in another account’s', async ({
    world,
  }) => {
    const { login, recoveryCode } = await appOwner(world);
    const mallory = await appOwner(world, 'mallory@example.com');
    const none = world.browser();
    expect((await none.answer('recovery', recoveryCode)).problem).toMatchObject({
      type: 'challenge-over',
      reason: 'none',
    });
    const foreign = await challenged(world, mallory.login);
    expect((await foreign.answer('recovery', recoveryCode)).problem).toMatchObject({ type: 'wrong-code' });
    const late = await challenged(world, login);
    world.clock.advance(600);
    expect((await late.answer('recovery', recoveryCode)).problem).toMatchObject({
      type: 'challenge-over',
      reason: 'expired',
    });
    const withLogin = { login, password: 'not the password at all', recoveryCode };
    expect((await none.send('POST', '/api/sign-in', withLogin)).problem).toMatchObject({ type: 'malformed' });
    expect((await (await challenged(world, login)).answer('recovery', recoveryCode)).status).toBe(200);
  });

  it('is not accepted for a step-up, and not used up by the try', async ({ world }) => {
    const { browser, login, recoveryCode } = await appOwner(world);
    const answer = { method: 'recovery', code: recoveryCode };
    const stepped = await browser.send('POST', '/api/step-up', { password: 'meadow lantern 42 orbit', answer });
    expect(stepped.problem).toMatchObject({ type: 'malformed', fields: ['answer.method'] });
    expect((await (await challenged(world, login)).answer('recovery', recoveryCode)).status).toBe(200);
  });
});
