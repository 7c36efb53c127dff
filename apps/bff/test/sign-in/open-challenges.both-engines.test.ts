import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countBrowsers } from '../../src/store/operator-accounts.ts';
import type { Browser } from '../support/browser.ts';
import { checkInvariants, readEverything } from '../support/invariants.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner, nextCode } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { createWorld, type World } from '../support/world.ts';

const WRONG = 'not the password at all';

describe.each(['sqlite', 'postgres'] as const)('rows that others make, on %s', (engine) => {
  let world: World;
  let browserOf: (address?: string) => Browser;
  beforeEach(async () => {
    world = await createWorld({ engine });
    browserOf = serverWith(world, { passwords: quickPasswords });
  });
  afterEach(async () => {
    await world.deps.background.settled();
    await checkInvariants(world.database);
    await world.close();
  });

  const open = async () => (await readEverything(world.database)).challenges.filter(({ state }) => state === 'open');

  it('D044: ten sign-ins are open for strangers, the oldest ends; a known browser has ten of its own', async () => {
    const { login, secret, browser: home } = await appOwner(world);
    const known = browserOf();
    for (const [name, value] of home.cookies) if (name === 'browser') known.cookies.set(name, value);
    const mine = known.copy();
    expect((await mine.signIn(login)).body.state).toBe('challenged');
    const strangers: Browser[] = [];
    for (let n = 0; n < 25; n += 1) {
      world.clock.advance(1);
      const stranger = browserOf();
      await stranger.signIn(login);
      strangers.push(stranger);
    }
    expect(await open()).toHaveLength(11);
    const states = await Promise.all(strangers.map(async (one) => (await one.copy().session()).body.state));
    expect(states).toEqual([...Array(15).fill('anonymous'), ...Array(10).fill('challenged')]);
    expect((await strangers[0]?.answer('otp', nextCode(world, secret)))?.problem).toMatchObject({
      type: 'challenge-over',
      reason: 'cancelled',
    });
    expect((await mine.answer('otp', nextCode(world, secret))).status).toBe(200);
  });

  it('D044: wrong passwords are one line with their count, and push out nothing that happened', async () => {
    const { login, browser, secret } = await appOwner(world);
    for (let n = 0; n < 30; n += 1) {
      for (let address = 0; address < 3; address += 1) await browserOf(`198.51.${n}.${address}`).signIn(login, WRONG);
      world.clock.advance(301);
    }
    await world.deps.background.settled();
    const { events } = await readEverything(world.database);
    const wrong = events.filter(({ kind }) => kind === 'wrong-password');
    expect(wrong).toHaveLength(1);
    expect(wrong[0]?.count).toBeGreaterThan(40);
    await browser.signIn(login);
    await browser.answer('otp', nextCode(world, secret));
    const shown = (await browser.security()).body.events;
    expect(shown.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['wrong-password', 'authenticator-added', 'recovery-code-issued', 'signed-in']),
    );
    expect(shown.find(({ kind }) => kind === 'wrong-password')?.count).toBe(wrong[0]?.count);
  });

  it('D044: what is guessed after a sign-in is another line, so that each notice tells of its own time', async () => {
    const { login, browser, secret } = await appOwner(world);
    const guess = async (times: number) => {
      world.clock.advance(1);
      const stranger = browserOf('198.51.100.9');
      await stranger.signIn(login);
      for (let n = 0; n < times; n += 1) await stranger.answer('otp', 'zzzzzz');
    };
    await guess(3);
    const second = browser.copy();
    await second.signIn(login);
    const first = await second.answer('otp', nextCode(world, secret));
    const guesses = { kind: 'wrong-code', method: 'otp' };
    expect(first.body).toMatchObject({ notices: [{ ...guesses, count: 3 }] });
    await second.send('POST', '/api/notices/seen', { seenAt: world.clock.now().toISOString() });
    await guess(1);
    await second.signIn(login);
    expect((await second.answer('otp', nextCode(world, secret))).body).toMatchObject({
      notices: [{ ...guesses, count: 1 }],
    });
  });

  it('D044: an account is known by fifty browsers at most, those seen last', async () => {
    const { id, login } = await world.account();
    for (let n = 0; n < 55; n += 1) {
      world.clock.advance(1);
      await browserOf(`10.0.0.${n}`).signIn(login);
    }
    const { sessions } = await readEverything(world.database);
    expect(sessions.filter(({ accountId }) => accountId === id).length).toBeLessThanOrEqual(10);
    expect(await world.database.single(() => countBrowsers(id))).toBe(50);
  });
});
