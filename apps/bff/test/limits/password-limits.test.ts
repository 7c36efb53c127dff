import { describe, expect } from 'vitest';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith } from '../support/other-server.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';
import { createWorld } from '../support/world.ts';

const WRONG = 'not the password at all';
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

describe('limits on passwords', () => {
  const it = test.extend(
    'fail',
    ({ browserOf }) =>
      async (login: string, address?: string) =>
        (await browserOf(address).signIn(login, WRONG)).problem,
  );

  it('from the fifth failure on there are waits of one second doubling to fifteen minutes', async ({
    world,
    browserOf,
    fail,
  }) => {
    const { login } = await world.account();
    const waits: number[] = [];
    for (let n = 0; n < 18; n += 1) {
      expect(await fail(login)).toMatchObject({ type: 'wrong-credentials' });
      const next = await browserOf().signIn(login, WRONG);
      if (next.problem?.type !== 'too-many-attempts') {
        expect(next.problem?.type).toBe('wrong-credentials');
        n += 1;
        continue;
      }
      expect(next.headers.get('retry-after')).toBe(String(next.problem.retryAfterSeconds));
      waits.push(next.problem.retryAfterSeconds);
      world.clock.advance(next.problem.retryAfterSeconds);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
  });

  it('T-061: within a wait the right password is refused like a wrong one; after it, it works', async ({
    world,
    browserOf,
    fail,
  }) => {
    const { login } = await world.account();
    for (let n = 0; n < 5; n += 1) await fail(login);
    const blocked = { type: 'too-many-attempts', status: 429, retryAfterSeconds: 1 };
    expect((await browserOf().signIn(login)).problem).toMatchObject(blocked);
    world.clock.advance(1);
    expect((await browserOf().signIn(login)).status).toBe(200);
    expect(await fail(login)).toMatchObject({ type: 'wrong-credentials' });
  });

  it('the waits are the same for a login that nobody has', async ({ fail }) => {
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await fail('nobody@example.com'));
    expect(answers.map((one) => one?.type)).toEqual([...Array(5).fill('wrong-credentials'), 'too-many-attempts']);
  });

  it('fifteen quiet minutes and a second forget the failures', async ({ world, browserOf, fail }) => {
    const { login } = await world.account();
    for (let n = 0; n < 4; n += 1) await fail(login);
    world.clock.advance(901);
    for (let n = 0; n < 4; n += 1) expect(await fail(login)).toMatchObject({ type: 'wrong-credentials' });
    expect((await browserOf().signIn(login)).status).toBe(200);
  });

  it('T-060: every spelling of a login has one count', async ({ world, browserOf, fail }) => {
    await world.account('jose.alvarez@example.com');
    const spellings = [
      'JOSE.alvarez@example.com',
      ' jose.alvarez@example.com ',
      'jose.alvarez@EXAMPLE.com',
      'ｊｏｓｅ.alvarez@example.com',
      'jose.\u200balvarez@example.com',
    ];
    for (const spelling of spellings) expect(await fail(spelling)).toMatchObject({ type: 'wrong-credentials' });
    expect((await browserOf().signIn('jose.alvarez@example.com')).problem?.type).toBe('too-many-attempts');
  });

  it('T-063: the addresses of one IPv6 subscriber are one client, other networks are others', async ({
    world,
    browserOf,
    fail,
  }) => {
    const { login } = await world.account();
    for (let n = 0; n < 5; n += 1) await fail(login, `2001:db8:1:1::${n + 1}`);
    expect((await browserOf('2001:db8:1:1:ffff::9').signIn(login)).problem?.type).toBe('too-many-attempts');
    expect((await browserOf('2001:db8:1:2::9').signIn(login)).status).toBe(200);
  });

  it('C037: a forwarded address counts only when a trusted proxy says it', async () => {
    const untrusting = await createWorld({ environment: { TRUSTED_PROXIES: '' } });
    const { login } = await untrusting.account();
    const other = serverWith(untrusting, { passwords: quickPasswords });
    for (let n = 0; n < 5; n += 1) await other(`203.0.113.${n}`).signIn(login, WRONG);
    const headers = { 'x-real-ip': '203.0.113.99', forwarded: 'for=203.0.113.99' };
    const answer = await other('203.0.113.99').send('POST', '/api/sign-in', { login, password: PASSWORD }, headers);
    expect(answer.problem?.type).toBe('too-many-attempts');
    await untrusting.deps.background.settled();
    await untrusting.close();
  });

  it('C036: strangers without the password keep the owner out nowhere else, and never touch the second factor', async ({
    world,
    browserOf,
    fail,
  }) => {
    const { login } = await world.account();
    const owner = browserOf('198.51.100.7');
    await owner.signIn(login);
    const { secret } = await owner.enrolApp();
    for (let n = 0; n < 100; n += 1) await fail(login);
    expect((await readEverything(world.database)).attempts).toEqual([]);
    const elsewhere = browserOf('198.51.100.8');
    expect((await elsewhere.signIn(login)).body.state).toBe('challenged');
    expect((await owner.session()).body.state).toBe('authenticated');
    expect(secret).toHaveLength(32);
  });

  it('T-072: a thousand wrong passwords from twenty addresses, the owner’s own among them, leave a known browser alone', async ({
    world,
    browserOf,
    fail,
  }) => {
    const { login } = await world.account();
    const home = '198.51.100.7';
    const owner = browserOf(home);
    await owner.signIn(login);
    const attackers = [...times(19, (n) => `203.0.113.${n}`), home];
    let answered = 0;
    for (let round = 0; round < 50; round += 1) {
      for (const address of attackers) await fail(login, address);
      if (round % 5 === 0 && (await owner.signIn(login)).status === 200) answered += 1;
    }
    expect(answered).toBe(10);
  });

  it('thirty failures over any logins stop a client for ten minutes, and no other', async ({
    world,
    browserOf,
    fail,
  }) => {
    const { login } = await world.account();
    const address = '203.0.113.50';
    for (let n = 0; n < 30; n += 1)
      expect((await fail(`name-${n}@example.com`, address))?.type).toBe('wrong-credentials');
    expect(await fail('one.more@example.com', address)).toMatchObject({ retryAfterSeconds: 600 });
    expect((await browserOf(address).signIn(login)).problem).toMatchObject({ retryAfterSeconds: 600 });
    expect((await browserOf('203.0.113.51').signIn(login)).status).toBe(200);
    world.clock.advance(600);
    expect((await browserOf(address).signIn(login)).status).toBe(200);
  });

  it('C037: fifty people behind one address sign in rightly, one after the other and all at once', async ({
    world,
    browserOf,
  }) => {
    const logins: string[] = [];
    const quick = await quickPasswords.hash(PASSWORD);
    expect(quick).not.toBeNull();
    for (let n = 0; n < 50; n += 1) logins.push((await world.account(`person-${n}@example.com`)).login);
    const office = '203.0.113.60';
    for (const login of logins) expect((await browserOf(office).signIn(login)).status).toBe(200);
    const all = await Promise.all(logins.map((login) => browserOf(office).signIn(login)));
    expect(all.map((one) => one.status)).toEqual(times(50, () => 200));
  });

  it('a success takes back its own login’s failures from the client’s count, and nobody else’s', async ({
    world,
    browserOf,
    fail,
  }) => {
    const { login } = await world.account();
    const address = '203.0.113.70';
    for (let n = 0; n < 26; n += 1) await fail(`name-${n}@example.com`, address);
    for (let n = 0; n < 3; n += 1) await fail(login, address);
    expect((await browserOf(address).signIn(login)).status).toBe(200);
    const types: (string | undefined)[] = [];
    for (let n = 0; n < 5; n += 1) types.push((await fail(`other-${n}@example.com`, address))?.type);
    expect(types).toEqual([...Array(4).fill('wrong-credentials'), 'too-many-attempts']);
  });
});
