import { describe, expect } from 'vitest';
import { eventOf } from '../../src/flows/requester.ts';
import { prune } from '../../src/flows/running/prune.ts';
import { countBrowsers } from '../../src/store/operator-accounts.ts';
import { appendEvent } from '../../src/store/security-events.ts';
import type { Browser } from '../support/browser.ts';
import { readEverything } from '../support/invariants.ts';
import { appOwner, nextCode } from '../support/owners.ts';
import { test } from '../support/test.ts';

const WRONG = 'not the password at all';

describe.each(['sqlite', 'postgres'] as const)('rows that others make, on %s', (engine) => {
  const it = test.extend('options', { engine });

  it('D044: a change of the account deletes one batch of what was opened, and its epoch has ended the rest', async ({
    world,
    browserOf,
  }) => {
    const { login, browser: home } = await appOwner(world);
    const strangers: Browser[] = [];
    for (let n = 0; n < 60; n += 1) {
      const stranger = browserOf(`198.51.100.${n}`);
      await stranger.signIn(login);
      if (n % 6 === 0) strangers.push(stranger);
    }
    const changed = await home.send('POST', '/api/password', { newPassword: 'another lantern in the meadow' });
    expect(changed.status).toBe(200);
    expect((await readEverything(world.database)).challenges).toHaveLength(10);
    const states = await Promise.all(strangers.map(async (one) => (await one.session()).body.state));
    expect(new Set(states)).toEqual(new Set(['anonymous']));
    world.clock.advance(600 + 3601);
    await prune(world.deps);
    expect((await readEverything(world.database)).challenges).toEqual([]);
  });

  it('D044: who guesses in a sign-in of its own each time makes a few lines a day, in which all of it is counted', async ({
    world,
    browserOf,
  }) => {
    const { login, secret, browser: home } = await appOwner(world);
    const guess = async (times: number) => {
      for (let n = 0; n < times; n += 1) {
        const stranger = browserOf(`198.51.100.${n}`);
        await stranger.signIn(login);
        // The turn that each sign-in has with the recovery code, whatever others have tried.
        world.clock.advance(61);
        expect((await stranger.answer('recovery', 'zzzzzz')).problem?.type).toBe('wrong-code');
      }
    };
    const lines = async () => (await readEverything(world.database)).events.filter(({ kind }) => kind === 'wrong-code');
    await guess(40);
    expect(await lines()).toHaveLength(6);
    await home.signIn(login);
    const signedIn = await home.answer('otp', nextCode(world, secret));
    expect(signedIn.body).toMatchObject({ notices: [{ kind: 'wrong-code', count: 40 }] });
    await guess(10);
    expect(await lines()).toHaveLength(6);
    world.clock.advance(24 * 3600);
    await guess(10);
    expect(await lines()).toHaveLength(12);
    expect((await lines()).reduce((sum, { count }) => sum + (count ?? 1), 0)).toBe(60);
  });

  it('D044: however often one kind of thing happened, it is told of beside the others, and each is shown', async ({
    world,
  }) => {
    const { id, login, secret, browser: home } = await appOwner(world);
    world.clock.advance(1);
    await world.database.unit<void>(function* () {
      for (let n = 0; n < 5200; n += 1)
        yield* appendEvent(eventOf(world.deps, null, id, 'authenticator-added', { authenticatorKind: 'app' }));
      yield* appendEvent(eventOf(world.deps, null, id, 'login-changed', { reason: 'ticket 4711' }));
    });
    await home.signIn(login);
    await home.answer('otp', nextCode(world, secret));
    expect((await home.session()).body).toMatchObject({
      notices: expect.arrayContaining([
        expect.objectContaining({ kind: 'authenticator-added', count: 100 }),
        expect.objectContaining({ kind: 'login-changed', count: 1 }),
      ]),
    });
    const { events } = (await home.security()).body;
    expect(events.filter(({ kind }) => kind === 'authenticator-added')).toHaveLength(10);
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['signed-in', 'login-changed']));
    expect(events.map(({ at }) => at)).toEqual(
      events.map(({ at }) => at).toSorted((one, other) => other.localeCompare(one)),
    );
  });

  it('D044: wrong passwords are one line with their count, and push out nothing that happened', async ({
    world,
    browserOf,
  }) => {
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

  it('D044: what is guessed after a sign-in is another line, so that each notice tells of its own time', async ({
    world,
    browserOf,
  }) => {
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

  it('D044: an account is known by fifty browsers at most, those seen last', async ({ world, browserOf }) => {
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
