import { describe, expect } from 'vitest';
import { createKeys, createPepper, parseKeyRing } from '../../src/adapters/key-ring.ts';
import { createPasswordHasher } from '../../src/adapters/password-hasher.ts';
import type { Deps } from '../../src/deps.ts';
import { type Browser, codeOf } from '../support/browser.ts';
import { readEverything } from '../support/invariants.ts';
import { phoneHintOf } from '../support/offers.ts';
import { serverWith, trappedServer } from '../support/other-server.ts';
import { appOwner, codeAhead, nextCode, ownerOfBoth } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';
import { createWorld, type World } from '../support/world.ts';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
/** The ring that the world of the tests seals with. */
const OURS = `t1:${key(7)}`;

async function portsOf(world: World, text: string): Promise<Pick<Deps, 'keys' | 'passwords'>> {
  const parsed = parseKeyRing(text);
  if (parsed.kind === 'refused') throw new Error(parsed.line);
  const pepper = createPepper(parsed.ring);
  return {
    keys: createKeys(parsed.ring),
    passwords: await createPasswordHasher({ config: world.deps.config, pepper }),
  };
}

describe('a database under other keys than it was written with', () => {
  const it = test
    .extend('owner', async ({ world }) => {
      const owner = await ownerOfBoth(world);
      world.clock.advance(60);
      return owner;
    })
    .extend('challenged', ({ owner, world }) => async (browserOf: () => Browser) => {
      const browser = browserOf();
      await browser.signIn(owner.login);
      await world.deps.background.settled();
      return browser;
    })
    .extend(
      'sessions',
      ({ world }) =>
        async () =>
          (await readEverything(world.database)).sessions.length,
    );

  it.for([
    ['another key under the same id', `t1:${key(9)}`],
    ['a ring that lacks the key', `t2:${key(9)}`],
  ] as const)(
    'C101: %s lets nobody in and says that it cannot verify',
    async ([_, ring], { world, owner, challenged, sessions }) => {
      const { keys } = await portsOf(world, ring);
      const under = serverWith(world, { keys, passwords: quickPasswords });
      const browser = await challenged(under);
      const { body } = await browser.session();
      expect([body.state, phoneHintOf(body)]).toEqual(['challenged', null]);
      const answer = await browser.answer('otp', codeAhead(world, owner.secret));
      expect(answer.problem).toMatchObject({ type: 'cannot-verify', status: 503 });
      expect(world.logged.filter((line) => line.level === 'error').map((line) => line.message)).toContain(
        'an authenticator secret does not open',
      );
      const recovered = await browser.answer('recovery', owner.recoveryCode);
      expect(recovered.status).toBe(ring.startsWith('t1') ? 401 : 503);
      expect(await sessions()).toBe(1);
      const sent = await browser.send('POST', '/api/sign-in/challenge/sms');
      expect(sent.problem).toMatchObject({ type: 'cannot-verify' });
    },
  );

  it('C101: live sessions go on under it, and what needs the secret is refused without a 500', async ({
    world,
    owner,
  }) => {
    const { keys } = await portsOf(world, `t1:${key(9)}`);
    const browser = serverWith(world, { keys, passwords: quickPasswords })();
    for (const [name, value] of owner.browser.cookies) browser.cookies.set(name, value);
    expect((await browser.session()).body.state).toBe('authenticated');
    const view = await browser.security();
    expect(view.body.authenticators.find((one) => one.kind === 'phone')?.phone).toEqual({
      country: 'FR',
      lastDigits: '',
    });
    world.clock.advance(601);
    const answer = { method: 'otp', code: codeOf(owner.secret, world.clock.now()) };
    const stepped = await browser.send('POST', '/api/step-up', { password: 'meadow lantern 42 orbit', answer });
    expect(stepped.problem).toMatchObject({ type: 'cannot-verify' });
  });

  it('C101: with the old key kept beside a new one everything works, under new hashes from then on', async ({
    world,
    owner,
    challenged,
  }) => {
    const rotated = await portsOf(world, `t2:${key(9)},${OURS}`);
    const under = serverWith(world, rotated);
    const browser = await challenged(under);
    expect((await browser.answer('otp', nextCode(world, owner.secret))).status).toBe(200);
    await world.deps.background.settled();
    expect((await readEverything(world.database)).accounts[0]?.passwordHash).toMatch(/^t2\$argon2id\$/);
    const again = await challenged(under);
    expect((await again.answer('recovery', owner.recoveryCode)).status).toBe(200);
    const fresh = await again.replaceRecoveryCode();
    const { recoveryCodes } = await readEverything(world.database);
    expect(recoveryCodes.find((one) => one.id === fresh.body.id)?.hash).toMatch(/^t2\./);
  });

  it('C101: a password under a key that is gone cannot be verified, and is no wrong one', async ({ world, owner }) => {
    const gone = await portsOf(world, `t2:${key(9)}`);
    const browser = serverWith(world, gone)();
    expect((await browser.signIn(owner.login)).problem).toMatchObject({ type: 'cannot-verify', status: 503 });
  });

  it('T-028: a row that was copied from another account does not open', async ({ world, owner }) => {
    const mallory = await appOwner(world, 'mallory@example.com');
    const { keys } = world.deps;
    const rows = (await readEverything(world.database)).authenticators;
    const foreign = rows.find((one) => one.accountId === mallory.id);
    const own = rows.find((one) => one.accountId === owner.id && one.kind === 'app');
    const place = { table: 'authenticator', column: 'sealed', accountId: owner.id, rowId: own?.id ?? '' };
    expect(keys.open(own?.sealed ?? '', place)).toBe(owner.secret);
    expect(keys.open(foreign?.sealed ?? '', place)).toBeNull();
  });

  it('T-028: a database that cannot be read is a refusal, never a sign-in of one factor', async ({
    world,
    owner,
    sessions,
  }) => {
    const { database, browser: trapped } = trappedServer(world);
    const browser = trapped();
    database.failBefore('authenticator_of_account', new Error('the table is gone'));
    expect((await browser.signIn(owner.login)).problem).toMatchObject({ type: 'unexpected', status: 500 });
    expect(browser.cookies.has('session')).toBe(false);
    await browser.signIn(owner.login);
    database.failBefore('challenge_by_token', new Error('the table is gone'));
    expect((await browser.answer('otp', codeAhead(world, owner.secret))).status).toBe(500);
    expect(await sessions()).toBe(1);
    expect((await browser.answer('otp', codeAhead(world, owner.secret))).status).toBe(200);
  });

  it('C100: a session lives on in another process with the same keys, and signs out there', async ({
    world,
    owner,
  }) => {
    const same = await createWorld({ database: world.database });
    same.clock.set(world.clock.now());
    const browser = same.browser();
    for (const [name, value] of owner.browser.cookies) browser.cookies.set(name, value);
    expect((await browser.session()).body).toMatchObject({ state: 'authenticated', assuranceLevel: 'aal2' });
    await browser.send('DELETE', '/api/session');
    expect((await owner.browser.session()).body.state).toBe('anonymous');
  });
});
