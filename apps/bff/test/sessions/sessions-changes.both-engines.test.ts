import { describe, expect } from 'vitest';
import { findBrowser } from '../../src/store/browsers.ts';
import { challenged, withApp } from '../http/routes-calls.ts';
import { type Browser, codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { offers } from '../support/offers.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

const NEW_PASSWORD = 'harvest-17 granite umbrella';

describe.each(['sqlite', 'postgres'] as const)('what a change of the account ends, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend(
      'now',
      ({ world }) =>
        () =>
          world.clock.now(),
    )
    .extend(
      'readCode',
      ({ world }) =>
        () =>
          world.phones.codeFor('+33639980012'),
    )
    .extend('scene', ({ world }) => async (): Promise<Scene> => {
      const { browser, login, secret, recoveryCode } = await withApp(world);
      return { world, browser, login, secret, recoveryCode: recoveryCode ?? '' };
    })
    .extend('another', ({ world, now }) => async ({ login, secret }: Scene): Promise<Browser> => {
      const other = world.browser();
      await other.signIn(login);
      world.clock.advance(30);
      expect((await other.answer('otp', codeOf(secret, now()))).body.state).toBe('authenticated');
      return other;
    });

  interface Scene {
    readonly world: World;
    readonly browser: Browser;
    readonly login: string;
    readonly secret: string;
    readonly recoveryCode: string;
  }
  type Change = (scene: Scene) => Promise<{ readonly endedSessions: number }>;

  const authenticator = async ({ browser }: Scene) => (await browser.security()).body.authenticators[0]?.id ?? '';
  const ended = async (sent: ReturnType<Browser['send']>) => (await sent).body as { endedSessions: number };
  const changes: Readonly<Record<string, Change>> = {
    'a second method': async ({ browser, world }) => {
      const begun = await browser.begin({ kind: 'phone', country: 'FR', number: '0639980012' });
      return (await browser.confirm(begun.body.id, world.phones.codeFor('+33639980012'))).body;
    },
    'another app in its place': async (scene) => {
      const begun = await scene.browser.begin({ kind: 'app', replaces: await authenticator(scene) });
      if (begun.body.kind !== 'app') throw new Error('no app enrolment');
      return (await scene.browser.confirm(begun.body.id, codeOf(begun.body.key, scene.world.clock.now()))).body;
    },
    'the only method removed': async (scene) =>
      ended(scene.browser.send('DELETE', `/api/authenticators/${await authenticator(scene)}`)),
    'two-factor turned off': async ({ browser }) => ended(browser.send('DELETE', '/api/two-factor')),
    'another password': async ({ browser }) =>
      ended(browser.send('POST', '/api/password', { newPassword: NEW_PASSWORD })),
  };

  it.for(Object.entries(changes))(
    'T-086, T-087: %s ends the other sessions and every challenge',
    async ([, change], { world, scene, another }) => {
      const alice = await scene();
      const others = [await another(alice), await another(alice)];
      const half = await challenged(world, alice.login);
      expect((await change(alice)).endedSessions).toBe(2);
      for (const other of others) {
        expect((await other.security()).problem?.type).toBe('not-signed-in');
        expect((await other.send('DELETE', '/api/two-factor')).problem?.type).toBe('not-signed-in');
      }
      expect((await half.copy().session()).body.state).toBe('anonymous');
      expect((await half.answer('otp', '000000')).problem?.type).toBe('challenge-over');
      expect((await alice.browser.security()).body.sessions.map(({ current }) => current)).toEqual([true]);
    },
  );

  it('C032: turning on signs out whoever came in with the password alone', async ({ world, now }) => {
    const { login } = await world.account();
    const [owner, thief] = [world.browser(), world.browser()];
    await owner.signIn(login);
    await thief.signIn(login);
    const enrolment = await thief.begin({ kind: 'app' });
    const begun = await owner.begin({ kind: 'app' });
    if (begun.body.kind !== 'app' || enrolment.body.kind !== 'app') throw new Error('no app enrolment');
    const confirmed = await owner.confirm(begun.body.id, codeOf(begun.body.key, now()));
    expect(confirmed.body.endedSessions).toBe(1);
    const late = await thief.confirm(enrolment.body.id, codeOf(enrolment.body.key, now()));
    expect(late.problem?.type).toBe('not-signed-in');
    expect((await thief.send('DELETE', '/api/two-factor')).problem?.type).toBe('not-signed-in');
    expect((await owner.session()).body).toMatchObject({ state: 'authenticated', twoFactorOn: true });
  });

  it('T-086: recovery ends the others when it is finished, not before', async ({ world, scene, another }) => {
    const alice = await scene();
    const other = await another(alice);
    const half = await challenged(world, alice.login);
    const recovering = await challenged(world, alice.login);
    await recovering.answer('recovery', alice.recoveryCode);
    for (const browser of [alice.browser, other]) expect((await browser.security()).status).toBe(200);
    expect((await recovering.replaceRecoveryCode()).status).toBe(201);
    for (const browser of [alice.browser, other])
      expect((await browser.security()).problem?.type).toBe('not-signed-in');
    expect((await half.answer('otp', '000000')).problem?.type).toBe('challenge-over');
    expect((await recovering.security()).body.sessions).toHaveLength(1);
  });

  it('T-026: a new password asks for the second factor as before, and the old one is dead', async ({
    world,
    now,
    scene,
  }) => {
    const alice = await scene();
    await alice.browser.send('POST', '/api/password', { newPassword: NEW_PASSWORD });
    expect((await world.browser().signIn(alice.login)).problem?.type).toBe('wrong-credentials');
    const browser = world.browser();
    const signedIn = await browser.signIn(alice.login, NEW_PASSWORD);
    expect(signedIn.body).toMatchObject({ state: 'challenged', methods: offers('otp', 'recovery') });
    world.clock.advance(30);
    expect((await browser.answer('otp', codeOf(alice.secret, now()))).body.state).toBe('authenticated');
  });

  it('a refused change ends nothing', async ({ world, scene, another }) => {
    const alice = await scene();
    const other = await another(alice);
    const half = await challenged(world, alice.login);
    const refusals = [
      await alice.browser.begin({ kind: 'app' }),
      await alice.browser.send('POST', '/api/password', { newPassword: 'short' }),
      await alice.browser.send('POST', '/api/password', { newPassword: PASSWORD }),
      await alice.browser.send('DELETE', '/api/authenticators/00000000-0000-7000-8000-000000000000'),
    ];
    expect(refusals.map(({ problem }) => problem?.type)).toEqual([
      'conflict',
      'password-refused',
      'password-refused',
      'not-found',
    ]);
    expect((await other.security()).status).toBe(200);
    expect((await half.session()).body.state).toBe('challenged');
  });
});

describe.each(['sqlite', 'postgres'] as const)('a known browser, on %s', (engine) => {
  const it = test.extend('options', { engine }).extend(
    'isKnown',
    ({ world }) =>
      async (token: string, accountId: string) =>
        (await world.database.single(() => findBrowser({ tokenHash: world.deps.tokens.hash(token), accountId }))) !==
        undefined,
  );

  const tokenOf = (browser: Browser) => browser.cookies.get('browser') ?? '';

  it('is known by a token of ours after a sign-in, and stays so after signing out', async ({ world, isKnown }) => {
    const { id, login } = await world.account();
    const browser = world.browser();
    expect((await browser.signIn(login, 'a wrong password')).headers.getSetCookie()).toEqual([]);
    await browser.signIn(login);
    const token = tokenOf(browser);
    expect(await isKnown(token, id)).toBe(true);
    await browser.send('DELETE', '/api/session');
    expect(tokenOf(browser)).toBe(token);
    await browser.signIn(login);
    expect(tokenOf(browser)).toBe(token);
    expect(await isKnown(token, id)).toBe(true);
  });

  it('is not known before the second factor', async ({ world, isKnown }) => {
    const { id, login } = await withApp(world);
    const browser = await challenged(world, login);
    expect(browser.cookies.has('browser')).toBe(false);
    browser.cookies.set('browser', 'b'.repeat(43));
    await browser.signIn(login);
    expect(await isKnown('b'.repeat(43), id)).toBe(false);
  });

  it('a token that somebody planted never becomes known for the account that signs in with it', async ({
    world,
    isKnown,
  }) => {
    const mallory = await withApp(world, 'mallory@example.com');
    const alice = await world.account('alice@example.com');
    const planted = tokenOf(mallory.browser);
    expect(await isKnown(planted, mallory.id)).toBe(true);
    const browser = world.browser();
    browser.cookies.set('browser', planted);
    await browser.signIn(alice.login);
    expect(tokenOf(browser)).not.toBe(planted);
    expect(await isKnown(planted, alice.id)).toBe(false);
    expect(await isKnown(tokenOf(browser), alice.id)).toBe(true);
  });

  it('is known to each of the accounts that share it', async ({ world, isKnown }) => {
    const [one, two] = [await world.account('one@example.com'), await world.account('two@example.com')];
    const browser = world.browser();
    await browser.signIn(one.login);
    await browser.send('DELETE', '/api/session');
    await browser.signIn(two.login);
    const token = tokenOf(browser);
    expect(await isKnown(token, one.id)).toBe(true);
    expect(await isKnown(token, two.id)).toBe(true);
    await browser.send('DELETE', '/api/session');
    await browser.signIn(one.login);
    expect(tokenOf(browser)).toBe(token);
  });
});
