import { describe, expect } from 'vitest';
import { resetTwoFactor } from '../../src/flows/operators/reset-two-factor.ts';
import { forgetBrowsers } from '../../src/store/browsers.ts';
import type { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { type AppOwner, appOwner, codeAhead, nextCode, ownerOfBoth } from '../support/owners.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

const DAY = 24 * 3600;

/** What a browser is told of: each kind, and how often. */
async function told(browser: Browser): Promise<[string, number][]> {
  const view = (await browser.session()).body;
  return view.state === 'authenticated' ? view.notices.map(({ kind, count }) => [kind, count]) : [['signed out', 0]];
}

async function dismiss(browser: Browser) {
  const view = (await browser.session()).body;
  const seenAt = view.state === 'authenticated' ? view.notices[0]?.at : undefined;
  return browser.send('POST', '/api/notices/seen', { seenAt });
}

async function signInWithApp(world: World, browser: Browser, { login, secret }: AppOwner): Promise<Browser> {
  await browser.signIn(login);
  const answer = await browser.answer('otp', nextCode(world, secret));
  if (answer.problem !== null) throw new Error(JSON.stringify(answer.problem));
  return browser;
}

describe.each(['sqlite', 'postgres'] as const)('what the owner is told, on %s', (engine) => {
  const it = test.extend('options', { engine });

  it('D040: a thief who signs in, dismisses and signs in again takes nothing from what the owner is told', async ({
    world,
  }) => {
    const owner = await appOwner(world);
    const home = await signInWithApp(world, owner.browser, owner);
    await dismiss(home);
    world.clock.advance(60);
    const thief = await signInWithApp(world, world.browser('203.0.113.9'), owner);
    world.clock.advance(1);
    await thief.enrolPhone('+33639980034', () => world.phones.codeFor('+33639980034'));
    world.clock.advance(1);
    expect((await thief.replaceRecoveryCode()).status).toBe(201);
    expect(await told(thief)).toEqual([['authenticator-added', 1]]);
    world.clock.advance(1);
    await signInWithApp(world, thief, owner);
    expect((await dismiss(thief)).status).toBe(200);
    expect(await told(thief)).toEqual([]);

    await signInWithApp(world, home, owner);
    expect(await told(home)).toEqual([
      ['recovery-code-replaced', 1],
      ['authenticator-added', 1],
    ]);
    const another = await signInWithApp(world, world.browser('198.51.100.7'), owner);
    expect(await told(another)).toEqual([
      ['recovery-code-replaced', 1],
      ['authenticator-added', 1],
      ['authenticator-added', 1],
    ]);
  });

  it('D022: a used recovery code, a method replaced or removed, turning off and a new password are all told', async ({
    world,
  }) => {
    const owner = await ownerOfBoth(world);
    await signInWithApp(world, owner.browser, owner);
    await dismiss(owner.browser);
    world.clock.advance(60);
    const thief = world.browser('203.0.113.9');
    await thief.signIn(owner.login);
    await thief.answer('recovery', owner.recoveryCode);
    expect((await thief.replaceRecoveryCode()).status).toBe(201);
    const { authenticators } = (await thief.security()).body;
    const idOf = (kind: string) => authenticators.find((one) => one.kind === kind)?.id;
    world.clock.advance(1);
    const { secret } = await thief.enrolApp(idOf('app'));
    world.clock.advance(1);
    expect((await thief.send('DELETE', `/api/authenticators/${idOf('phone')}`)).status).toBe(200);
    const moved = { ...owner, secret };
    await signInWithApp(world, owner.browser, moved);
    expect(await told(owner.browser)).toEqual([
      ['authenticator-removed', 1],
      ['authenticator-replaced', 1],
      ['recovery-code-used', 1],
    ]);
    await signInWithApp(world, thief, moved);
    world.clock.advance(1);
    expect((await thief.send('DELETE', '/api/two-factor')).status).toBe(200);
    world.clock.advance(1);
    const changed = await thief.send('POST', '/api/password', { newPassword: 'another lantern in the meadow' });
    expect(changed.status).toBe(200);
    await owner.browser.signIn(owner.login, 'another lantern in the meadow');
    expect(await told(owner.browser)).toEqual([
      ['password-changed', 1],
      ['two-factor-turned-off', 1],
      ['authenticator-removed', 1],
      ['authenticator-replaced', 1],
      ['recovery-code-used', 1],
    ]);
  });

  it('D040: a browser that is new is told of the last 14 days, and one that is known of all it has not seen', async ({
    world,
  }) => {
    const owner = await appOwner(world);
    await signInWithApp(world, owner.browser, owner);
    await dismiss(owner.browser);
    world.clock.advance(60);
    expect((await owner.browser.replaceRecoveryCode()).status).toBe(201);
    world.clock.advance(15 * DAY);
    expect(await told(await signInWithApp(world, world.browser(), owner))).toEqual([]);
    expect(await told(await signInWithApp(world, owner.browser, owner))).toEqual([['recovery-code-replaced', 1]]);
    // What was dismissed before is not brought back, and the mark never moves back nor into the future.
    for (const seenAt of ['2020-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'])
      expect((await owner.browser.send('POST', '/api/notices/seen', { seenAt })).status).toBe(200);
    world.clock.advance(60);
    await resetTwoFactor(world.deps, owner.id, 'ticket 4711');
    expect(await told(owner.browser)).toEqual([['signed out', 0]]);
  });

  it('D040: where its browser is forgotten a session keeps the mark itself, and takes nothing from the others', async ({
    world,
  }) => {
    const owner = await appOwner(world);
    const other = await signInWithApp(world, world.browser(), owner);
    world.clock.advance(60);
    expect((await other.replaceRecoveryCode()).status).toBe(201);
    const news = [
      ['recovery-code-replaced', 1],
      ['authenticator-added', 1],
    ];
    const kept = await signInWithApp(world, world.browser(), owner);
    await world.database.unit<number>(() => forgetBrowsers({ accountId: owner.id }));
    expect([await told(kept), await told(kept)]).toEqual([news, news]);
    expect((await dismiss(kept)).status).toBe(200);
    expect(await told(kept)).toEqual([]);
    const third = await signInWithApp(world, world.browser(), owner);
    expect(await told(third)).toEqual(news);
    world.clock.advance(60);
    expect((await third.replaceRecoveryCode()).status).toBe(201);
    expect(await told(kept)).toEqual([['recovery-code-replaced', 1]]);
  });

  it('D003: slips that the same browser mended in this challenge or a later one are no news, those of others are', async ({
    world,
  }) => {
    const owner = await appOwner(world);
    world.clock.advance(1);
    const stranger = world.browser('203.0.113.9');
    await stranger.signIn(owner.login);
    for (let time = 0; time < 2; time += 1) await stranger.answer('otp', 'abcdef');
    const fresh = world.browser();
    await fresh.signIn(owner.login);
    await fresh.answer('otp', 'abcdef');
    await fresh.answer('otp', nextCode(world, owner.secret));
    const guesses = async (browser: Browser) => (await told(browser)).filter(([kind]) => kind === 'wrong-code');
    expect(await guesses(fresh)).toEqual([['wrong-code', 2]]);
    await owner.browser.signIn(owner.login);
    await owner.browser.answer('otp', 'abcdef');
    await owner.browser.signIn(owner.login);
    await owner.browser.answer('recovery', 'abcdef');
    await owner.browser.answer('otp', nextCode(world, owner.secret));
    expect(await guesses(owner.browser)).toEqual([['wrong-code', 2]]);
    // A step-up's too, and a slip after it is news again for the others.
    const stepUp = (code: string) =>
      owner.browser.send('POST', '/api/step-up', { password: PASSWORD, answer: { method: 'otp', code } });
    await stepUp('abcdef');
    expect((await stepUp(nextCode(world, owner.secret))).status).toBe(200);
    expect(await guesses(fresh)).toEqual([['wrong-code', 2]]);
    await stepUp('abcdef');
    expect(await guesses(fresh)).toEqual([['wrong-code', 3]]);
    await stepUp(codeAhead(world, owner.secret));
    expect(await guesses(fresh)).toEqual([['wrong-code', 2]]);
  });

  it('D003: of a browser that is new nobody can tell that an earlier challenge was its: those slips are told (the limit)', async ({
    world,
  }) => {
    const owner = await appOwner(world);
    world.clock.advance(1);
    const fresh = world.browser();
    await fresh.signIn(owner.login);
    for (let time = 0; time < 5; time += 1) await fresh.answer('otp', 'abcdef');
    world.clock.advance(60);
    // The challenge is over, and the next one is of whoever has the password.
    await signInWithApp(world, fresh, owner);
    const guesses = async (browser: Browser) => (await told(browser)).filter(([kind]) => kind === 'wrong-code');
    expect(await guesses(owner.browser)).toEqual([['wrong-code', 5]]);
    // From now on it is known, and its slips are mended whichever challenge they were made in.
    await dismiss(owner.browser);
    world.clock.advance(60);
    await fresh.signIn(owner.login);
    for (let time = 0; time < 5; time += 1) await fresh.answer('otp', 'abcdef');
    world.clock.advance(60);
    await signInWithApp(world, fresh, owner);
    expect(await guesses(owner.browser)).toEqual([]);
  });

  it('D003: wrong codes that come after the right one are news, though they are counted with what it mended', async ({
    world,
  }) => {
    const owner = await appOwner(world);
    const home = await signInWithApp(world, owner.browser, owner);
    const other = await signInWithApp(world, world.browser('198.51.100.7'), owner);
    const guesses = async () => (await told(other)).filter(([kind]) => kind === 'wrong-code');
    const thief = world.browser('203.0.113.9');
    thief.cookies.set('browser', home.cookies.get('browser') ?? '');
    await thief.signIn(owner.login);
    await thief.answer('otp', 'abcdef');
    const answer = { method: 'otp', code: nextCode(world, owner.secret) };
    expect((await home.send('POST', '/api/step-up', { password: PASSWORD, answer })).status).toBe(200);
    expect(await guesses()).toEqual([]);
    await thief.answer('otp', 'abcdef');
    expect(await guesses()).toEqual([['wrong-code', 2]]);
  });

  it('D040: guesses are lines with a count, and no number of events of one kind pushes out those of another', async ({
    world,
  }) => {
    const owner = await appOwner(world);
    for (let time = 0; time < 40; time += 1) {
      await world.browser(`10.${time}.0.1`).signIn(owner.login, 'not the password at all');
      await world.deps.background.settled();
      // The waits that strangers are given together.
      world.clock.advance(900);
    }
    for (let time = 0; time < 12; time += 1) await signInWithApp(world, owner.browser, owner);
    const { events } = (await owner.browser.security()).body;
    const count = (kind: string) => events.filter((one) => one.kind === kind).map((one) => one.count);
    expect(count('authenticator-added')).toEqual([1]);
    expect(count('wrong-password')).toEqual([40]);
    expect(count('signed-in')).toEqual(Array<number>(10).fill(1));
    expect((await readEverything(world.database)).events.filter(({ kind }) => kind === 'wrong-password')).toHaveLength(
      1,
    );
  });
});
