import { describe, expect } from 'vitest';
import type { Deps } from '../../src/deps.ts';
import { setAccountActive } from '../../src/flows/operators/set-account-active.ts';
import { offerPasswordLink } from '../../src/flows/operators/set-password.ts';
import { type Database, through, type Work } from '../../src/store/database.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

const WRONG = 'not the password at all';

/** What a sign-in asks of database and hasher before it answers, in its order, by name. */
function overheard(world: World) {
  const asked: string[] = [];
  const noting = <R>(work: Work<R>) =>
    through(work, function* (steps) {
      asked.push(...steps.map(({ statement }) => statement.name));
      return yield steps;
    });
  const { database: inner, background } = world.deps;
  const database: Database = {
    engine: inner.engine,
    unit: (body) => inner.unit(() => noting(body())),
    single: (body) => inner.single(() => noting(body())),
    close: () => inner.close(),
  };
  const passwords: Deps['passwords'] = {
    ...quickPasswords,
    verify: (...args) => {
      asked.push('a hash');
      return quickPasswords.verify(...args);
    },
  };
  // What follows the answer takes none of its time.
  const browserOf = serverWith(world, { database, passwords, background: { ...background, run: () => undefined } });
  return async (login: string, address: string) => {
    asked.length = 0;
    const { problem } = await browserOf(address).signIn(login, WRONG);
    return { problem: problem?.type, asked: [...asked] };
  };
}

describe.each(['sqlite', 'postgres'] as const)('logins that nobody is to tell apart, on %s', (engine) => {
  const it = test.extend('options', { engine });

  it('D045: the same is asked for each of them, when a password is looked at and inside every wait', async ({
    world,
  }) => {
    const known = await world.account('known@example.com');
    const disabled = await world.account('disabled@example.com');
    await setAccountActive(world.deps, disabled.id, false, 'gone');
    const cleared = await world.account('cleared@example.com');
    await offerPasswordLink(world.deps, cleared.id, { clear: true });
    const protectedOne = await appOwner(world, 'protected@example.com');
    const logins = [known, disabled, cleared, protectedOne].map(({ login }) => login);
    const ask = overheard(world);

    // Each was asked for once: whether a login was ever tried is told by its next try to nobody.
    for (const [n, login] of ['nobody@example.com', ...logins].entries()) await ask(login, `192.0.${n}.1`);

    const looked = await ask('nobody@example.com', '203.0.113.1');
    expect(looked.problem).toBe('wrong-credentials');
    expect(looked.asked.filter((name) => name === 'a hash')).toHaveLength(1);
    for (const [n, login] of logins.entries())
      expect([login, await ask(login, `203.0.${n}.1`)]).toEqual([login, looked]);

    // A wait of the login from this client, then one of the login from everywhere.
    for (const { tries, address } of [
      { tries: 8, address: () => '198.51.100.7' },
      { tries: 30, address: (n: number) => `198.${n}.100.7` },
    ]) {
      const waits: unknown[] = [];
      for (const login of ['nobody@example.com', ...logins]) {
        for (let n = 0; n < tries; n += 1) await ask(login, address(n));
        waits.push(await ask(login, address(tries)));
      }
      expect(waits[0]).toMatchObject({ problem: 'too-many-attempts', asked: expect.not.arrayContaining(['a hash']) });
      expect(new Set(waits.map((wait) => JSON.stringify(wait))).size).toBe(1);
    }
  });
});
