import { describe, expect } from 'vitest';
import { createApp } from '../../src/app.ts';
import { raiseSecurityEpoch, setAccountActive } from '../../src/store/accounts.ts';
import { challenged, withApp } from '../http/routes-calls.ts';
import { Browser, codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { openPostgresTwice } from '../support/postgres.ts';
import { test } from '../support/test.ts';
import type { WorldOptions } from '../support/world.ts';

const HOUR = 3600;

describe.each(['sqlite', 'postgres'] as const)('the end of a session, on %s', (engine) => {
  const stateOf = async (browser: Browser) => (await browser.copy().session()).body.state;

  const it = test
    .extend('opened', async ({ task: _ }, { onCleanup }) => {
      if (engine === 'sqlite') return null;
      const { databases, close } = await openPostgresTwice();
      onCleanup(close);
      return databases;
    })
    .extend('options', ({ opened }): WorldOptions => (opened === null ? { engine } : { database: opened[0] }))
    /** Another instance of the server over the same database. */
    .extend('elsewhere', ({ world, opened }) => createApp({ ...world.deps, database: opened?.[1] ?? world.database }))

    /** The same cookies at the other instance. */
    .extend('there', ({ elsewhere, world }) => (browser: Browser) => {
      const copy = new Browser(elsewhere, world.deps);
      for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
      return copy;
    })
    .extend(
      'now',
      ({ world }) =>
        () =>
          world.clock.now(),
    )
    .extend('signedIn', ({ world }) => async (login = 'carol@example.com') => {
      const account = await world.account(login);
      const browser = world.browser();
      await browser.signIn(login);
      return { ...account, browser };
    })
    .extend('again', ({ world, now }) => async (login: string, secret?: string): Promise<Browser> => {
      const browser = world.browser();
      world.clock.advance(30);
      await browser.signIn(login);
      if (secret !== undefined) await browser.answer('otp', codeOf(secret, now()));
      expect(await stateOf(browser)).toBe('authenticated');
      return browser;
    });

  it('R-SE-04: comes after twelve hours to the second, however busy the person is', async ({ world, signedIn }) => {
    const { browser } = await signedIn();
    for (let half = 0; half < 23; half += 1) {
      world.clock.advance(HOUR / 2);
      expect((await browser.security()).status).toBe(200);
    }
    world.clock.advance(HOUR / 2 - 1);
    expect((await browser.security()).status).toBe(200);
    world.clock.advance(1);
    expect((await browser.security()).problem?.type).toBe('not-signed-in');
  });

  it('R-SE-04: a new token does not put it off', async ({ world, now }) => {
    const { browser, secret } = await withApp(world);
    for (let half = 0; half < 23; half += 1) {
      world.clock.advance(HOUR / 2);
      const answer = { method: 'otp', code: codeOf(secret, now()) };
      expect((await browser.send('POST', '/api/step-up', { password: PASSWORD, answer })).status).toBe(200);
    }
    world.clock.advance(HOUR / 2 - 1);
    expect(await stateOf(browser)).toBe('authenticated');
    world.clock.advance(1);
    expect(await stateOf(browser)).toBe('anonymous');
  });

  it('R-SE-05: comes after an idle hour to the second', async ({ world, signedIn }) => {
    const { browser } = await signedIn();
    world.clock.advance(HOUR - 1);
    expect(await stateOf(browser)).toBe('authenticated');
    world.clock.advance(1);
    expect(await stateOf(browser)).toBe('anonymous');
  });

  it('R-SE-05: polling is no activity, and what the person does is', async ({ world, signedIn }) => {
    const { browser } = await signedIn();
    const begun = await browser.begin({ kind: 'phone', country: 'FR', number: '0639980012' });
    const sms = begun.body.kind === 'phone' ? begun.body.sms?.id : undefined;
    for (let minute = 1; minute < 60; minute += 1) {
      world.clock.advance(60);
      expect((await browser.session()).body.state).toBe('authenticated');
      expect((await browser.send('GET', `/api/sms/${sms}`)).status).toBe(200);
    }
    world.clock.advance(59);
    const busy = browser.copy();
    expect(await stateOf(browser)).toBe('authenticated');
    world.clock.advance(1);
    expect(await stateOf(browser)).toBe('anonymous');
    world.clock.advance(-1);
    expect((await busy.security()).status).toBe(200);
    world.clock.advance(HOUR - 1);
    expect(await stateOf(busy)).toBe('authenticated');
    world.clock.advance(1);
    expect(await stateOf(busy)).toBe('anonymous');
  });

  it('R-SE-07, T-085: signing out ends it on every instance at once', async ({ there, signedIn }) => {
    const { browser } = await signedIn();
    const copy = browser.copy();
    expect((await there(copy).security()).status).toBe(200);
    expect((await browser.send('DELETE', '/api/session')).body).toEqual({ signedOut: true });
    for (const tab of [copy, there(copy)]) expect((await tab.security()).problem?.type).toBe('not-signed-in');
    expect((await browser.send('DELETE', '/api/session')).status).toBe(200);
  });

  it('R-SE-16: signing out gives up a sign-in that the same browser had half done', async ({ world }) => {
    const { login } = await withApp(world);
    const browser = await challenged(world, login);
    const tab = browser.copy();
    expect((await browser.send('DELETE', '/api/session')).status).toBe(200);
    expect(browser.cookies.has('challenge')).toBe(false);
    expect((await tab.answer('otp', '000000')).problem).toMatchObject({ type: 'challenge-over', reason: 'cancelled' });
  });

  it('T-085: one that is ended from another browser is dead at its next request, on every instance', async ({
    world,
    there,
    again,
  }) => {
    const { browser, login, secret } = await withApp(world);
    const other = await again(login, secret);
    const { sessions } = (await browser.security()).body;
    expect(sessions.map(({ current, methods }) => ({ current, methods }))).toEqual([
      { current: false, methods: ['pwd', 'otp'] },
      { current: true, methods: ['pwd', 'otp'] },
    ]);
    const id = sessions.find(({ current }) => !current)?.id;
    expect((await browser.send('DELETE', `/api/sessions/${id}`)).body).toEqual({ endedSessions: 1 });
    for (const tab of [there(other), other]) expect((await tab.security()).problem?.type).toBe('not-signed-in');
    expect((await browser.send('DELETE', `/api/sessions/${id}`)).problem?.type).toBe('not-found');
    expect(await stateOf(browser)).toBe('authenticated');
  });

  it('all others end together, and this one stays', async ({ world, signedIn, again }) => {
    const { browser, login, secret } = await withApp(world);
    const others = [await again(login, secret), await again(login, secret)];
    const stranger = await signedIn();
    expect((await browser.send('DELETE', '/api/sessions')).body).toEqual({ endedSessions: 2 });
    for (const other of others) expect((await other.security()).problem?.type).toBe('not-signed-in');
    expect((await browser.send('DELETE', '/api/sessions')).body).toEqual({ endedSessions: 0 });
    expect(await stateOf(browser)).toBe('authenticated');
    expect(await stateOf(stranger.browser)).toBe('authenticated');
  });

  it('R-SE-11: comes to the oldest when an eleventh begins', async ({ signedIn, again }) => {
    const { browser, login } = await signedIn();
    const all = [browser];
    for (let count = 2; count <= 10; count += 1) all.push(await again(login));
    for (const one of all) expect(await stateOf(one)).toBe('authenticated');
    all.push(await again(login));
    const states = await Promise.all(all.map(stateOf));
    expect(states).toEqual(['anonymous', ...Array<string>(10).fill('authenticated')]);
    expect((await browser.session()).body.state).toBe('anonymous');
    expect((await all.at(-1)?.security())?.body.sessions).toHaveLength(10);
  });

  it('R-SE-11: never comes to the one that was just begun, were all begun in one instant', async ({
    world,
    signedIn,
  }) => {
    const { login } = await signedIn();
    for (let count = 2; count <= 14; count += 1) {
      const browser = world.browser();
      await browser.signIn(login);
      expect([count, await stateOf(browser)]).toEqual([count, 'authenticated']);
    }
  });

  const itAlone = it.extend(
    'options',
    ({ opened }): WorldOptions => ({
      ...(opened === null ? { engine } : { database: opened[0] }),
      planted: 'the status or the epoch is changed by itself, without the rest of the change',
    }),
  );

  itAlone(
    'R-SE-08, T-088: comes at the next request when an operator disables the account, and is final',
    async ({ world, there }) => {
      const { browser, login, id } = await withApp(world);
      const challenge = await challenged(world, login);
      await world.database.single(() => setAccountActive({ id, active: false }));
      expect((await browser.copy().security()).problem?.type).toBe('not-signed-in');
      expect((await there(browser).security()).problem?.type).toBe('not-signed-in');
      expect(await stateOf(challenge)).toBe('anonymous');
      expect((await challenge.copy().answer('otp', '000000')).problem).toMatchObject({ reason: 'cancelled' });
      expect((await world.browser().signIn(login)).problem?.type).toBe('wrong-credentials');
      await world.database.single(() => setAccountActive({ id, active: true }));
      expect((await browser.copy().security()).problem?.type).toBe('not-signed-in');
      expect((await challenge.answer('otp', '000000')).problem).toMatchObject({ reason: 'cancelled' });
      expect((await world.browser().signIn(login)).body.state).toBe('challenged');
    },
  );

  itAlone('R-TX-06: comes with the epoch of its account, whatever rows are left', async ({ world }) => {
    const { browser, login, id } = await withApp(world);
    const challenge = await challenged(world, login);
    const epochs = [];
    for (let epoch = 1; epoch < 9; epoch += 1)
      epochs.push(await world.database.single(() => raiseSecurityEpoch(id, epoch)));
    expect(epochs.filter((epoch) => epoch !== undefined)).toHaveLength(7);
    expect((await browser.security()).problem?.type).toBe('not-signed-in');
    expect(await stateOf(challenge)).toBe('anonymous');
    expect((await challenge.answer('otp', '000000')).problem).toMatchObject({ reason: 'cancelled' });
  });
});
