import { describe, expect } from 'vitest';
import { Unavailable } from '../../src/outcome.ts';
import { type Browser, codeOf, otherCode } from '../support/browser.ts';
import { readEverything } from '../support/invariants.ts';
import { messageOf } from '../support/offers.ts';
import { trappedServer } from '../support/other-server.ts';
import { appOwner, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

const notYou = (browser: Browser) => browser.send('DELETE', '/api/sign-in/challenge');
const resend = (browser: Browser) => browser.send('POST', '/api/sign-in/challenge/sms');

describe.each(['sqlite', 'postgres'] as const)('a challenge that is gone on with, on %s', (engine) => {
  const it = test.extend('options', { engine }).extend(
    'settled',
    ({ world }) =>
      () =>
        world.deps.background.settled(),
  );

  const tokenOf = (browser: Browser) => browser.cookies.get('challenge') ?? '';

  it('D010: "Not you?" and the password again: the code on the phone still counts, and no second message is asked for', async ({
    world,
    settled,
  }) => {
    const { login, number } = await phoneOwner(world);
    const browser = world.browser();
    await browser.signIn(login);
    await settled();
    const before = world.phones.sent.length;
    const first = tokenOf(browser);
    await notYou(browser);
    expect((await browser.session()).body.state).toBe('anonymous');
    expect(tokenOf(browser)).toBe(first);
    const again = await browser.signIn(login);
    expect(again.body).toMatchObject({ state: 'challenged', resumed: true });
    expect(messageOf(again.body)).toMatchObject({ state: 'sent' });
    expect(tokenOf(browser)).not.toBe(first);
    await settled();
    expect(world.phones.sent).toHaveLength(before);
    expect((await browser.session()).body).toMatchObject({ state: 'challenged', resumed: false });
    expect((await browser.answer('sms', world.phones.codeFor(number))).body.state).toBe('authenticated');
  });

  it('D010: it keeps its tries and its end, and opens again under one token alone', async ({ world }) => {
    const { login, secret } = await appOwner(world);
    const browser = world.browser();
    await browser.signIn(login);
    const first = browser.copy();
    const wrong = otherCode(codeOf(secret, world.clock.now()));
    await browser.answer('otp', wrong);
    await browser.answer('otp', wrong);
    await notYou(browser);
    world.clock.advance(120);
    expect((await browser.signIn(login)).body).toMatchObject({ attemptsLeft: 3, expiresInSeconds: 480, resumed: true });
    expect((await first.answer('otp', codeOf(secret, world.clock.now()))).problem).toMatchObject({ reason: 'none' });
    expect((await readEverything(world.database)).challenges).toHaveLength(1);
  });

  it('D002: a try that nothing was judged by is given back to one that was left meanwhile', async ({
    world,
    settled,
  }) => {
    const { login, secret } = await appOwner(world);
    const server = trappedServer(world);
    const browser = server.browser();
    await browser.signIn(login);
    world.clock.advance(30);
    const hold = server.database.holdBefore('account_admit');
    server.database.failBefore('authenticator_spend_step', new Unavailable('55P03'));
    const answering = browser.copy().answer('otp', codeOf(secret, world.clock.now()));
    await hold.reached;
    await notYou(browser);
    hold.release();
    expect((await answering).problem?.type).toBe('busy');
    await settled();
    expect((await browser.signIn(login)).body).toMatchObject({ attemptsLeft: 5, resumed: true });
  });

  it('D010: an open one goes on as well, as when the page of the first step was opened anew', async ({ world }) => {
    const { login } = await appOwner(world);
    const browser = world.browser();
    await browser.signIn(login);
    expect((await browser.signIn(login)).body).toMatchObject({ resumed: true, attemptsLeft: 5 });
  });

  it.for([
    [
      'it was used up',
      async (browser: Browser) => {
        for (let guess = 0; guess < 5; guess += 1) await browser.answer('recovery', 'no such code');
      },
    ],
    ['less than three minutes are left', async (_browser: Browser, world: World) => world.clock.advance(421)],
  ] as const)('D010: a new one begins where %s', async ([_, meanwhile], { world }) => {
    const { login } = await appOwner(world);
    const browser = world.browser();
    await browser.signIn(login);
    const jar = browser.copy();
    await meanwhile(browser, world);
    world.clock.advance(30);
    expect((await jar.signIn(login)).body).toMatchObject({ resumed: false, attemptsLeft: 5, expiresInSeconds: 600 });
  });

  it('D010: nobody else goes on with it: not another account, not another browser, not after the account changed', async ({
    world,
  }) => {
    const { login, browser: owner } = await appOwner(world);
    const other = await appOwner(world, 'someone.else@example.com');
    const browser = world.browser();
    await browser.signIn(login);
    const stolen = browser.copy();
    expect((await browser.signIn(other.login)).body).toMatchObject({ login: other.login, resumed: false });
    // The cookie in a browser that is known has counts of its own.
    const known = owner.copy();
    known.cookies.delete('session');
    known.cookies.set('challenge', tokenOf(stolen));
    expect((await known.signIn(login)).body).toMatchObject({ resumed: false });
    const third = world.browser();
    await third.signIn(login);
    await owner.send('POST', '/api/password', { newPassword: 'another quiet harbour 28' });
    expect((await third.signIn(login, 'another quiet harbour 28')).body).toMatchObject({ resumed: false });
  });

  it('D010: answered once, it never opens again', async ({ world }) => {
    const { login, secret } = await appOwner(world);
    const browser = world.browser();
    await browser.signIn(login);
    const jar = browser.copy();
    world.clock.advance(30);
    expect((await browser.answer('otp', codeOf(secret, world.clock.now()))).status).toBe(200);
    expect((await jar.signIn(login)).body).toMatchObject({ resumed: false });
  });

  it('D010: of two passwords at once with one cookie one goes on, the other begins anew', async ({ world }) => {
    const { login } = await appOwner(world);
    const browser = world.browser();
    await browser.signIn(login);
    const answers = await Promise.all([browser.copy().signIn(login), browser.copy().signIn(login)]);
    expect(answers.map(({ body }) => body.state === 'challenged' && body.resumed).toSorted()).toEqual([false, true]);
  });

  it('D010: a first message that never left is tried again', async ({ world, settled }) => {
    const { login, number } = await phoneOwner(world);
    const browser = world.browser();
    const { outcome } = world.phones;
    world.phones.outcome = () => ({ kind: 'failed', failure: 'provider' });
    await browser.signIn(login);
    await settled();
    expect(messageOf((await browser.session()).body)).toMatchObject({ state: 'not-sent' });
    world.phones.outcome = outcome;
    await notYou(browser);
    await browser.signIn(login);
    await settled();
    expect(messageOf((await browser.session()).body)).toMatchObject({ state: 'sent' });
    expect((await browser.answer('sms', world.phones.codeFor(number))).status).toBe(200);
  });

  it('D010: where a message is held the view says that none was sent and until when, and promises nothing', async ({
    world,
    settled,
  }) => {
    const { login } = await phoneOwner(world);
    await world.browser().signIn(login);
    await settled();
    const browser = world.browser();
    const begun = await browser.signIn(login);
    expect(begun.body).toMatchObject({ resumed: false });
    expect(messageOf(begun.body)).toMatchObject({ state: 'held', sendableInSeconds: 30 });
    world.clock.advance(10);
    expect(messageOf((await browser.session()).body)).toMatchObject({ state: 'held', sendableInSeconds: 20 });
    expect((await resend(browser)).problem).toMatchObject({ type: 'too-many-messages', earlierCodeWorks: false });
    world.clock.advance(20);
    expect(messageOf((await browser.session()).body)).toMatchObject({ state: 'none' });
    expect((await resend(browser)).status).toBe(200);
    expect((await resend(browser)).problem).toMatchObject({ type: 'too-many-messages', earlierCodeWorks: true });
  });

  it('D011: a code for a message that was never sent is not counted', async ({ world, settled }) => {
    const { login, number } = await phoneOwner(world);
    await world.browser().signIn(login);
    await settled();
    const browser = world.browser();
    await browser.signIn(login);
    for (let guess = 0; guess < 6; guess += 1)
      expect((await browser.answer('sms', '123456')).problem).toMatchObject({ type: 'no-code-sent', status: 409 });
    expect((await browser.session()).body).toMatchObject({ state: 'challenged', attemptsLeft: 5 });
    expect((await readEverything(world.database)).attempts).toEqual([]);
    world.clock.advance(30);
    await resend(browser);
    expect((await browser.answer('sms', otherCode(world.phones.codeFor(number)))).problem).toMatchObject({
      type: 'wrong-code',
      attemptsLeft: 4,
    });
  });

  it('D010: only the answer that ends a challenge takes its cookie away', async ({ world }) => {
    const { login, secret } = await appOwner(world);
    const browser = world.browser();
    const signedIn = await browser.signIn(login);
    expect(signedIn.headers.getSetCookie().join()).toMatch(/challenge=[^;]+; Max-Age=600;/);
    const kept = async (jar: Browser, ask: () => Promise<{ headers: Headers }>) => {
      expect((await ask()).headers.getSetCookie().filter((cookie) => cookie.startsWith('challenge='))).toEqual([]);
      expect(jar.cookies.has('challenge')).toBe(true);
    };
    const unknown = browser.copy();
    unknown.cookies.set('challenge', 'a'.repeat(43));
    await kept(unknown, () => unknown.session());
    await kept(unknown, () => unknown.answer('otp', '123456'));
    const lapsed = browser.copy();
    world.clock.advance(601);
    await kept(lapsed, () => lapsed.session());
    await kept(lapsed, () => lapsed.answer('otp', '123456'));
    await browser.signIn(login);
    await browser.answer('otp', codeOf(secret, world.clock.now()));
    expect(browser.cookies.has('challenge')).toBe(false);
    const guesser = world.browser();
    await guesser.signIn(login);
    for (let guess = 0; guess < 5; guess += 1) await guesser.answer('otp', 'zzzzzz');
    expect(guesser.cookies.has('challenge')).toBe(false);
  });
});
