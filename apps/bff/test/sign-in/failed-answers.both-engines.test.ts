import { describe, expect } from 'vitest';
import { Unavailable } from '../../src/outcome.ts';
import { type Browser, codeOf, otherCode } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith, trappedServer } from '../support/other-server.ts';
import { codeAhead, nextCode, ownerOfBoth } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';

/** One code in every spelling that is taken for it. */
const spellingsOf = (code: string) => [
  code,
  ` ${code}`,
  `${code}\n`,
  `${code.slice(0, 3)} ${code.slice(3)}`,
  `${code.slice(0, 3)}-${code.slice(3)}`,
  [...code].join('\u200b'),
  code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))),
];

describe.each(['sqlite', 'postgres'] as const)('what an answer leaves behind, on %s', (engine) => {
  const it = test.extend('options', { engine });

  it('F-06: a step-up that the database could not decide is no guess', async ({ world }) => {
    const { browser, secret } = await ownerOfBoth(world);
    const { database, moved } = trappedServer(world);
    const home = moved(browser);
    const right = () => ({ password: PASSWORD, answer: { method: 'otp', code: codeAhead(world, secret) } });
    for (const statement of ['account_by_id', 'authenticator_of_account', 'session_rotate'])
      for (let n = 0; n < 3; n += 1) {
        database.failBefore(statement, new Unavailable('55P03'));
        expect((await home.send('POST', '/api/step-up', right())).status).toBe(503);
        await world.deps.background.settled();
      }
    expect(database.unused).toEqual([]);
    expect((await home.send('POST', '/api/step-up', right())).status).toBe(200);
  });

  it('F-06: an enrolment that the database could not decide is no guess', async ({ world }) => {
    const { login } = await world.account();
    const { database, browser } = trappedServer(world);
    const owner = browser();
    await owner.signIn(login);
    const begun = (await owner.begin({ kind: 'app' })).body;
    if (begun.kind !== 'app') throw new Error('no app');
    const confirm = () => owner.confirm(begun.id, codeOf(begun.key, world.clock.now()));
    for (let n = 0; n < 6; n += 1) {
      database.failBefore('account_raise_epoch', new Unavailable('55P03'));
      expect((await confirm()).status).toBe(503);
      await world.deps.background.settled();
    }
    expect((await confirm()).status).toBe(200);
  });

  it('T-030: twenty that are wrong in every way leave authenticators, recovery code and sessions to the letter', async ({
    world,
    browserOf,
  }) => {
    const owner = await ownerOfBoth(world);
    const spent = codeOf(owner.secret, world.clock.now());
    const wrong: readonly [string, unknown][] = [
      ['otp', otherCode(codeAhead(world, owner.secret))],
      ['otp', spent],
      ['otp', ''],
      ['otp', `${codeAhead(world, owner.secret)}7`],
      ['otp', null],
      ['sms', '000000'],
      ['sms', owner.recoveryCode],
      ['sms', ['123456']],
      ['recovery', 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF'],
      ['recovery', `${owner.recoveryCode}0`],
      ['recovery', codeAhead(world, owner.secret)],
      ['recovery', {}],
      ['webauthn', 'x'],
      ['__proto__', codeAhead(world, owner.secret)],
    ];
    const before = await readEverything(world.database);
    for (const [method, code] of wrong) {
      const browser = browserOf();
      await browser.signIn(owner.login);
      expect((await browser.answer(method, code)).status).toBeGreaterThanOrEqual(400);
    }
    const home = serverWith(world, { passwords: quickPasswords })();
    for (const [name, value] of owner.browser.cookies) home.cookies.set(name, value);
    for (const [password, code] of [
      ['not the password at all', codeAhead(world, owner.secret)],
      [PASSWORD, 'zzzzzz'],
      [PASSWORD, spent],
      [PASSWORD, ''],
      ['', codeAhead(world, owner.secret)],
      [PASSWORD, owner.recoveryCode],
    ])
      expect((await home.send('POST', '/api/step-up', { password, answer: { method: 'otp', code } })).status).not.toBe(
        200,
      );
    const after = await readEverything(world.database);
    const left = ({ accounts, authenticators, recoveryCodes, sessions, enrolments }: typeof before) => ({
      accounts,
      authenticators,
      recoveryCodes,
      sessions: sessions.map(({ lastSeenAt: _, ...session }) => session),
      enrolments,
    });
    expect(left(after)).toEqual(left(before));
    expect(after.attempts.map(({ bucket }) => bucket).toSorted()).toEqual(['recovery:stranger', 'step-up', 'stranger']);
  });

  it('T-041: one right code in every spelling, over ten challenges and in step-ups at once, is good for one of them', async ({
    world,
    browserOf,
  }) => {
    const owner = await ownerOfBoth(world);
    const home = browserOf();
    for (const [name, value] of owner.browser.cookies) home.cookies.set(name, value);
    const strangers: Browser[] = [];
    for (let n = 0; n < 10; n += 1) {
      const browser = browserOf();
      await browser.signIn(owner.login);
      strangers.push(browser);
    }
    const spellings = spellingsOf(nextCode(world, owner.secret));
    const before = (await readEverything(world.database)).sessions.length;
    const answers = await Promise.all(
      spellings.flatMap((code, n) => [
        ...strangers.map((browser) => browser.copy().answer('otp', code)),
        ...(n % 4 === 0
          ? [home.copy().send('POST', '/api/step-up', { password: PASSWORD, answer: { method: 'otp', code } })]
          : []),
      ]),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const { sessions, authenticators } = await readEverything(world.database);
    expect(sessions.length - before).toBeLessThanOrEqual(1);
    expect(authenticators.find(({ kind }) => kind === 'app')?.lastStep).toBe(
      Math.floor(world.clock.now().getTime() / 30_000),
    );
  });
});
