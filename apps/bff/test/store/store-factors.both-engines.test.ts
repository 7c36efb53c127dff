import { describe, expect } from 'vitest';
import { advanceAttempts, findAttempts, removeAttempts, resetAttempts } from '../../src/store/attempts.ts';
import {
  type AuthenticatorRow,
  disableAuthenticators,
  insertAuthenticator,
  listAuthenticators,
  NO_CREDENTIAL,
  notePhoneUse,
  removeAllAuthenticators,
  removeAuthenticatorRow,
  spendTimeStep,
} from '../../src/store/authenticators.ts';
import {
  acknowledgeRecoveryCodeRow,
  findActiveRecoveryCode,
  insertRecoveryCode,
  removeRecoveryCodes,
  replaceRecoveryCodeRow,
  reserveRecoveryCode,
  spendRecoveryCode,
} from '../../src/store/recovery-codes.ts';
import {
  advanceThrottle,
  findThrottle,
  giveThrottleBack,
  lowerThrottle,
  shareThrottle,
  takeThrottle,
} from '../../src/store/throttles.ts';
import { test } from '../support/test.ts';

const T0 = new Date('2026-03-02T09:00:00.000Z');
const at = (seconds: number) => new Date(T0.getTime() + seconds * 1000);

describe.each(['sqlite', 'postgres'] as const)('the store of factors and counts, on %s', (engine) => {
  const it = test
    .extend('options', { engine, planted: 'rows are written one by one, as no flow would leave them' })
    .extend('accountId', async ({ world }) => (await world.account()).id)
    .extend(
      'authenticator',
      ({ accountId }) =>
        (id: string, kind: AuthenticatorRow['kind']): AuthenticatorRow => ({
          id,
          accountId,
          kind,
          sealed: `sealed ${id}`,
          phoneIndex: kind === 'phone' ? 'index' : null,
          country: kind === 'phone' ? 'FR' : null,
          lastStep: 100,
          addedAt: T0,
          lastUsedAt: null,
          disabledAt: null,
          ...NO_CREDENTIAL,
        }),
    )
    .extend('code', ({ accountId }) => (id: string, hash = `hash of ${id}`) => ({
      id,
      accountId,
      hash,
      issuedBySession: 's1',
      issuedAt: T0,
    }));

  it('binds one authenticator of each kind, and no second one', async ({ accountId, single, authenticator }) => {
    expect(await single(() => insertAuthenticator(authenticator('a1', 'app')))).toBe(true);
    expect(await single(() => insertAuthenticator(authenticator('a2', 'app')))).toBe(false);
    expect(await single(() => insertAuthenticator({ ...authenticator('p1', 'phone'), addedAt: at(1) }))).toBe(true);
    expect(await single(() => listAuthenticators({ accountId }))).toEqual([
      authenticator('a1', 'app'),
      { ...authenticator('p1', 'phone'), addedAt: at(1) },
    ]);
  });

  it('spends a time step once, and with it every one before (T-034)', async ({ accountId, single, authenticator }) => {
    await single(() => insertAuthenticator(authenticator('a1', 'app')));
    expect(await single(() => spendTimeStep({ id: 'a1', step: 100, now: at(1) }))).toBe(false);
    expect(await single(() => spendTimeStep({ id: 'a1', step: 102, now: at(2) }))).toBe(true);
    expect(await single(() => spendTimeStep({ id: 'a1', step: 102, now: at(3) }))).toBe(false);
    expect(await single(() => spendTimeStep({ id: 'a1', step: 101, now: at(3) }))).toBe(false);
    expect((await single(() => listAuthenticators({ accountId })))[0]).toMatchObject({
      lastStep: 102,
      lastUsedAt: at(2),
    });
  });

  it('lets nothing be spent on a disabled authenticator', async ({ accountId, single, authenticator }) => {
    await single(() => insertAuthenticator(authenticator('a1', 'app')));
    await single(() => insertAuthenticator(authenticator('p1', 'phone')));
    expect(await single(() => notePhoneUse({ id: 'p1', now: at(1) }))).toBe(true);
    expect(await single(() => disableAuthenticators({ accountId, now: at(2) }))).toBe(true);
    expect(await single(() => disableAuthenticators({ accountId, now: at(3) }))).toBe(false);
    expect(await single(() => spendTimeStep({ id: 'a1', step: 200, now: at(4) }))).toBe(false);
    expect(await single(() => notePhoneUse({ id: 'p1', now: at(4) }))).toBe(false);
    const bound = await single(() => listAuthenticators({ accountId }));
    expect(bound.map((one) => one.disabledAt)).toEqual([at(2), at(2)]);
  });

  it('removes one of its own account only, or all', async ({ accountId, single, authenticator }) => {
    await single(() => insertAuthenticator(authenticator('a1', 'app')));
    await single(() => insertAuthenticator(authenticator('p1', 'phone')));
    expect(await single(() => removeAuthenticatorRow('a1', 'somebody else'))).toBeUndefined();
    expect(await single(() => removeAuthenticatorRow('a1', accountId))).toBe('app');
    expect(await single(() => removeAllAuthenticators(accountId))).toEqual(['phone']);
  });

  it('keeps one active recovery code an account, by a unique index', async ({ accountId, single, code }) => {
    expect(await single(() => insertRecoveryCode(code('r1')))).toBe(true);
    await expect(single(() => insertRecoveryCode(code('r2')))).rejects.toThrow();
    expect(await single(() => replaceRecoveryCodeRow({ accountId, id: 'r1' }))).toBe(true);
    expect(await single(() => replaceRecoveryCodeRow({ accountId, id: 'r1' }))).toBe(false);
    expect(await single(() => insertRecoveryCode(code('r2')))).toBe(true);
    expect(await single(() => findActiveRecoveryCode({ accountId }))).toEqual({
      ...code('r2'),
      state: 'active',
      savedAt: null,
      reservedBySession: null,
      reservedUntil: null,
    });
    expect(await single(() => removeRecoveryCodes({ accountId }))).toBe(2);
  });

  it('reserves a recovery code for one session until the reservation lapses, and lets that one finish it', async ({
    accountId,
    single,
    code,
  }) => {
    await single(() => insertRecoveryCode(code('r1')));
    const reserve = (sessionId: string, hash: string, from: number) =>
      single(() => reserveRecoveryCode({ accountId, hash, sessionId, until: at(from + 120), now: at(from) }));
    expect(await reserve('s1', 'hash of another', 0)).toBe(false);
    expect(await reserve('s1', 'hash of r1', 0)).toBe(true);
    expect(await reserve('s2', 'hash of r1', 119)).toBe(false);
    expect(await reserve('s2', 'hash of r1', 120)).toBe(true);
    expect(await single(() => spendRecoveryCode({ accountId, sessionId: 's1', now: at(121) }))).toBe(false);
    expect(await single(() => spendRecoveryCode({ accountId, sessionId: 's2', now: at(240) }))).toBe(false);
    expect(await single(() => spendRecoveryCode({ accountId, sessionId: 's2', now: at(239) }))).toBe(true);
    expect(await single(() => findActiveRecoveryCode({ accountId }))).toBeUndefined();
    expect(await reserve('s3', 'hash of r1', 500)).toBe(false);
  });

  it('takes the word that a recovery code is saved once, for the active one', async ({ accountId, single, code }) => {
    await single(() => insertRecoveryCode(code('r1')));
    expect(await single(() => acknowledgeRecoveryCodeRow({ accountId, id: 'r0', now: at(1) }))).toBe(false);
    expect(await single(() => acknowledgeRecoveryCodeRow({ accountId, id: 'r1', now: at(1) }))).toBe(true);
    expect(await single(() => acknowledgeRecoveryCodeRow({ accountId, id: 'r1', now: at(2) }))).toBe(false);
    expect((await single(() => findActiveRecoveryCode({ accountId })))?.savedAt).toEqual(at(1));
  });

  it('moves a count on only from what was seen (T-054)', async ({ accountId, single }) => {
    const next = (failed: number) => ({ accountId, bucket: 'stranger', failed, until: at(30), now: T0, run: 'r1' });
    expect(await single(() => advanceAttempts(undefined, 'id', next(1)))).toBe(true);
    expect(await single(() => advanceAttempts(undefined, 'id', next(1)))).toBe(false);
    expect(await single(() => advanceAttempts(1, 'id', next(2)))).toBe(true);
    expect(await single(() => advanceAttempts(1, 'id', next(2)))).toBe(false);
    await single(() => advanceAttempts(undefined, 'id2', { ...next(7), bucket: 'step-up' }));
    expect(await single(() => findAttempts({ accountId, bucket: 'stranger' }))).toMatchObject({
      failed: 2,
      blockedUntil: at(30),
      updatedAt: T0,
    });
    expect(await single(() => resetAttempts({ accountId, bucket: 'stranger' }))).toBe(true);
    expect(await single(() => findAttempts({ accountId, bucket: 'stranger' }))).toBeUndefined();
    expect(await single(() => removeAttempts({ accountId }))).toBe(1);
  });

  it('does the same for passwords, and gives back no more than was paid', async ({ single }) => {
    const next = (failed: number) => ({
      key: 'k',
      failed,
      until: at(600),
      now: T0,
      run: 'r1',
      beganAt: T0,
      keptUntil: at(900),
    });
    expect(await single(() => advanceThrottle(undefined, next(30)))).toBe(true);
    expect(await single(() => advanceThrottle(undefined, next(30)))).toBe(false);
    expect(await single(() => advanceThrottle(30, next(31)))).toBe(true);
    const paid = { key: 'k', run: 'r1', until: at(600), before: at(5) };
    expect(await single(() => giveThrottleBack({ ...paid, until: at(599) }))).toBe(true);
    expect(await single(() => findThrottle({ key: 'k' }))).toMatchObject({ failed: 30, blockedUntil: at(600) });
    expect(await single(() => giveThrottleBack(paid))).toBe(true);
    expect(await single(() => findThrottle({ key: 'k' }))).toMatchObject({ failed: 29, blockedUntil: at(5) });
    expect(await single(() => lowerThrottle({ key: 'k', run: 'r0', count: 3 }))).toBe(false);
    expect(await single(() => lowerThrottle({ key: 'k', run: 'r1', count: 3 }))).toBe(true);
    expect(await single(() => findThrottle({ key: 'k' }))).toMatchObject({ failed: 26, blockedUntil: at(5) });
    await single(() => lowerThrottle({ key: 'k', run: 'r1', count: 99 }));
    await single(() => giveThrottleBack(paid));
    expect((await single(() => findThrottle({ key: 'k' })))?.failed).toBe(0);
    await single(() => shareThrottle({ key: 'k', shares: { other: { run: 'r9', count: 2 } } }));
    expect((await single(() => takeThrottle({ key: 'k' })))?.shares).toEqual({ other: { run: 'r9', count: 2 } });
    expect(await single(() => takeThrottle({ key: 'k' }))).toBeUndefined();
    expect(await single(() => giveThrottleBack(paid))).toBe(false);
  });
});
