import { describe, expect } from 'vitest';
import { changeAccount } from '../../src/flows/operators/change-account.ts';
import { createAccount } from '../../src/flows/operators/create-account.ts';
import { describeAccount, findByLogin } from '../../src/flows/operators/describe-account.ts';
import { eraseAccount } from '../../src/flows/operators/erase-account.ts';
import { listAccounts } from '../../src/flows/operators/list-accounts.ts';
import { offerPasswordLink } from '../../src/flows/operators/set-password.ts';
import { giveUserHandle } from '../../src/store/accounts.ts';
import { listEventsAfter } from '../../src/store/security-events.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { appOwner, nextCode, ownerOfBoth } from '../support/owners.ts';
import { test } from '../support/test.ts';

const NEW_LOGIN = 'alex.durand@example.com';

describe.each(['sqlite', 'postgres'] as const)('what support can do for details, on %s', (engine) => {
  const it = test.extend('options', { engine });

  it('D025: another login, with which the owner signs in from now on by the same password and factor', async ({
    world,
  }) => {
    const owner = await appOwner(world);
    const between = world.browser('198.51.100.8');
    await between.signIn(owner.login);
    const offered = await offerPasswordLink(world.deps, owner.id, { clear: false });
    const token = offered.kind === 'issued' ? new URL(offered.link.url).hash.slice(1) : '';

    world.clock.advance(60);
    expect(await changeAccount(world.deps, owner.id, { login: ' Alex.DURAND@example.com' })).toMatchObject({
      kind: 'changed',
      after: { login: NEW_LOGIN },
      endedSessions: 1,
    });

    expect((await owner.browser.session()).body.state).toBe('anonymous');
    expect((await between.answer('otp', nextCode(world, owner.secret))).problem?.type).toBe('challenge-over');
    const redeemed = await between.send('POST', '/api/password-link', { token, newPassword: 'copper harbour 88 ivy' });
    expect(redeemed.problem?.type).toBe('not-found');
    expect((await world.browser().signIn(owner.login)).problem?.type).toBe('wrong-credentials');
    await owner.browser.signIn(NEW_LOGIN);
    const view = (await owner.browser.answer('otp', nextCode(world, owner.secret))).body;
    expect(view).toMatchObject({ state: 'authenticated', notices: [{ kind: 'login-changed', client: null }] });
    // The former one is nobody's.
    expect(
      await createAccount(world.deps, { login: owner.login, name: 'B', language: 'en', password: null }),
    ).toMatchObject({ kind: 'created' });
  });

  it('D025: another name and language end nothing, and the owner finds them', async ({ world }) => {
    const owner = await appOwner(world);
    const change = { login: owner.login, name: ' Alexandra  Durand ', language: 'fr' } as const;
    expect(await changeAccount(world.deps, owner.id, change, { dryRun: true })).toMatchObject({ kind: 'changed' });
    expect((await owner.browser.session()).body).toMatchObject({ account: { name: 'Alex Martin' } });

    expect(await changeAccount(world.deps, owner.id, change)).toMatchObject({ kind: 'changed', endedSessions: 0 });
    expect((await owner.browser.session()).body).toMatchObject({
      state: 'authenticated',
      account: { name: 'Alexandra Durand', language: 'fr' },
    });
    expect((await owner.browser.security()).body.events[0]).toMatchObject({ kind: 'details-changed', client: null });
    expect(await changeAccount(world.deps, owner.id, change)).toEqual({ kind: 'unchanged' });
  });

  it('D025: refuses what no account can be called, and changes nothing by it', async ({ world }) => {
    const owner = await appOwner(world);
    await world.account('b@example.com');
    const change = (to: Parameters<typeof changeAccount>[2]) => changeAccount(world.deps, owner.id, to);
    expect(await change({ login: 'B@example.com', name: 'New' })).toEqual({ kind: 'taken' });
    expect(await change({ login: 'no address', name: 'New' })).toEqual({ kind: 'bad-login' });
    expect(await change({ login: NEW_LOGIN, name: 'a\nb' })).toEqual({ kind: 'bad-name', reason: 'bad-signs' });
    expect(await changeAccount(world.deps, world.deps.random.id(), { login: NEW_LOGIN })).toEqual({
      kind: 'unknown-account',
    });
    expect((await owner.browser.session()).body).toMatchObject({
      state: 'authenticated',
      account: { login: owner.login, name: 'Alex Martin' },
    });
  });

  it('D025: erases an account: what names a person goes, the record stays under the id', async ({ world }) => {
    const owner = await ownerOfBoth(world);
    const bystander = await appOwner(world, 'bystander@example.com');
    await world.browser('198.51.100.9').signIn(owner.login);
    // Where passkeys were, devices keep it as well.
    await world.database.single(() => giveUserHandle({ id: owner.id, handle: 'the same on every device' }));
    const before = await readEverything(world.database);

    expect(await eraseAccount(world.deps, owner.id, 'request 4711')).toEqual({ kind: 'erased', endedSessions: 1 });

    expect((await owner.browser.session()).body.state).toBe('anonymous');
    expect((await world.browser().signIn(owner.login)).problem?.type).toBe('wrong-credentials');
    for (const login of [owner.login, `erased-${owner.id}`]) {
      expect(await describeAccount(world.deps, login)).toBeUndefined();
      expect((await world.browser().signIn(login, PASSWORD)).problem?.type).toBe('wrong-credentials');
    }
    const listed: string[] = [];
    for await (const { login } of listAccounts(world.deps)) listed.push(login);
    expect(listed).toEqual([bystander.login]);
    const left = await readEverything(world.database);
    expect(left.accounts.find(({ id }) => id === owner.id)).toMatchObject({ userHandle: null });
    for (const rows of [left.authenticators, left.recoveryCodes, left.sessions, left.challenges, left.attempts])
      expect(rows.filter(({ accountId }) => accountId === owner.id)).toEqual([]);
    const events = (await world.database.single(() => listEventsAfter({ after: '' }))).filter(
      (one) => one.accountId === owner.id,
    );
    expect(events.length).toBeGreaterThan(3);
    expect(events.at(-1)).toMatchObject({
      kind: 'account-erased',
      reason: 'request 4711',
      login: `erased-${owner.id}`,
    });
    for (const event of events.slice(0, -1))
      expect(event).toMatchObject({ client: null, reason: null, sessionId: null });
    const text = JSON.stringify(left.accounts.filter(({ id }) => id === owner.id));
    for (const personal of [owner.login, 'Alex Martin', owner.number]) expect(text).not.toContain(personal);
    expect((await bystander.browser.session()).body.state).toBe('authenticated');
    expect(before.accounts).toHaveLength(left.accounts.length);

    expect(
      await createAccount(world.deps, { login: owner.login, name: 'A', language: 'fr', password: null }),
    ).toMatchObject({ kind: 'created' });
    expect((await findByLogin(world.deps, owner.login))?.id).not.toBe(owner.id);
  });
});
