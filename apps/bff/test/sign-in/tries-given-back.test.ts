import { describe, expect } from 'vitest';
import { createKeys, parseKeyRing } from '../../src/adapters/key-ring.ts';
import type { Deps } from '../../src/deps.ts';
import { codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith } from '../support/other-server.ts';
import { nextCode, ownerOfBoth } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';

/** More than a challenge has, and enough for a block that would last minutes. */
const TRIES = 8;

describe('a try that nothing judged is no failure', () => {
  const it = test
    .extend('owner', async ({ world }) => {
      const owner = await ownerOfBoth(world);
      world.clock.advance(60);
      return owner;
    })
    .extend('counted', ({ world }) => async () => {
      const { attempts, challenges } = await readEverything(world.database);
      return [...attempts, ...challenges].reduce((sum, { failed }) => sum + failed, 0);
    });

  const keysOf = (text: string): Deps['keys'] => {
    const parsed = parseKeyRing(text);
    if (parsed.kind === 'refused') throw new Error(parsed.line);
    return createKeys(parsed.ring);
  };

  it.for(['otp', 'recovery'] as const)(
    'a key was missing at sign-in (%s): once it is back the person is in',
    async (method, { world, owner, counted }) => {
      const keys = keysOf(`t2:${Buffer.alloc(32, 9).toString('base64')}`);
      const without = serverWith(world, { keys, passwords: quickPasswords })();
      await without.signIn(owner.login);
      for (let time = 0; time < TRIES; time += 1) {
        const code = method === 'otp' ? '123456' : owner.recoveryCode;
        expect((await without.answer(method, code)).problem?.type).toBe('cannot-verify');
      }
      expect(await counted()).toBe(0);
      const mended = serverWith(world, {})();
      for (const [name, value] of without.cookies) mended.cookies.set(name, value);
      const code = method === 'otp' ? nextCode(world, owner.secret) : owner.recoveryCode;
      expect((await mended.answer(method, code)).status).toBe(200);
    },
  );

  it.for(['app', 'phone'] as const)(
    'a key was missing at an enrolment (%s): once it is back it is confirmed',
    async (kind, { world }) => {
      const { login } = await world.account();
      const browser = world.browser();
      await browser.signIn(login);
      const number = '+33639980071';
      const begun = (await browser.begin(kind === 'app' ? { kind } : { kind, country: 'FR', number })).body;
      const code = () =>
        begun.kind === 'app' ? codeOf(begun.key, world.clock.now()) : String(world.phones.codeFor(number));
      const keys = keysOf(`t2:${Buffer.alloc(32, 9).toString('base64')}`);
      const without = serverWith(world, { keys })();
      for (const [name, value] of browser.cookies) without.cookies.set(name, value);
      for (let time = 0; time < TRIES; time += 1)
        expect((await without.confirm(begun.id, code())).problem?.type).toBe('cannot-verify');
      const { enrolments } = await readEverything(world.database);
      expect(enrolments.find(({ id }) => id === begun.id)?.failed).toBe(0);
      expect((await browser.confirm(begun.id, code())).status).toBe(200);
    },
  );

  it('the server was too busy at a step-up: the next one is judged', async ({ world, owner, counted }) => {
    const busy = { ...world.deps.passwords, verify: async () => ({ kind: 'busy' as const }) };
    const crowded = serverWith(world, { passwords: busy })();
    for (const [name, value] of owner.browser.cookies) crowded.cookies.set(name, value);
    const answer = () => ({ method: 'otp', code: nextCode(world, owner.secret) });
    for (let time = 0; time < TRIES; time += 1) {
      const refused = await crowded.send('POST', '/api/step-up', { password: PASSWORD, answer: answer() });
      expect(refused.problem).toMatchObject({ type: 'busy', retryAfterSeconds: 2 });
    }
    expect(await counted()).toBe(0);
    const taken = await owner.browser.send('POST', '/api/step-up', { password: PASSWORD, answer: answer() });
    expect(taken.status).toBe(200);
  });

  it('but a wrong code stays counted, also when the next try is not judged', async ({ world, owner, counted }) => {
    const browser = world.browser();
    await browser.signIn(owner.login);
    expect((await browser.answer('otp', 'abcdef')).problem?.type).toBe('wrong-code');
    const keys = keysOf(`t2:${Buffer.alloc(32, 9).toString('base64')}`);
    const without = serverWith(world, { keys })();
    for (const [name, value] of browser.cookies) without.cookies.set(name, value);
    await without.answer('otp', '123456');
    expect(await counted()).toBe(2);
  });
});
