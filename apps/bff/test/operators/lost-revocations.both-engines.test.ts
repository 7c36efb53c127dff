import { describe, expect } from 'vitest';
import { reapplyRevocations } from '../../src/cli/reapply-revocations.ts';
import { changeAccount } from '../../src/flows/operators/change-account.ts';
import { eraseAccount } from '../../src/flows/operators/erase-account.ts';
import { setAccountActive } from '../../src/flows/operators/set-account-active.ts';
import { offerPasswordLink, setPassword } from '../../src/flows/operators/set-password.ts';
import { type Lost, lostRevocations } from '../../src/flows/running/lost-revocations.ts';
import { findAccount } from '../../src/store/accounts.ts';
import { insertAuthenticator, listAuthenticators } from '../../src/store/authenticators.ts';
import { insertAccount } from '../../src/store/logins.ts';
import { type AppOwner, appOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

describe.each(['sqlite', 'postgres'] as const)('what a restore would undo, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend('backup', ({ openWorld }) =>
      openWorld({ planted: 'the rows of a backup that are compared, without their recovery codes' }),
    );

  /** As a backup of this moment has them. */
  async function backUp(world: World, backup: World, owners: readonly AppOwner[]): Promise<void> {
    for (const { id } of owners) {
      const account = await world.database.single(() => findAccount({ id }));
      const authenticators = await world.database.single(() => listAuthenticators({ accountId: id }));
      if (account === undefined) throw new Error('no account');
      const { login, name, language, passwordHash, passwordChangedAt: now } = account;
      await backup.database.single(() => insertAccount({ id, login, name, language, passwordHash, now }));
      for (const one of authenticators) await backup.database.single(() => insertAuthenticator(one));
    }
  }

  async function lostIn(world: World, backup: World): Promise<Lost[]> {
    const lost: Lost[] = [];
    for await (const one of lostRevocations(world.database, backup.database)) lost.push(one);
    return lost;
  }

  it('D047: lists what was taken away since, and takes it away again', async ({ world, backup }) => {
    const owners: AppOwner[] = [];
    for (const name of ['untouched', 'disabled', 'cleared', 'changed', 'replaced', 'erased', 'moved'])
      owners.push(await appOwner(world, `${name}@example.com`));
    await backUp(world, backup, owners);
    expect(await lostIn(world, backup)).toEqual([]);

    world.clock.advance(60);
    const [, disabled, cleared, changed, replaced, erased, moved] = owners;
    if (!(disabled && cleared && changed && replaced && erased && moved)) throw new Error('too few');
    await setAccountActive(world.deps, disabled.id, false, 'left');
    await offerPasswordLink(world.deps, cleared.id, { clear: true });
    await setPassword(world.deps, changed, 'copper harbour 88 thistle');
    const { authenticators } = (await replaced.browser.security()).body;
    await replaced.browser.enrolApp(authenticators[0]?.id);
    await eraseAccount(world.deps, erased.id, 'request');
    await changeAccount(world.deps, moved.id, { login: 'elsewhere@example.com' });

    const lost = await lostIn(world, backup);
    expect(Object.fromEntries(lost.map(({ login, revocations }) => [login, revocations]))).toEqual({
      'disabled@example.com': ['disabled'],
      'cleared@example.com': ['password-cleared'],
      'changed@example.com': ['password-changed'],
      'replaced@example.com': ['authenticator-gone'],
      'erased@example.com': ['erased'],
      'moved@example.com': ['login-changed'],
    });

    expect(await reapplyRevocations(backup.deps, lost, 'restored')).toBe(5);
    const signIn = async (login: string) => {
      const { body, problem } = await backup.browser().signIn(login);
      return problem?.type ?? body.state;
    };
    for (const { login } of [disabled, cleared, changed, replaced, erased])
      expect([login, await signIn(login)]).toEqual([login, 'wrong-credentials']);
    expect(await signIn('untouched@example.com')).toBe('challenged');
    expect(await backup.database.single(() => listAuthenticators({ accountId: replaced.id }))).toEqual([]);
    expect(await lostIn(world, backup)).toMatchObject([{ login: 'moved@example.com' }]);
  });
});
