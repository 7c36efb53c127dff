import type { SecurityEventKind } from '@wattsense/contract/security';
import { describe, expect } from 'vitest';
import { createAccount } from '../../src/flows/operators/create-account.ts';
import { describeAccount, findByLogin } from '../../src/flows/operators/describe-account.ts';
import {
  endAccountSession,
  endAccountSessions,
  endEverySession,
} from '../../src/flows/operators/end-account-sessions.ts';
import { listAccounts } from '../../src/flows/operators/list-accounts.ts';
import { resetTwoFactor } from '../../src/flows/operators/reset-two-factor.ts';
import { setAccountActive } from '../../src/flows/operators/set-account-active.ts';
import { setPassword } from '../../src/flows/operators/set-password.ts';
import { listAccountsAfter } from '../../src/store/operator-accounts.ts';
import { type Browser, codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { appOwner, nextCode, ownerOfBoth, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

/** The logins that a search finds. */
async function found(world: World, text: string): Promise<string[]> {
  const logins: string[] = [];
  for await (const { login } of listAccounts(world.deps, text)) logins.push(login);
  return logins;
}

const NEW_PASSWORD = 'copper harbour 88 thistle';

describe.each(['sqlite', 'postgres'] as const)('an operator, on %s', (engine) => {
  const it = test.extend('options', { engine }).extend(
    'kindsOf',
    ({ world }) =>
      async (login: string): Promise<SecurityEventKind[]> =>
        (await describeAccount(world.deps, login))?.events.map(({ kind }) => kind) ?? [],
  );

  const stateOf = async (browser: Browser) => (await browser.session()).body.state;

  it('R-RC-10: resets the second factor of somebody who lost everything; nothing of it is left', async ({ world }) => {
    const owner = await ownerOfBoth(world);
    const other = await appOwner(world, 'bystander@example.com');
    const challenged = world.browser();
    await challenged.signIn(owner.login);
    await challenged.answer('otp', '000000');
    await owner.browser.begin({
      kind: 'app',
      replaces: (await owner.browser.security()).body.authenticators[0]?.id ?? '',
    });

    expect(await resetTwoFactor(world.deps, owner.id, 'Phone lost at sea, ticket 4711')).toEqual({
      kind: 'reset',
      removed: expect.arrayContaining(['app', 'phone']),
      endedSessions: 1,
      link: { url: expect.stringContaining('/console/set-password#'), expiresAt: expect.any(Date) },
      gone: [expect.objectContaining({ kind: 'app' }), expect.objectContaining({ kind: 'phone' })],
      language: 'en',
    });
    const left = await readEverything(world.database);
    const ofOwner = (list: readonly { accountId: string }[]) => list.filter((row) => row.accountId === owner.id);
    for (const table of [
      'authenticators',
      'recoveryCodes',
      'sessions',
      'enrolments',
      'challenges',
      'attempts',
    ] as const)
      expect([table, ofOwner(left[table])]).toEqual([table, []]);
    expect((await describeAccount(world.deps, owner.login))?.knownBrowsers).toBe(0);
    expect(await stateOf(owner.browser)).toBe('anonymous');
    expect((await challenged.answer('otp', nextCode(world, owner.secret))).problem?.type).toBe('challenge-over');
    expect(await stateOf(other.browser)).toBe('authenticated');
  });

  it('the owner finds the reset, with its reason, at the next sign-in and in the Security tab', async ({ world }) => {
    const owner = await appOwner(world);
    world.clock.advance(3600);
    await resetTwoFactor(world.deps, owner.id, 'Phone lost at sea, ticket 4711');
    world.clock.advance(60);
    await setPassword(world.deps, owner, NEW_PASSWORD);
    const browser = world.browser();
    const view = (await browser.signIn(owner.login, NEW_PASSWORD)).body;
    expect(view).toMatchObject({ state: 'authenticated', assuranceLevel: 'aal1', twoFactorOn: false });
    expect(view).toMatchObject({
      notices: [
        { kind: 'password-changed' },
        { kind: 'two-factor-reset', reason: 'Phone lost at sea, ticket 4711' },
        { kind: 'authenticator-added' },
      ],
    });
    const { events, twoFactorOn } = (await browser.security()).body;
    expect(twoFactorOn).toBe(false);
    expect(events.find(({ kind }) => kind === 'two-factor-reset')).toMatchObject({
      reason: 'Phone lost at sea, ticket 4711',
      client: null,
    });
    const { recoveryCode } = await browser.enrolApp();
    expect(recoveryCode).toMatch(/^[0-9A-Z-]{29}$/);
  });

  it('resets nothing where there is nothing, and ends no session by it', async ({ world, kindsOf }) => {
    const account = await world.account();
    const browser = world.browser();
    await browser.signIn(account.login);
    expect(await resetTwoFactor(world.deps, account.id, 'by mistake')).toEqual({ kind: 'two-factor-off' });
    expect(await resetTwoFactor(world.deps, world.deps.random.id(), 'nobody')).toEqual({ kind: 'unknown-account' });
    expect(await stateOf(browser)).toBe('authenticated');
    expect(await kindsOf(account.login)).not.toContain('two-factor-reset');
  });

  it('F-38: disables an account in the midst of a sign-in, and enables it again', async ({ world }) => {
    const owner = await appOwner(world);
    const between = world.browser();
    await between.signIn(owner.login);
    expect(await setAccountActive(world.deps, owner.id, false, 'left the company')).toEqual({
      kind: 'changed',
      endedSessions: 1,
    });
    expect((await between.answer('otp', nextCode(world, owner.secret))).problem?.type).toBe('challenge-over');
    expect(await stateOf(owner.browser)).toBe('anonymous');
    expect((await world.browser().signIn(owner.login)).problem?.type).toBe('wrong-credentials');
    expect(await setAccountActive(world.deps, owner.id, false, null)).toEqual({ kind: 'unchanged' });

    expect(await setAccountActive(world.deps, owner.id, true, null)).toEqual({ kind: 'changed', endedSessions: 0 });
    const browser = world.browser();
    await browser.signIn(owner.login);
    expect((await browser.answer('otp', nextCode(world, owner.secret))).body.state).toBe('authenticated');
    expect(await setAccountActive(world.deps, owner.id, true, null)).toEqual({ kind: 'unchanged' });
    expect(await stateOf(browser)).toBe('authenticated');
    const told = (await browser.security()).body.events.filter(({ kind }) => /^account-/.test(kind));
    expect(told.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['account-enabled', null],
      ['account-disabled', 'left the company'],
    ]);
  });

  it('R-SE-10: ends one session, all of an account, or all there are', async ({ world, kindsOf }) => {
    const account = await world.account();
    const [one, two, three] = [world.browser(), world.browser(), world.browser()];
    for (const browser of [one, two, three]) await browser.signIn(account.login);
    const bystander = await appOwner(world, 'bystander@example.com');
    const newest = (await describeAccount(world.deps, account.login))?.sessions[0];
    expect(await endAccountSession(world.deps, account.id, newest?.id ?? '')).toBe(true);
    expect(await endAccountSession(world.deps, account.id, newest?.id ?? '')).toBe(false);
    expect([await stateOf(one), await stateOf(two), await stateOf(three)]).toEqual([
      'authenticated',
      'authenticated',
      'anonymous',
    ]);
    expect(await endAccountSession(world.deps, bystander.id, newest?.id ?? '')).toBe(false);
    expect(await endAccountSessions(world.deps, account.id)).toBe(2);
    expect([await stateOf(one), await stateOf(bystander.browser)]).toEqual(['anonymous', 'authenticated']);
    expect(await endAccountSessions(world.deps, account.id)).toBe(0);
    await one.signIn(account.login);
    expect(await endEverySession(world.deps)).toEqual({ accounts: 2, sessions: 2 });
    expect([await stateOf(one), await stateOf(bystander.browser)]).toEqual(['anonymous', 'anonymous']);
    expect((await kindsOf(account.login)).filter((kind) => kind.endsWith('ended'))).toEqual([
      'sessions-ended',
      'sessions-ended',
      'session-ended',
    ]);
  });

  it('ending all sessions of an account ends the sign-ins that are under way', async ({ world }) => {
    const owner = await appOwner(world);
    const between = world.browser();
    await between.signIn(owner.login);
    await endAccountSessions(world.deps, owner.id);
    expect((await between.answer('otp', nextCode(world, owner.secret))).problem?.type).toBe('challenge-over');
    // The account has no session any more: those of all accounts end its sign-ins all the same.
    await between.signIn(owner.login);
    expect(await endEverySession(world.deps)).toEqual({ accounts: 0, sessions: 0 });
    expect((await between.answer('otp', nextCode(world, owner.secret))).problem?.type).toBe('challenge-over');
  });

  it('sees an account without a secret, a code or a whole number', async ({ world }) => {
    const owner = await ownerOfBoth(world, 'D.Moreau@example.com');
    const wrong = world.browser();
    await wrong.signIn(owner.login);
    for (let i = 0; i < 5; i += 1) await wrong.answer('otp', '000000');
    const shown = await describeAccount(world.deps, ' d.moreau@EXAMPLE.com');
    expect(shown).toMatchObject({
      login: 'd.moreau@example.com',
      active: true,
      hasPassword: true,
      twoFactorOn: true,
      authenticators: [
        { kind: 'app', phone: null, opens: true, disabledAt: null },
        { kind: 'phone', phone: 'FR …34', opens: true, disabledAt: null },
      ],
      recoveryCode: { savedAt: null, usable: true },
      failures: [{ bucket: 'stranger', failed: 5, blockedUntil: new Date(world.clock.now().getTime() + 30_000) }],
      knownBrowsers: 1,
    });
    expect(shown?.sessions).toHaveLength(1);
    const text = JSON.stringify(shown);
    for (const secret of [owner.secret, owner.number, owner.number.slice(3), owner.recoveryCode, PASSWORD])
      expect(text).not.toContain(secret);
    expect(await describeAccount(world.deps, 'nobody@example.com')).toBeUndefined();
  });

  it('lists accounts by login, with their factors, and finds a part of a name literally', async ({ world }) => {
    await appOwner(world, 'a@example.com');
    await phoneOwner(world, 'b_1@example.com');
    await world.account('bx1@example.com', { name: 'Zoé 100%' });
    const list = (after: string) => world.database.single(() => listAccountsAfter({ after }));
    expect((await list('')).map(({ login, kinds }) => [login, kinds])).toEqual([
      ['a@example.com', ['app']],
      ['b_1@example.com', ['phone']],
      ['bx1@example.com', null],
    ]);
    expect((await list('a@example.com')).map(({ login }) => login)).toEqual(['b_1@example.com', 'bx1@example.com']);
    expect(await found(world, 'b_1')).toEqual(['b_1@example.com']);
    expect(await found(world, '100%')).toEqual(['bx1@example.com']);
    expect(await found(world, '%%%')).toEqual([]);
  });

  it('makes an account whose person has yet to set a password: nobody gets in before', async ({ world }) => {
    const asked = { login: 'New@Example.com', name: 'New', language: 'en', password: null } as const;
    const made = await createAccount(world.deps, asked);
    expect(made).toMatchObject({ kind: 'created', login: 'new@example.com' });
    expect(made.kind === 'created' && made.link?.url).toMatch(
      /^http:\/\/localhost:8787\/console\/set-password#[\w-]{43}$/,
    );
    for (const guess of ['', PASSWORD, 'null'])
      expect((await world.browser().signIn('new@example.com', guess || ' ')).problem?.type).toBe('wrong-credentials');
    expect(await createAccount(world.deps, asked)).toEqual({ kind: 'taken' });
    expect((await findByLogin(world.deps, 'new@example.com'))?.passwordHash).toBeNull();
  });

  it('does not let a sign-in that was half done through after a reset: its epoch is over', async ({ world }) => {
    const owner = await appOwner(world);
    const between = world.browser();
    await between.signIn(owner.login);
    await resetTwoFactor(world.deps, owner.id, 'lost');
    const code = codeOf(owner.secret, new Date(world.clock.now().getTime() + 30_000));
    world.clock.advance(30);
    expect((await between.answer('otp', code)).problem?.type).toBe('challenge-over');
    expect(await stateOf(between)).toBe('anonymous');
  });
});
