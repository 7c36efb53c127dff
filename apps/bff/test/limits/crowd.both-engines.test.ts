import { describe, expect } from 'vitest';
import type { Answer, Browser } from '../support/browser.ts';
import { codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { checkInvariants } from '../support/invariants.ts';
import { serverWith } from '../support/other-server.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';

const ROUNDS = 60;
const BROWSERS = 12;
const LOGIN = 'a.martin@example.com';
const NUMBER = '+33639980012';

/** The same numbers each run (Park and Miller), so that a failure can be looked at again. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** What the people of one account hold between them, right or out of date. */
interface Held {
  secret: string;
  recoveryCode: string;
}

describe.each(['sqlite', 'postgres'] as const)('a crowd in one account, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend(
      'code',
      ({ world }) =>
        (held: Held) =>
          codeOf(held.secret, world.clock.now()),
    )
    .extend(
      'enrolApp',
      ({ world }): Deed =>
        async (browser, held) => {
          const app = (await browser.security()).body.authenticators?.find((one) => one.kind === 'app');
          const begun = await browser.begin(app === undefined ? { kind: 'app' } : { kind: 'app', replaces: app.id });
          if (begun.problem !== null || begun.body.kind !== 'app') return begun;
          const confirmed = await browser.confirm(begun.body.id, codeOf(begun.body.key, world.clock.now()));
          if (confirmed.problem === null) held.secret = begun.body.key;
          held.recoveryCode = confirmed.body.recoveryCode?.code ?? held.recoveryCode;
          return confirmed;
        },
    )
    .extend(
      'enrolPhone',
      ({ world }): Deed =>
        async (browser) => {
          const begun = await browser.begin({ kind: 'phone', country: 'FR', number: NUMBER });
          return begun.problem === null ? browser.confirm(begun.body.id, world.phones.codeFor(NUMBER)) : begun;
        },
    )
    .extend(
      'stepUp',
      ({ code }): Deed =>
        (browser, held) =>
          browser.send('POST', '/api/step-up', { password: PASSWORD, answer: { method: 'otp', code: code(held) } }),
    )
    .extend(
      'answer',
      ({ code }): Deed =>
        (browser, held) =>
          browser.answer('otp', code(held)),
    )
    /** What people do where they stand, the more often the oftener it is named. */
    .extend(
      'deedsOf',
      ({ answer, enrolApp, enrolPhone, stepUp }) =>
        ({
          outside: [signIn, signIn, (browser) => browser.signIn(LOGIN, 'not the password at all')],
          challenged: [
            answer,
            answer,
            answer,
            (browser) => browser.answer('otp', 'zzzzzz'),
            (browser, held) => browser.answer('recovery', held.recoveryCode),
            (browser) => browser.answer('sms', '000000'),
            (browser) => browser.send('POST', '/api/sign-in/challenge/sms'),
            (browser) => browser.send('DELETE', '/api/sign-in/challenge'),
          ],
          inside: [
            enrolApp,
            enrolApp,
            enrolPhone,
            replace,
            replace,
            stepUp,
            stepUp,
            removeOne,
            (browser) => browser.send('DELETE', '/api/two-factor'),
            (browser) => browser.send('DELETE', '/api/sessions'),
            signIn,
          ],
        }) satisfies Record<string, readonly Deed[]>,
    );

  type Deed = (browser: Browser, held: Held) => Promise<Answer<unknown>>;

  const replace: Deed = async (browser, held) => {
    const fresh = await browser.replaceRecoveryCode();
    if (fresh.problem === null) held.recoveryCode = fresh.body.code;
    return fresh;
  };

  const removeOne: Deed = async (browser) => {
    const [first] = (await browser.security()).body.authenticators ?? [];
    return browser.send('DELETE', `/api/authenticators/${first?.id ?? 'none'}`);
  };
  const signIn: Deed = (browser) => browser.signIn(LOGIN);

  const placeOf = ({ cookies }: Browser) =>
    cookies.has('session') ? 'inside' : cookies.has('challenge') ? 'challenged' : 'outside';

  it.for([1, 2, 3])(
    'gets an answer for every deed, none of them a fault or a deadlock (seed %i)',
    async (seed, { world, deedsOf }) => {
      const { login } = await world.account(LOGIN);
      expect(login).toBe(LOGIN);
      const browserOf = serverWith(world, { passwords: quickPasswords });
      const browsers = Array.from({ length: BROWSERS }, (_, n) => browserOf(`203.0.113.${n}`));
      const held: Held = { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', recoveryCode: 'none' };
      const pick = numbersFrom(seed * 977);
      let done = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const answers = await Promise.all(
          browsers.map(async (browser) => {
            const deeds: readonly Deed[] = deedsOf[placeOf(browser)];
            const given = await (deeds[pick(deeds.length)] ?? signIn)(browser, held);
            if (given.problem?.type === 'not-signed-in') browser.cookies.delete('session');
            return given;
          }),
        );
        await world.deps.background.settled();
        done += answers.filter((one) => one.problem === null).length;
        expect(answers.filter((one) => one.status >= 500).map((one) => one.problem)).toEqual([]);
        await checkInvariants(world.database);
        world.clock.advance(round % 5 === 4 ? 3000 : 31);
      }
      // A good part of it came to something.
      expect(done).toBeGreaterThan(100);
    },
  );
});
