import { describe, expect } from 'vitest';
import {
  admitToAccount,
  findAccount,
  holdAccount,
  raiseSecurityEpoch,
  replacePasswordHash,
  setAccountActive,
  setPassword,
} from '../../src/store/accounts.ts';
import {
  findBrowser,
  forgetBrowsers,
  forgetOtherBrowsers,
  moveBrowser,
  rememberBrowser,
} from '../../src/store/browsers.ts';
import { insertKeyCanary, listKeyCanaries } from '../../src/store/key-canaries.ts';
import { findAccountByLogin, insertAccount } from '../../src/store/logins.ts';
import { listAccountsAfter } from '../../src/store/operator-accounts.ts';
import { appendEvent, listEventsAfter, listRecentEvents } from '../../src/store/security-events.ts';
import {
  endOtherSessions,
  endSession,
  endSessionByToken,
  findLiveSession,
  insertSession,
  listSessions,
  rotateSession,
  type SessionRow,
  touchSession,
} from '../../src/store/sessions.ts';
import { test } from '../support/test.ts';

const T0 = new Date('2026-03-02T09:00:00.000Z');
const at = (seconds: number) => new Date(T0.getTime() + seconds * 1000);
const client = { browser: 'firefox', platform: 'linux', network: '192.0.2.0/24' } as const;

function sessionOf(accountId: string, id: string, changes: Partial<SessionRow> = {}): SessionRow {
  return {
    id,
    accountId,
    tokenHash: `hash of ${id}`,
    epoch: 1,
    events: [{ method: 'pwd', at: T0.getTime() }],
    byRecovery: 'none',
    client,
    browserId: null,
    createdAt: T0,
    lastSeenAt: T0,
    expiresAt: at(3600),
    ...changes,
  };
}

describe.each(['sqlite', 'postgres'] as const)('the store of accounts and sessions, on %s', (engine) => {
  const it = test
    .extend('options', { engine, planted: 'rows are written one by one, as no flow would leave them' })
    .extend('account', async ({ world }) => await world.account());

  it('finds an account by its login and by its id, and lists all by login', async ({ world, account, single }) => {
    await world.account('aa@example.com');
    const byLogin = await single(() => findAccountByLogin('a.martin@example.com'));
    expect(byLogin).toEqual({
      id: account.id,
      login: 'a.martin@example.com',
      name: 'Alex Martin',
      language: 'en',
      passwordHash: expect.stringContaining('$argon2id$'),
      passwordChangedAt: T0,
      active: true,
      securityEpoch: 1,
      lastSignInAt: null,
      createdAt: T0,
      userHandle: null,
    });
    expect(await single(() => findAccount({ id: account.id }))).toEqual(byLogin);
    expect(await single(() => findAccount({ id: 'nobody' }))).toBeUndefined();
    expect((await single(() => listAccountsAfter({ after: '' }))).map((one) => one.login)).toEqual([
      'a.martin@example.com',
      'aa@example.com',
    ]);
  });

  it('refuses a login that is taken', async ({ account, single }) => {
    const again = { id: 'x', login: account.login, name: 'B', language: 'fr', passwordHash: null, now: T0 } as const;
    expect(await single(() => insertAccount(again))).toBe(false);
  });

  it('admits to an account only while its epoch is the one that was read and it is active', async ({
    account,
    single,
  }) => {
    expect(await single(() => admitToAccount({ id: account.id, epoch: 2, now: at(1) }))).toBe(false);
    expect(await single(() => admitToAccount({ id: account.id, epoch: 1, now: at(1) }))).toBe(true);
    expect((await single(() => findAccount({ id: account.id })))?.lastSignInAt).toEqual(at(1));
    expect(await single(() => raiseSecurityEpoch(account.id, 1))).toBe(2);
    expect(await single(() => raiseSecurityEpoch(account.id, 1))).toBeUndefined();
    expect(await single(() => admitToAccount({ id: account.id, epoch: 1, now: at(2) }))).toBe(false);
    expect(await single(() => holdAccount({ id: account.id, epoch: 1 }))).toBe(false);
    expect(await single(() => holdAccount({ id: account.id, epoch: 2 }))).toBe(true);
    expect(await single(() => setAccountActive({ id: account.id, active: false }))).toBe(true);
    expect(await single(() => findAccount({ id: account.id }))).toMatchObject({ active: false, securityEpoch: 3 });
    expect(await single(() => admitToAccount({ id: account.id, epoch: 3, now: at(2) }))).toBe(false);
    expect(await single(() => holdAccount({ id: account.id, epoch: 3 }))).toBe(false);
    expect(await single(() => raiseSecurityEpoch(account.id, 3))).toBeUndefined();
  });

  it('sets a password, and a re-hash loses against a change made meanwhile', async ({ account, single }) => {
    expect(await single(() => setPassword({ id: account.id, hash: 'one', now: at(5) }))).toBe(true);
    expect(await single(() => replacePasswordHash({ id: account.id, old: 'older', hash: 'two' }))).toBe(false);
    expect(await single(() => replacePasswordHash({ id: account.id, old: 'one', hash: 'two' }))).toBe(true);
    expect(await single(() => findAccount({ id: account.id }))).toMatchObject({
      passwordHash: 'two',
      passwordChangedAt: at(5),
    });
  });

  it('knows a browser by token and account, remembers it once, moves it and forgets all', async ({
    account,
    single,
  }) => {
    const browser = { id: 'b1', accountId: account.id, tokenHash: 'old' };
    expect(await single(() => rememberBrowser({ ...browser, now: T0, seenAt: T0 }))).toBe(true);
    expect(await single(() => rememberBrowser({ ...browser, id: 'b2', now: at(9), seenAt: T0 }))).toBe(true);
    expect(await single(() => findBrowser({ tokenHash: 'old', accountId: account.id }))).toEqual({
      ...browser,
      seenAt: T0,
    });
    expect(await single(() => findBrowser({ tokenHash: 'old', accountId: 'somebody else' }))).toBeUndefined();
    expect(await single(() => moveBrowser({ from: 'old', to: 'new' }))).toBe(true);
    expect(await single(() => findBrowser({ tokenHash: 'old', accountId: account.id }))).toBeUndefined();
    expect((await single(() => findBrowser({ tokenHash: 'new', accountId: account.id })))?.id).toBe('b1');
    await single(() => rememberBrowser({ id: 'b3', accountId: account.id, tokenHash: 'third', now: T0, seenAt: T0 }));
    expect(await single(() => forgetOtherBrowsers({ accountId: account.id, keep: 'b1' }))).toBe(1);
    expect(await single(() => findBrowser({ tokenHash: 'third', accountId: account.id }))).toBeUndefined();
    expect(await single(() => forgetOtherBrowsers({ accountId: account.id, keep: '' }))).toBe(1);
    expect(await single(() => forgetBrowsers({ accountId: account.id }))).toBe(0);
  });

  it('gives back a live session as it was stored, with what requests about it need to know', async ({
    account,
    single,
  }) => {
    const row = sessionOf(account.id, 's1');
    expect(await single(() => insertSession(row))).toBe(true);
    expect(await single(() => findLiveSession('hash of s1', at(1), T0))).toBeUndefined();
    expect(await single(() => findLiveSession('hash of s1', at(1), at(-1)))).toEqual({
      ...row,
      login: account.login,
      name: 'Alex Martin',
      language: 'en',
      authenticators: [],
      recoveryCodeSavedAt: null,
      seenAt: null,
    });
    expect(await single(() => findLiveSession('hash of s1', at(3600), at(-1)))).toBeUndefined();
  });

  it('does not find a session of an older epoch or of a disabled account', async ({ account, single }) => {
    await single(() => insertSession(sessionOf(account.id, 's1')));
    await single(() => raiseSecurityEpoch(account.id, 1));
    expect(await single(() => findLiveSession('hash of s1', at(1), at(-1)))).toBeUndefined();
    await single(() => insertSession(sessionOf(account.id, 's2', { epoch: 3 })));
    await single(() => setAccountActive({ id: account.id, active: false }));
    expect(await single(() => findLiveSession('hash of s2', at(1), at(-1)))).toBeUndefined();
  });

  it('rotates a token once: the second caller with the same old token loses', async ({ account, single }) => {
    await single(() => insertSession(sessionOf(account.id, 's1')));
    const events = [{ method: 'otp', at: at(2).getTime() }] as const;
    const rotation = { id: 's1', old: 'hash of s1', events, epoch: 1, byRecovery: 'none', now: at(2) } as const;
    expect(await single(() => rotateSession({ ...rotation, tokenHash: 'a' }))).toBe(true);
    expect(await single(() => rotateSession({ ...rotation, tokenHash: 'b' }))).toBe(false);
    expect(await single(() => findLiveSession('a', at(3), T0))).toMatchObject({ id: 's1', events, lastSeenAt: at(2) });
  });

  it('notes activity at most once in the span that is asked for', async ({ account, single }) => {
    await single(() => insertSession(sessionOf(account.id, 's1')));
    expect(await single(() => touchSession({ id: 's1', now: at(30), before: at(-30) }))).toBe(false);
    expect(await single(() => touchSession({ id: 's1', now: at(61), before: at(1) }))).toBe(true);
    expect((await single(() => findLiveSession('hash of s1', at(62), T0)))?.lastSeenAt).toEqual(at(61));
  });

  it('lists live sessions, the newest first also within one instant, and ends one or all others', async ({
    account,
    single,
  }) => {
    await single(() => insertSession(sessionOf(account.id, 's1')));
    await single(() => insertSession(sessionOf(account.id, 's2', { createdAt: at(5), lastSeenAt: at(5) })));
    await single(() => insertSession(sessionOf(account.id, 's3', { createdAt: at(5), lastSeenAt: at(5) })));
    await single(() => insertSession(sessionOf(account.id, 's4', { expiresAt: at(6) })));
    const listed = await single(() => listSessions(account.id, at(6), at(-1)));
    expect(listed.map((one) => one.id)).toEqual(['s3', 's2', 's1']);
    expect(await single(() => endSession({ id: 's1', accountId: 'somebody else' }))).toBe(false);
    expect(await single(() => endSession({ id: 's1', accountId: account.id }))).toBe(true);
    await single(() => insertSession(sessionOf(account.id, 's5')));
    expect(await single(() => endSessionByToken({ tokenHash: 'hash of s5' }))).toBe(true);
    expect(await single(() => endSessionByToken({ tokenHash: 'hash of s5' }))).toBe(false);
    expect(await single(() => endOtherSessions({ accountId: account.id, keep: 's2' }))).toBe(2);
    expect((await single(() => listSessions(account.id, at(6), at(-1)))).map((one) => one.id)).toEqual(['s2']);
  });

  it('appends events, lists the last ten of each kind and pages through all', async ({ account, single }) => {
    const none = { method: null, authenticatorKind: null, sessionId: null, reason: null, count: null, tally: null };
    const event = { accountId: account.id, ...none };
    for (let n = 1; n <= 32; n += 1) {
      const id = `e${String(n).padStart(2, '0')}`;
      await single(() => appendEvent({ ...event, id, at: at(n), kind: 'wrong-code', client: n === 1 ? null : client }));
    }
    const change = { ...event, id: 'e00', at: at(0), kind: 'password-changed', client } as const;
    await single(() => appendEvent(change));
    const recent = await single(() => listRecentEvents({ accountId: account.id }));
    expect(recent).toHaveLength(11);
    expect(recent.at(-1)).toMatchObject(change);
    expect(recent[0]).toMatchObject({ ...event, id: 'e32', at: at(32), kind: 'wrong-code', client });
    expect((await single(() => listEventsAfter({ after: 'e30' }))).map((one) => one.id)).toEqual(['e31', 'e32']);
  });

  it('keeps one canary a key', async ({ single }) => {
    expect(await single(() => insertKeyCanary({ keyId: 'k1', sealed: 'sealed' }))).toBe(true);
    expect(await single(() => insertKeyCanary({ keyId: 'k1', sealed: 'other' }))).toBe(false);
    expect(await single(() => listKeyCanaries({}))).toEqual([{ keyId: 'k1', sealed: 'sealed' }]);
  });
});
