import { describe, expect } from 'vitest';
import { createAccount } from '../../src/flows/operators/create-account.ts';
import { findByLogin } from '../../src/flows/operators/describe-account.ts';
import { listAccounts } from '../../src/flows/operators/list-accounts.ts';
import { insertAccount } from '../../src/store/logins.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { test } from '../support/test.ts';
import { hashOfPassword } from '../support/worker-passwords.ts';
import type { World } from '../support/world.ts';

const UNICODE = 'a@b\u00fccher.example';
const ASCII = 'a@xn--bcher-kva.example';

async function found(world: World, text: string): Promise<string[]> {
  const logins: string[] = [];
  for await (const { login } of listAccounts(world.deps, text)) logins.push(login);
  return logins;
}

describe.each(['sqlite', 'postgres'] as const)('logins and names, on %s', (engine) => {
  const it = test.extend('options', { engine });

  /** As the first release stored it: as it was typed. */
  async function stored(world: World, login: string): Promise<string> {
    const id = world.deps.random.id();
    const passwordHash = await hashOfPassword(world.deps.passwords);
    const now = world.clock.now();
    await world.database.single(() => insertAccount({ id, login, name: 'Alex', language: 'en', passwordHash, now }));
    return id;
  }

  const create = (world: World, login: string, name = 'Alex') =>
    createAccount(world.deps, { login, name, language: 'en', password: null });

  it('D026: a search finds a name whatever its case and accents', async ({ world }) => {
    await world.account('zola@example.com', { name: 'Émile Zola' });
    await world.account('other@example.com', { name: 'Emil Nolde' });
    for (const text of ['ÉMILE', 'émile', 'emile', 'E\u0301mile', 'ＥMILE', 'ZOLA@'])
      expect([text, await found(world, text)]).toEqual([text, ['zola@example.com']]);
    expect(await found(world, 'EMIL')).toEqual(['other@example.com', 'zola@example.com']);
  });

  it('D026: an international domain and its punycode are one login, for accounts and for counts', async ({ world }) => {
    expect(await create(world, ASCII.toUpperCase())).toMatchObject({ kind: 'created', login: UNICODE });
    expect(await create(world, UNICODE)).toEqual({ kind: 'taken' });
    expect(await create(world, ASCII)).toEqual({ kind: 'taken' });
    expect(await found(world, 'BÜCHER')).toEqual([UNICODE]);
    expect(await found(world, ASCII)).toEqual([UNICODE]);
    for (let guess = 0; guess < 10; guess += 1)
      await world.browser('198.51.100.7').signIn(guess % 2 === 0 ? UNICODE : ASCII, 'wrong');
    for (const login of [UNICODE, ASCII])
      expect((await world.browser('198.51.100.7').signIn(login, PASSWORD)).problem?.type).toBe('too-many-attempts');
  });

  it.for([UNICODE, ASCII])(
    'D026: an account that the first release stored as %s is signed in to by either spelling, and known again',
    async (login, { world }) => {
      const id = await stored(world, login);
      const browser = world.browser();
      for (const typed of [login, UNICODE, ASCII, ASCII.toUpperCase()]) {
        expect((await browser.signIn(typed, PASSWORD)).body).toMatchObject({ state: 'authenticated' });
        expect((await findByLogin(world.deps, typed))?.id).toBe(id);
        expect(await create(world, typed)).toEqual({ kind: 'taken' });
      }
    },
  );

  it('D026: where the first release made two accounts of one login, each is reached as it is stored', async ({
    world,
  }) => {
    const [first, second] = [await stored(world, UNICODE), await stored(world, ASCII)];
    expect((await findByLogin(world.deps, UNICODE))?.id).toBe(first);
    expect((await findByLogin(world.deps, ASCII))?.id).toBe(second);
  });

  it.for([
    ['Alice\nAdmin', 'bad-signs'],
    ['a'.repeat(100_000), 'too-long'],
    ['W'.repeat(60), 'long-word'],
    [' ', 'empty'],
  ] as const)('D026: no account gets a name that is %#: refused with the reason', async ([name, reason], { world }) => {
    expect(await create(world, 'a@example.com', name)).toEqual({ kind: 'bad-name', reason });
    expect(await findByLogin(world.deps, 'a@example.com')).toBeUndefined();
  });
});
