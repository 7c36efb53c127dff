import { describe, expect } from 'vitest';
import { guesser } from '../limits/guessing.ts';
import { codeOf } from '../support/browser.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner, nextCode, ownerOfBoth } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';

/** Rows of the scorecard that no larger test came by. */
describe('small promises', () => {
  test('R-PW-07: a password is as good after four hundred days as on the first', async ({ world }) => {
    const { login } = await world.account();
    world.clock.advance(400 * 24 * 3600);
    expect((await world.browser().signIn(login)).body).toMatchObject({ state: 'authenticated' });
  });

  test('R-PW-14: a new installation has no account, and none of the usual ones opens it', async ({ world }) => {
    expect((await readEverything(world.database)).accounts).toEqual([]);
    const browserOf = serverWith(world, { passwords: quickPasswords });
    for (const login of ['admin', 'admin@example.com', 'root', 'alice@example.com', ''])
      expect((await browserOf(`198.51.100.${login.length}`).signIn(login, 'admin')).status).toBeGreaterThanOrEqual(401);
  });

  test('C069, R-MF-08: fifty enrolments are fifty secrets of 160 bits', async ({ world }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const keys = new Set<string>();
    for (let n = 0; n < 50; n += 1) {
      const { body } = await browser.begin({ kind: 'app' });
      if (body.kind !== 'app') throw new Error('no app');
      expect(body.key).toMatch(/^[A-Z2-7]{32}$/);
      keys.add(body.key);
      await browser.send('DELETE', `/api/enrolments/${body.id}`);
    }
    expect(keys.size).toBe(50);
  });

  test('R-MF-11: a sign-in by recovery code leaves the count of the app as it was', async ({ world }) => {
    const { login, recoveryCode } = await appOwner(world);
    const attacker = guesser(() => world.browser(), login);
    for (let n = 0; n < 3; n += 1) await attacker.guess('otp');
    const browser = world.browser();
    await browser.signIn(login);
    expect((await browser.answer('recovery', recoveryCode)).status).toBe(200);
    expect((await browser.replaceRecoveryCode()).status).toBe(201);
    const { attempts } = await readEverything(world.database);
    expect(attempts.map(({ bucket, failed }) => [bucket, failed])).toEqual([['stranger', 3]]);
  });

  test('R-LC-04, R-LG-12: each change is among the events that its owner sees, with time, browser and network', async ({
    world,
  }) => {
    const { browser, login, secret } = await ownerOfBoth(world);
    const [phone] = (await browser.security()).body.authenticators.filter(({ kind }) => kind === 'phone');
    const change = async (kind: string, make: () => Promise<{ status: number }>) => {
      world.clock.advance(1);
      const { status } = await make();
      expect([kind, status < 300]).toEqual([kind, true]);
      const [latest] = (await browser.security()).body.events.filter((event) => event.kind === kind);
      expect(latest).toMatchObject({ kind, at: world.clock.now().toISOString() });
      expect(latest?.client).toMatchObject({ network: '192.0.2.0/24' });
    };
    await change('recovery-code-replaced', () => browser.replaceRecoveryCode());
    await change('authenticator-removed', () => browser.send('DELETE', `/api/authenticators/${phone?.id}`));
    await change('password-changed', () =>
      browser.send('POST', '/api/password', { newPassword: 'copper harbour 88 thistle' }),
    );
    await change('two-factor-turned-off', () => browser.send('DELETE', '/api/two-factor'));
    await change('authenticator-added', async () => {
      await browser.enrolApp();
      return { status: 200 };
    });
    expect((await world.browser().signIn(login)).status).toBe(401);
    expect(secret).toHaveLength(32);
  });

  test('R-AP-13: what is asked again after its answer was lost changes nothing more, and says how things stand', async ({
    world,
  }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const { body } = await browser.begin({ kind: 'app' });
    if (body.kind !== 'app') throw new Error('no app');
    const lost = browser.copy();
    const code = codeOf(body.key, world.clock.now());
    const first = await browser.confirm(body.id, code);
    expect(first.status).toBe(200);
    const before = await readEverything(world.database);
    expect((await browser.confirm(body.id, code)).problem).toMatchObject({ type: 'enrolment-over' });
    expect((await lost.confirm(body.id, code)).problem).toMatchObject({ type: 'not-signed-in' });
    const after = await readEverything(world.database);
    expect([after.authenticators, after.recoveryCodes]).toEqual([before.authenticators, before.recoveryCodes]);

    const challenged = world.browser();
    await challenged.signIn(login);
    const again = challenged.copy();
    const next = nextCode(world, body.key);
    expect((await challenged.answer('otp', next)).status).toBe(200);
    expect((await again.answer('otp', next)).problem).toMatchObject({ type: 'challenge-over', reason: 'answered' });
    expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    expect((await browser.send('DELETE', '/api/two-factor')).problem).toMatchObject({
      type: 'conflict',
      conflict: 'two-factor-off',
    });
  });
});
