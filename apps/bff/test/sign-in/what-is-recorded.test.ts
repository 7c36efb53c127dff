import { expect } from 'vitest';
import { createKeys, parseKeyRing } from '../../src/adapters/key-ring.ts';
import { type Browser, codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner, codeAhead, nextCode, ownerOfBoth, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';

const it = test
  /** The owner's events since the last look: kind, method, authenticator, and the session that did it by its number. */
  .extend('reader', ({ world }) => () => {
    let seen = 0;
    return async () => {
      const { events, sessions } = await readEverything(world.database);
      const fresh = events.slice(seen);
      seen = events.length;
      const mine = new Set(sessions.map((one) => one.id));
      return fresh.map((one) => [one.kind, one.method, one.authenticatorKind, mine.has(one.sessionId ?? '')]);
    };
  });

const stepUp = (browser: Browser, code: string, password = PASSWORD, method = 'otp') =>
  browser.send('POST', '/api/step-up', { password, answer: { method, code } });

it('everything that is bound, spent or refused is told to the owner with the session that did it', async ({
  world,
  reader,
}) => {
  const told = reader();
  const { login, browser, secret } = await appOwner(world);
  expect(await told()).toEqual([
    ['signed-in', 'pwd', null, true],
    ['authenticator-added', null, 'app', true],
    ['recovery-code-issued', null, null, true],
  ]);
  await browser.enrolPhone('+33639980034', () => world.phones.codeFor('+33639980034'));
  expect(await told()).toEqual([['authenticator-added', null, 'phone', true]]);
  await stepUp(browser, 'abcdef');
  await stepUp(browser, '123456', 'not the password');
  await stepUp(browser, nextCode(world, secret));
  expect(await told()).toEqual([
    ['wrong-code', 'otp', null, true],
    ['wrong-password', 'pwd', null, true],
    ['stepped-up', 'otp', null, true],
  ]);
  const { code, id } = (await browser.replaceRecoveryCode()).body;
  await browser.send('POST', '/api/recovery-code/acknowledge', { id });
  await browser.send('POST', '/api/recovery-code/acknowledge', { id });
  const app = (await browser.security()).body.authenticators.find((one) => one.kind === 'app');
  await browser.enrolApp(app?.id);
  expect(await told()).toEqual([
    ['recovery-code-replaced', null, null, true],
    ['recovery-code-saved', null, null, true],
    ['authenticator-replaced', null, 'app', true],
  ]);
  const lost = world.browser();
  await lost.signIn(login);
  await lost.answer('recovery', code);
  await lost.replaceRecoveryCode();
  expect(await told()).toEqual([
    ['signed-in', 'recovery', null, true],
    ['recovery-code-used', 'recovery', null, true],
  ]);
});

it('a session says how its person proved themselves, and how the recovery stands', async ({ world }) => {
  const { login, recoveryCode, secret, browser } = await appOwner(world);
  const at = () => world.clock.now().getTime();
  const session = async () => (await readEverything(world.database)).sessions.at(-1);
  const methods = async () => (await session())?.events.map((one) => one.method);
  expect(await methods()).toEqual(['pwd', 'otp']);
  await browser.enrolPhone('+33639980034', () => world.phones.codeFor('+33639980034'));
  expect(await methods()).toEqual(['pwd', 'otp', 'sms']);
  const lost = world.browser();
  await lost.signIn(login);
  const password = { method: 'pwd', at: at() };
  world.clock.advance(5);
  await lost.answer('recovery', recoveryCode);
  expect(await session()).toMatchObject({ byRecovery: 'pending', events: [password], lastSeenAt: world.clock.now() });
  world.clock.advance(5);
  await lost.replaceRecoveryCode();
  const recovered = { method: 'recovery', at: at() };
  expect(await session()).toMatchObject({ byRecovery: 'finished', events: [password, recovered] });
  world.clock.advance(5);
  await stepUp(lost, codeAhead(world, secret));
  const proved = [recovered, { method: 'pwd', at: at() }, { method: 'otp', at: at() }];
  expect(await session()).toMatchObject({ byRecovery: 'finished', events: proved });
});

it('the message of a step-up or of an enrolment is marked when its code is entered, and the phone as used', async ({
  world,
}) => {
  const { browser, number } = await phoneOwner(world);
  expect((await readEverything(world.database)).messages[0]?.verifiedAt).toEqual(world.clock.now());
  world.clock.advance(601);
  await browser.send('POST', '/api/step-up/sms');
  await world.deps.background.settled();
  const stepped = await stepUp(browser, world.phones.codeFor(number), PASSWORD, 'sms');
  expect(stepped.body).toMatchObject({ validForSeconds: 600 });
  const { messages, authenticators, sessions } = await readEverything(world.database);
  expect(messages.at(-1)?.verifiedAt).toEqual(world.clock.now());
  expect(authenticators[0]?.lastUsedAt).toEqual(world.clock.now());
  expect(sessions[0]?.events.map((one) => one.method)).toEqual(['pwd', 'sms']);
});

it('an enrolment or a step-up whose key is missing says so, and costs no step-up', async ({ world }) => {
  const { browser, secret } = await ownerOfBoth(world);
  const app = (await browser.security()).body.authenticators.find((one) => one.kind === 'app');
  const begun = (await browser.begin({ kind: 'app', replaces: app?.id })).body;
  await browser.send('POST', '/api/step-up/sms');
  await world.deps.background.settled();
  const parsed = parseKeyRing(`t2:${Buffer.alloc(32, 9).toString('base64')}`);
  if (parsed.kind === 'refused') throw new Error(parsed.line);
  const without = serverWith(world, { keys: createKeys(parsed.ring) })();
  for (const [name, value] of browser.cookies) without.cookies.set(name, value);
  const missing = { type: 'cannot-verify', status: 503 };
  const key = begun.kind === 'app' ? begun.key : '';
  expect((await without.confirm(begun.id, codeOf(key, world.clock.now()))).problem).toMatchObject(missing);
  expect((await stepUp(without, nextCode(world, secret))).problem).toMatchObject(missing);
  expect((await stepUp(without, '123456', PASSWORD, 'sms')).problem).toMatchObject(missing);
  const { attempts, challenges } = await readEverything(world.database);
  expect([...attempts, ...challenges].map((one) => one.failed)).toEqual([0, 0]);
});

it('a wrong code says how many are left, whether it is used, and whether the clock of the phone is off', async ({
  world,
}) => {
  const { browser, secret } = await appOwner(world);
  const app = (await browser.security()).body.authenticators[0];
  const begun = (await browser.begin({ kind: 'app', replaces: app?.id })).body;
  const key = begun.kind === 'app' ? begun.key : '';
  const early = (secretOf: string, minutes: number) =>
    codeOf(secretOf, new Date(world.clock.now().getTime() + minutes * 60_000));
  const wrong = { type: 'wrong-code', attemptsLeft: 4 };
  const fast = await browser.confirm(begun.id, early(key, 3));
  expect(fast.problem).toMatchObject({ ...wrong, clock: { minutes: 3, direction: 'fast' } });
  const blind = (await browser.confirm(begun.id, 'abcdef')).problem;
  expect(blind).toMatchObject({ ...wrong, attemptsLeft: 3 });
  expect(blind).not.toHaveProperty('clock');
  const slow = (await stepUp(browser, early(secret, -3))).problem;
  expect(slow).toMatchObject({ ...wrong, clock: { minutes: 3, direction: 'slow' } });
  expect(slow).not.toHaveProperty('alreadyUsed');
  const plain = (await stepUp(browser, 'abcdef')).problem;
  expect(plain).toMatchObject({ ...wrong, attemptsLeft: 3 });
  for (const field of ['clock', 'alreadyUsed']) expect(plain).not.toHaveProperty(field);
  const code = nextCode(world, secret);
  expect((await stepUp(browser, code)).status).toBe(200);
  expect((await stepUp(browser, code)).problem).toMatchObject({ ...wrong, alreadyUsed: true });
});

it('a browser that signs in anew leaves no earlier session behind, and one that comes new ends none', async ({
  world,
}) => {
  const { login } = await world.account();
  const browser = world.browser();
  await browser.signIn(login);
  const ids = async () => (await readEverything(world.database)).sessions.map((one) => one.id);
  const [first] = await ids();
  await browser.signIn(login);
  const [second, ...none] = await ids();
  expect([second === first, none]).toEqual([false, []]);
  await world.browser().signIn(login);
  expect(await ids()).toHaveLength(2);
});
