import { describe, expect } from 'vitest';
import { resetAttempts } from '../../src/store/attempts.ts';
import { type Browser, codeOf, otherCode } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { trappedServer } from '../support/other-server.ts';
import { appOwner, codeAhead, nextCode, ownerOfBoth, phoneOwner } from '../support/owners.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { test } from '../support/test.ts';
import { guesser } from './guessing.ts';

const HOUR = 3600;

const it = test
  .extend(
    'forget',
    ({ world }) =>
      (id: string, bucket: string) =>
        world.database.single(() => resetAttempts({ accountId: id, bucket })),
  )
  /** Every code that an app may be right with in this step. */
  .extend('rightCodes', ({ world }) => (secret: string): string[] => {
    const now = world.clock.now().getTime();
    return [-30_000, 0, 30_000].map((away) => codeOf(secret, new Date(now + away)));
  })
  /** Five at a time, each five in a challenge of their own whose limit is the only one that holds. */
  .extend(
    'answerAll',
    ({ forget, browserOf }) =>
      async (owner: { id: string; login: string }, method: 'otp' | 'sms', codes: readonly string[]) => {
        const answers = new Map<string | undefined, number>();
        for (let at = 0; at < codes.length; at += 5) {
          await forget(owner.id, 'stranger');
          const browser = browserOf();
          await browser.signIn(owner.login);
          for (const code of codes.slice(at, at + 5)) {
            const { status, problem } = await browser.answer(method, code);
            const what = problem?.type ?? `${status}`;
            answers.set(what, (answers.get(what) ?? 0) + 1);
          }
        }
        return Object.fromEntries(answers);
      },
  );

const stepUp = (browser: Browser, password: string, code: string) =>
  browser.send('POST', '/api/step-up', { password, answer: { method: 'otp', code } });

/** What people try first, and codes that chance draws; never one that is right by chance. */
function wrongCodes(count: number, right: readonly string[]): string[] {
  const random = seededRandom(count);
  const drawn = Array.from({ length: count }, () => String(random.whole(0, 999_999)).padStart(6, '0'));
  return ['000000', '123456', '111111', '123124', '654321', '', ...drawn].filter((code) => !right.includes(code));
}

describe('with every limit out of the way', () => {
  it('T-013, C028: none of eight hundred codes opens a sign-in by app, and the right one does', async ({
    world,
    browserOf,
    forget,
    rightCodes,
    answerAll,
  }) => {
    const owner = await appOwner(world);
    const codes = wrongCodes(800, rightCodes(owner.secret));
    expect(await answerAll(owner, 'otp', codes)).toEqual({ 'wrong-code': codes.length });
    await forget(owner.id, 'stranger');
    const browser = browserOf();
    await browser.signIn(owner.login);
    expect((await browser.answer('otp', codeAhead(world, owner.secret))).status).toBe(200);
  });

  it('T-013, C028: nor a sign-in by text message, whose code was sent', async ({ world, browserOf, forget }) => {
    const owner = await phoneOwner(world);
    for (let n = 0; n < 50; n += 1) {
      world.clock.advance(5 * HOUR);
      await forget(owner.id, 'stranger');
      const browser = browserOf();
      await browser.signIn(owner.login);
      await world.deps.background.settled();
      const right = world.phones.codeFor(owner.number);
      for (const code of wrongCodes(200, [right]).slice(n * 4, n * 4 + 4))
        expect((await browser.answer('sms', code)).problem?.type).toBe('wrong-code');
      expect((await browser.answer('sms', right)).status).toBe(200);
    }
  });

  it('T-013: nor an enrolment, nor a step-up and what it guards', async ({ world, browserOf, forget, rightCodes }) => {
    const plain = browserOf();
    await plain.signIn((await world.account('plain@example.com')).login);
    for (let round = 0; round < 40; round += 1) {
      const begun = await plain.begin({ kind: 'app' });
      if (begun.body.kind !== 'app') throw new Error('no app');
      for (const code of wrongCodes(5, rightCodes(begun.body.key)).slice(-5))
        expect((await plain.confirm(begun.body.id, code)).problem?.type).toBe('wrong-code');
    }
    expect((await plain.security()).body.twoFactorOn).toBe(false);

    const owner = await appOwner(world);
    const home = browserOf();
    for (const [name, value] of owner.browser.cookies) home.cookies.set(name, value);
    world.clock.advance(601);
    for (const code of wrongCodes(200, rightCodes(owner.secret))) {
      await forget(owner.id, 'step-up');
      expect((await stepUp(home, PASSWORD, code)).problem?.type).toBe('wrong-code');
    }
    expect((await home.send('DELETE', '/api/two-factor')).problem?.type).toBe('step-up-required');
  });
});

describe('guesses at an open session', () => {
  it('C040: two hundred at each of its doors are five in all, and the owner signs in as ever', async ({
    world,
    browserOf,
  }) => {
    const owner = await appOwner(world);
    const thief = browserOf();
    for (const [name, value] of owner.browser.cookies) thief.cookies.set(name, value);
    const phone = await thief.begin({ kind: 'phone', country: 'FR', number: '+33639980077' });
    const wrong = otherCode(world.phones.codeFor('+33639980077'));
    const confirms = [];
    for (let n = 0; n < 200; n += 1) confirms.push((await thief.confirm(phone.body.id, wrong)).problem?.type);
    expect(counted(confirms)).toEqual({ 'wrong-code': 5, 'enrolment-over': 195 });
    const right = world.phones.codeFor('+33639980077');
    expect((await thief.confirm(phone.body.id, right)).problem?.type).toBe('enrolment-over');

    const app = (await thief.security()).body.authenticators[0];
    const enrolment = (await thief.begin({ kind: 'app', replaces: app?.id ?? '' })).body;
    const codes = [];
    for (let n = 0; n < 200; n += 1) codes.push((await thief.confirm(enrolment.id, 'zzzzzz')).problem?.type);
    expect(counted(codes)).toEqual({ 'wrong-code': 5, 'enrolment-over': 195 });

    const doors = [];
    for (let n = 0; n < 200; n += 1) {
      const password = n % 2 === 0 ? PASSWORD : 'not the password at all';
      doors.push((await stepUp(thief, password, 'zzzzzz')).problem?.type);
    }
    expect(counted(doors)).toEqual({ 'wrong-code': 3, 'wrong-credentials': 2, 'second-factor-blocked': 195 });

    const elsewhere = browserOf('203.0.113.50');
    await elsewhere.signIn(owner.login);
    expect((await elsewhere.answer('otp', nextCode(world, owner.secret))).status).toBe(200);
  });

  it('T-053: what a step-up counts stays counted: over its challenge, on another instance, and when what follows fails', async ({
    world,
  }) => {
    const owner = await appOwner(world);
    const { database, moved } = trappedServer(world);
    const here = owner.browser;
    const there = moved(here);
    await stepUp(here, 'not the password at all', 'zzzzzz');
    await stepUp(there, PASSWORD, 'zzzzzz');
    database.failBefore('event_tally', new Error('the disk is gone'));
    expect((await stepUp(there, PASSWORD, 'zzzzzz')).problem?.type).toBe('wrong-code');
    expect(world.logged).toContainEqual(expect.objectContaining({ level: 'error', message: 'background work failed' }));
    expect(database.unused).toEqual([]);
    await stepUp(here, PASSWORD, 'zzzzzz');
    await stepUp(here, PASSWORD, 'zzzzzz');
    const { attempts } = await readEverything(world.database);
    expect(attempts.map(({ bucket, failed }) => [bucket, failed])).toEqual([['step-up', 5]]);
    for (const browser of [here, there]) {
      const refused = await stepUp(browser, PASSWORD, codeAhead(world, owner.secret));
      expect(refused.problem).toMatchObject({ type: 'second-factor-blocked', retryAfterSeconds: 30 });
    }
  });
});

describe('guessing slowly', () => {
  it('T-062: three and a half days as fast as is let through are less than one chance in a thousand, and are told', async ({
    world,
    browserOf,
  }) => {
    const owner = await ownerOfBoth(world);
    const attacker = guesser(() => browserOf('203.0.113.9'), owner.login);
    const until = world.clock.now().getTime() + 84 * HOUR * 1000;
    let judged = 0;
    while (world.clock.now().getTime() < until) {
      const problem = await attacker.guess('otp');
      if (problem.type === 'wrong-code') judged += 1;
      else if (problem.type === 'second-factor-blocked') world.clock.advance(problem.retryAfterSeconds);
      else if (problem.type === 'second-factor-disabled') break;
    }
    expect(judged).toBeGreaterThan(80);
    expect(judged).toBeLessThanOrEqual(100);
    // At most three codes are right at a time: of the step before, of this one and of the next.
    expect(1 - (1 - 3 / 1_000_000) ** judged).toBeLessThan(0.001);

    const home = browserOf();
    home.cookies.set('browser', owner.browser.cookies.get('browser') ?? '');
    await home.signIn(owner.login);
    const view = (await home.answer('otp', nextCode(world, owner.secret))).body;
    expect(view.state === 'authenticated' && view.notices[0]).toMatchObject({ kind: 'wrong-code', count: judged });
    const { events } = await readEverything(world.database);
    const told = events.filter((event) => event.kind === 'wrong-code');
    expect(told.reduce((sum, { count }) => sum + (count ?? 1), 0)).toBe(judged);
    expect(new Set(told.map(({ client }) => client?.network))).toEqual(new Set(['203.0.113.0/24']));
  });
});

/** How often each was answered. */
function counted(list: readonly unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of list) counts[String(one)] = (counts[String(one)] ?? 0) + 1;
  return counts;
}
