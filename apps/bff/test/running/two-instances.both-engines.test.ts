import { describe, expect } from 'vitest';
import { type Browser, codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner, codeAhead, phoneOwner } from '../support/owners.ts';
import { openPostgresTwice } from '../support/postgres.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

describe('two instances on one PostgreSQL database', () => {
  const it = test
    .extend('opened', async ({ task: _ }, { onCleanup }) => {
      const { databases, close } = await openPostgresTwice();
      onCleanup(close);
      return databases;
    })
    .extend('options', ({ opened }) => ({ database: opened[0] }))
    .extend('one', ({ world }) => world)
    .extend('two', ({ opened, openWorld }) => openWorld({ database: opened[1] }))
    .extend('advance', ({ one, two }) => (seconds: number) => {
      one.clock.advance(seconds);
      two.clock.advance(seconds);
    });

  /** The same cookies at the other instance, as behind a load balancer. */
  const at = (world: World, browser: Browser): Browser => {
    const moved = serverWith(world, { passwords: quickPasswords })();
    for (const [name, value] of browser.cookies) moved.cookies.set(name, value);
    return moved;
  };

  it('C099: a sign-in begun on one goes on at the other, and its session lives on both', async ({
    one,
    two,
    advance,
  }) => {
    const { login, secret } = await appOwner(one);
    const browser = one.browser();
    await browser.signIn(login);
    advance(30);
    const moved = at(two, browser);
    expect((await moved.session()).body).toMatchObject({ state: 'challenged', attemptsLeft: 5 });
    expect((await moved.answer('otp', codeOf(secret, two.clock.now()))).status).toBe(200);
    expect((await at(one, moved).session()).body).toMatchObject({ state: 'authenticated', assuranceLevel: 'aal2' });
    await moved.send('DELETE', '/api/session');
    expect((await at(one, moved).session()).body.state).toBe('anonymous');
  });

  it('C099: an enrolment begun on one is confirmed on the other', async ({ one, two }) => {
    const { login } = await one.account();
    const browser = one.browser();
    await browser.signIn(login);
    const begun = await browser.begin({ kind: 'app' });
    if (begun.body.kind !== 'app') throw new Error('no app');
    const confirmed = await at(two, browser).confirm(begun.body.id, codeOf(begun.body.key, two.clock.now()));
    expect(confirmed.body.recoveryCode).not.toBeNull();
  });

  it('T-035: one right code at both at once opens one session', async ({ one, two, advance }) => {
    const { login, secret } = await appOwner(one);
    const browsers = times(20, (n) => at(n % 2 === 0 ? one : two, one.browser()));
    for (const browser of browsers) await browser.signIn(login);
    advance(30);
    const code = codeOf(secret, one.clock.now());
    const answers = await Promise.all([...browsers, ...browsers].map((browser) => browser.copy().answer('otp', code)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status >= 500)).toEqual([]);
    expect((await readEverything(one.database)).sessions).toHaveLength(2);
  });

  it('T-040: one recovery code at both at once is reserved once', async ({ one, two }) => {
    const { login, recoveryCode } = await appOwner(one);
    const browsers = times(10, (n) => at(n % 2 === 0 ? one : two, one.browser()));
    for (const browser of browsers) await browser.signIn(login);
    const answers = await Promise.all(browsers.map((browser) => browser.answer('recovery', recoveryCode)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  it('T-057: wrong codes are counted together', async ({ one, two }) => {
    const { login, secret } = await appOwner(one);
    const left = at(one, one.browser());
    const right = at(two, one.browser());
    await left.signIn(login);
    await right.signIn(login);
    const wrong = await Promise.all(
      times(20, (n) => (n % 2 === 0 ? left : right).copy().answer('otp', `00000${n % 10}`)),
    );
    expect(wrong.filter((answer) => answer.problem?.type === 'wrong-code')).toHaveLength(5);
    const fresh = at(two, one.browser());
    await fresh.signIn(login);
    expect((await fresh.answer('otp', codeAhead(two, secret))).problem?.type).toBe('second-factor-blocked');
  });

  it('T-046: a resend’s wait holds at both', async ({ one, two, advance }) => {
    const { login } = await phoneOwner(one);
    const browser = at(one, one.browser());
    await browser.signIn(login);
    await one.deps.background.settled();
    advance(30);
    const tabs = times(20, (n) => at(n % 2 === 0 ? one : two, browser));
    const sends = await Promise.all(tabs.map((tab) => tab.send('POST', '/api/sign-in/challenge/sms')));
    expect(sends.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(one.phones.sent.length + two.phones.sent.length).toBe(3);
  });

  it('T-046: tabs at both that ask for a step-up’s code at once share one, and it works', async ({
    one,
    two,
    advance,
  }) => {
    const { browser, number } = await phoneOwner(one);
    advance(30);
    const before = one.phones.sent.length;
    const tabs = times(10, (n) => at(n % 2 === 0 ? one : two, browser));
    const sends = await Promise.all(tabs.map((tab) => tab.send('POST', '/api/step-up/sms')));
    expect(sends.filter((answer) => answer.status === 200)).toHaveLength(1);
    const sent = [...one.phones.sent.slice(before), ...two.phones.sent];
    expect(sent).toHaveLength(1);
    const code = (one.phones.sent.length > before ? one : two).phones.codeFor(number);
    const proof = { password: PASSWORD, answer: { method: 'sms', code } };
    expect((await at(two, browser).send('POST', '/api/step-up', proof)).status).toBe(200);
  });

  it('T-043: turning off at one and adding a phone at the other leave one state, never half of each', async ({
    one,
    two,
    advance,
  }) => {
    const { browser, login, secret } = await appOwner(one);
    const second = at(two, one.browser());
    await second.signIn(login);
    advance(30);
    await second.answer('otp', codeOf(secret, two.clock.now()));
    const phone = await second.begin({ kind: 'phone', country: 'FR', number: '+33639980012' });
    const [off, added] = await Promise.all([
      at(one, browser).send('DELETE', '/api/two-factor'),
      second.confirm(phone.body.id, two.phones.codeFor('+33639980012')),
    ]);
    expect([off.status, added.status].filter((status) => status === 200)).toHaveLength(1);
    const { authenticators, sessions } = await readEverything(one.database);
    expect(authenticators.map((bound) => bound.kind)).toEqual(off.status === 200 ? [] : ['app', 'phone']);
    expect(sessions).toHaveLength(1);
  });
});
