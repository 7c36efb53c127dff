import { describe, expect } from 'vitest';
import type { Browser } from '../support/browser.ts';
import { messageOf } from '../support/offers.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner, codeAhead, nextCode, ownerOfBoth } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';
import { guesser } from './guessing.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What somebody can do who has nothing but time, at the worst pace that the limits leave. */
describe('wearing the limits out', () => {
  const it = test
    /** Every hour until the hundred guesses are used up, which takes four days, then every four hours. */
    .extend('halfADay', ({ world }) => async (attack: (n: number) => Promise<void>, day: number) => {
      const attacks = day < 6 ? 12 : 3;
      for (let n = 0; n < attacks; n += 1) {
        await attack(n);
        world.clock.advance((12 * HOUR) / attacks);
      }
    })
    /** Twice within an hour from the browser that is known, each time with a message of its own. */
    .extend(
      'signInTwiceByMessage',
      ({ world }) =>
        async (home: () => Browser, { login, number }: { login: string; number: string }) => {
          for (let n = 0; n < 2; n += 1) {
            const browser = home();
            await browser.signIn(login);
            await world.deps.background.settled();
            const view = (await browser.session()).body;
            if (view.state !== 'challenged') throw new Error(view.state);
            if (messageOf(view)?.state === 'none')
              expect((await browser.send('POST', '/api/sign-in/challenge/sms')).status).toBe(200);
            expect((await browser.answer('sms', world.phones.codeFor(number))).status).toBe(200);
            world.clock.advance(60);
          }
        },
    )
    /** From a browser that nobody knows, right after as many wrong recovery codes as are let through. */
    .extend('recoverElsewhere', ({ browserOf, world }) => async (login: string, code: string): Promise<string> => {
      const wrong = guesser(() => browserOf('203.0.113.11'), login);
      for (let n = 0; n < 8; n += 1) {
        const problem = await wrong.guess('recovery');
        if (problem.type === 'second-factor-blocked') world.clock.advance(problem.retryAfterSeconds);
      }
      const browser = browserOf('198.51.100.8');
      await browser.signIn(login);
      const first = await browser.answer('recovery', code);
      if (first.problem?.type === 'second-factor-blocked') {
        expect(first.problem.retryAfterSeconds).toBeLessThanOrEqual(60);
        world.clock.advance(first.problem.retryAfterSeconds);
        expect((await browser.answer('recovery', code)).status).toBe(200);
      }
      const fresh = await browser.replaceRecoveryCode();
      expect(fresh.status).toBe(201);
      return fresh.body.code;
    });

  it('with the password: a hundred guesses in a row are judged, whatever the methods, addresses and instances', async ({
    world,
    browserOf,
  }) => {
    const { login } = await ownerOfBoth(world);
    const instances = [browserOf, serverWith(world, { passwords: quickPasswords })];
    let opened = 0;
    const attacker = guesser(() => {
      opened += 1;
      const instance = instances[opened % 2] ?? browserOf;
      return instance(`203.0.113.${opened % 200}`);
    }, login);
    const ends = new Map<string, number>();
    for (let n = 0; n < 600; n += 1) {
      const method = (['otp', 'sms', 'recovery'] as const)[n % 3] ?? 'otp';
      const problem = await attacker.guess(method);
      const end = method === 'recovery' ? `recovery: ${problem.type}` : problem.type;
      ends.set(end, (ends.get(end) ?? 0) + 1);
      if (problem.type === 'second-factor-blocked') world.clock.advance(problem.retryAfterSeconds);
    }
    expect(ends.get('wrong-code')).toBe(100);
    expect([...ends.keys()].sort()).toEqual([
      'recovery: challenge-over',
      'recovery: second-factor-blocked',
      'recovery: wrong-code',
      'second-factor-blocked',
      'second-factor-disabled',
      'wrong-code',
    ]);
  });

  it('with the password, for a month: the owner’s browser, recovery code and text messages go on', {
    timeout: 120_000,
  }, async ({ world, browserOf, halfADay, signInTwiceByMessage, recoverElsewhere }) => {
    const owner = await ownerOfBoth(world);
    let { recoveryCode } = owner;
    const knownToken = owner.browser.cookies.get('browser') ?? '';
    const home = () => {
      const browser = browserOf('198.51.100.7');
      browser.cookies.set('browser', knownToken);
      return browser;
    };
    const attacker = guesser(() => browserOf('203.0.113.9'), owner.login);
    const attack = async (n: number) => {
      const problem = await attacker.guess(n % 2 === 0 ? 'otp' : 'sms');
      if (problem.type === 'challenge-over') await attacker.guess('otp');
      const sender = browserOf('203.0.113.10');
      await sender.signIn(owner.login);
      await sender.send('POST', '/api/sign-in/challenge/sms');
      await world.deps.background.settled();
    };

    // The message of the enrolment is not counted any more.
    world.clock.advance(DAY);
    for (let day = 0; day < 30; day += 1) {
      await halfADay(attack, day);
      await signInTwiceByMessage(home, owner);
      await halfADay(attack, day);
      await signInTwiceByMessage(home, owner);
      const withApp = home();
      await withApp.signIn(owner.login);
      expect((await withApp.answer('otp', codeAhead(world, owner.secret))).status).toBe(200);
      if (day % 10 === 9) recoveryCode = await recoverElsewhere(owner.login, recoveryCode);
    }
  });

  it('with the password, guessing at recovery codes every second: the owner’s is taken a minute after the password', async ({
    world,
    browserOf,
  }) => {
    const owner = await appOwner(world);
    let { recoveryCode } = owner;
    const attackers = [0, 1, 2].map((n) => guesser(() => browserOf(`203.0.113.${n}`), owner.login));
    /** The attackers come first in every second. */
    const seconds = async (count: number) => {
      for (let n = 0; n < count; n += 1) {
        world.clock.advance(1);
        for (const attacker of attackers) await attacker.guess('recovery');
      }
    };
    /** Tries as often as the owner is told to, and counts the seconds until the code was judged. */
    const patiently = async (browser: Browser, code: string) => {
      for (let waited = 0; ; ) {
        const answer = await browser.answer('recovery', code);
        if (answer.problem?.type !== 'second-factor-blocked') return { answer, waited };
        waited += answer.problem.retryAfterSeconds;
        await seconds(answer.problem.retryAfterSeconds);
      }
    };
    await seconds(30);
    for (const pause of [0, 7, 31, 59]) {
      await seconds(pause);
      const browser = browserOf('198.51.100.8');
      await browser.signIn(owner.login);
      const mistyped = await patiently(browser, 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF');
      expect(mistyped.answer.problem?.type).toBe('wrong-code');
      expect(mistyped.waited).toBe(60);
      const right = await patiently(browser, recoveryCode);
      expect([right.answer.status, right.waited]).toEqual([200, 60]);
      recoveryCode = (await browser.replaceRecoveryCode()).body.code;
    }
  });

  it('without the password: the owner waits at the attacker’s own address alone, and there a quarter of an hour', async ({
    world,
    browserOf,
  }) => {
    const { login, secret } = await ownerOfBoth(world);
    const shared = '203.0.113.9';
    let longest = 0;
    for (let n = 0; n < 60; n += 1) {
      const { problem } = await browserOf(shared).signIn(login, 'not the password at all');
      if (problem?.type !== 'too-many-attempts') continue;
      longest = Math.max(longest, problem.retryAfterSeconds);
      world.clock.advance(problem.retryAfterSeconds);
    }
    expect(longest).toBe(900);
    const elsewhere = browserOf('198.51.100.8');
    expect((await elsewhere.signIn(login)).body.state).toBe('challenged');
    expect((await elsewhere.answer('otp', nextCode(world, secret))).status).toBe(200);
  });
});
