import { describe, expect } from 'vitest';
import {
  advanceAttempts,
  findAttempts,
  giveAttemptBack,
  removeAttempts,
  resetAttempts,
} from '../../src/store/attempts.ts';
import {
  disableAuthenticators,
  listAuthenticators,
  notePhoneUse,
  removeAllAuthenticators,
  removeAuthenticatorRow,
  spendTimeStep,
} from '../../src/store/authenticators.ts';
import {
  cancelChallenge,
  findChallengeByToken,
  findOpenStepUp,
  giveChallengeTryBack,
  payChallenge,
  removeChallenges,
  spendChallenge,
} from '../../src/store/challenges.ts';
import type { Work } from '../../src/store/database.ts';
import {
  closeEnrolment,
  findEnrolment,
  findOpenEnrolment,
  giveEnrolmentTryBack,
  payEnrolment,
  removeEnrolments,
  spendEnrolment,
} from '../../src/store/enrolments.ts';
import {
  acknowledgeRecoveryCodeRow,
  findActiveRecoveryCode,
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
  takeThrottle,
} from '../../src/store/throttles.ts';
import { test } from '../support/test.ts';
import { at, doneAndUndone, gone, nothing, twoPeople } from '../support/two-people.ts';

/** Two people, `m` and `o`, have the same of everything: what is done to a row of `m` is done to that row alone. */
describe.each(['sqlite', 'postgres'] as const)('what spends or ends a secret, on %s', (engine) => {
  const it = test
    .extend('options', { engine, planted: 'rows are written one by one, as no flow would leave them' })
    .extend('world', async ({ world }) => {
      await world.database.unit(twoPeople);
      return world;
    })
    .extend(
      'does',
      ({ world }) =>
        <R>(write: () => Work<R>) =>
          doneAndUndone(world.database, write),
    )
    .extend(
      'idOf',
      ({ world }) =>
        async (read: () => Work<{ id: string } | undefined>) =>
          (await world.database.single(read))?.id,
    );

  it('moves, gives back and forgets one count of one account', async ({ world, does }) => {
    const next = { accountId: 'm', bucket: 'stranger', failed: 3, until: at(30), now: at(1), run: 'again' };
    expect(await does(() => advanceAttempts(2, 'm/stranger', next))).toEqual({
      said: true,
      changed: { 'm/stranger': { failed: 3, blockedUntil: at(30), updatedAt: at(1), run: 'again' } },
    });
    const paid = { accountId: 'm', bucket: 'stranger', run: 'm-run', until: at(9), before: at(0) };
    expect(await does(() => giveAttemptBack(paid))).toEqual({
      said: true,
      changed: { 'm/stranger': { failed: 1, blockedUntil: at(0) } },
    });
    expect(await does(() => giveAttemptBack({ ...paid, run: 'another' }))).toEqual(nothing);
    expect(await does(() => resetAttempts({ accountId: 'm', bucket: 'stranger' }))).toEqual({
      said: true,
      changed: gone('m/stranger'),
    });
    expect(await does(() => removeAttempts({ accountId: 'm' }))).toEqual({
      said: 2,
      changed: gone('m/stranger', 'm/step-up'),
    });
    expect(await world.database.single(() => findAttempts({ accountId: 'o', bucket: 'step-up' }))).toMatchObject({
      id: 'o/step-up',
    });
  });

  it('moves, gives back and forgets one count of passwords', async ({ world, does }) => {
    const next = {
      key: 'm-key',
      failed: 3,
      until: at(30),
      now: at(1),
      run: 'again',
      beganAt: at(1),
      keptUntil: at(40),
    };
    const { failed, until: blockedUntil, now: updatedAt, run, beganAt, keptUntil } = next;
    expect(await does(() => advanceThrottle(2, next))).toEqual({
      said: true,
      changed: { 'm-key': { failed, blockedUntil, updatedAt, run, beganAt, keptUntil } },
    });
    expect(await does(() => advanceThrottle(1, next))).toEqual(nothing);
    expect(await does(() => lowerThrottle({ key: 'm-key', run: 'm-run', count: 1 }))).toEqual({
      said: true,
      changed: { 'm-key': { failed: 1 } },
    });
    const paid = { key: 'm-key', run: 'm-run', until: at(9), before: at(0) };
    expect(await does(() => giveThrottleBack(paid))).toEqual({
      said: true,
      changed: { 'm-key': { failed: 1, blockedUntil: at(0) } },
    });
    const taken = await does(() => takeThrottle({ key: 'm-key' }));
    expect([taken.said?.failed, taken.changed]).toEqual([2, gone('m-key')]);
    expect(await world.database.single(() => findThrottle({ key: 'o-key' }))).toMatchObject({ key: 'o-key' });
  });

  it('spends a step of one app, and notes, removes and disables what is one account’s own', async ({ world, does }) => {
    expect(await does(() => spendTimeStep({ id: 'm-app', step: 101, now: at(1) }))).toEqual({
      said: true,
      changed: { 'm-app': { lastStep: 101, lastUsedAt: at(1) } },
    });
    expect(await does(() => notePhoneUse({ id: 'm-phone', now: at(1) }))).toEqual({
      said: true,
      changed: { 'm-phone': { lastUsedAt: at(1) } },
    });
    expect(await does(() => removeAuthenticatorRow('m-app', 'm'))).toEqual({ said: 'app', changed: gone('m-app') });
    const removed = await does(() => removeAllAuthenticators('m'));
    expect([removed.said.sort(), removed.changed]).toEqual([['app', 'phone'], gone('m-app', 'm-phone')]);
    const disabled = { disabledAt: at(1) };
    expect(await does(() => disableAuthenticators({ accountId: 'm', now: at(1) }))).toEqual({
      said: true,
      changed: { 'm-app': disabled, 'm-phone': disabled },
    });
    const bound = await world.database.single(() => listAuthenticators({ accountId: 'o' }));
    expect(bound.map((one) => one.id)).toEqual(['o-app', 'o-phone']);
  });

  it('counts, gives back, spends and ends one challenge that is open', async ({ does, idOf }) => {
    expect(await does(() => payChallenge('m-open', at(1), 5))).toEqual({
      said: 3,
      changed: { 'm-open': { failed: 3 } },
    });
    expect(await does(() => payChallenge('m-answered', at(1), 5))).toEqual({ said: undefined, changed: {} });
    expect(await does(() => giveChallengeTryBack({ id: 'm-open' }))).toEqual({
      said: true,
      changed: { 'm-open': { failed: 1 } },
    });
    expect(await does(() => giveChallengeTryBack({ id: 'm-answered' }))).toEqual(nothing);
    expect(await does(() => giveChallengeTryBack({ id: 'm-step-up' }))).toEqual(nothing);
    const answered = { 'm-open': { state: 'answered' } };
    expect(await does(() => spendChallenge({ id: 'm-open', now: at(1) }))).toEqual({ said: true, changed: answered });
    const cancelled = { 'm-open': { state: 'cancelled' } };
    expect(await does(() => cancelChallenge({ tokenHash: 'hash of m-open' }))).toEqual({
      said: true,
      changed: cancelled,
    });
    const all = gone('m-open', 'm-answered', 'm-step-up', 'm-step-up-answered');
    expect(await does(() => removeChallenges({ accountId: 'm' }))).toEqual({ said: 4, changed: all });
    expect(await idOf(() => findChallengeByToken({ tokenHash: 'hash of o-open' }))).toBe('o-open');
    expect(await idOf(() => findOpenStepUp({ sessionId: 'm-s', now: at(1), limit: 5 }))).toBe('m-step-up');
  });

  it('counts, spends and ends one enrolment that is open', async ({ does, idOf }) => {
    expect(await does(() => payEnrolment('m-new-app', at(1), 5))).toEqual({
      said: 3,
      changed: { 'm-new-app': { failed: 3 } },
    });
    expect(await does(() => giveEnrolmentTryBack({ id: 'm-new-app' }))).toEqual({
      said: true,
      changed: { 'm-new-app': { failed: 1 } },
    });
    expect(await does(() => giveEnrolmentTryBack({ id: 'm-old-app' }))).toEqual(nothing);
    expect(await does(() => giveEnrolmentTryBack({ id: 'm-new-phone' }))).toEqual(nothing);
    expect(await does(() => payEnrolment('m-old-app', at(1), 5))).toEqual({ said: undefined, changed: {} });
    const confirmed = { 'm-new-app': { state: 'confirmed', sealed: '' } };
    expect(await does(() => spendEnrolment({ id: 'm-new-app', now: at(1) }))).toEqual({
      said: true,
      changed: confirmed,
    });
    const cancelled = { 'm-new-app': { state: 'cancelled', sealed: '' } };
    expect(await does(() => closeEnrolment({ id: 'm-new-app', state: 'cancelled' }))).toEqual({
      said: true,
      changed: cancelled,
    });
    const all = gone('m-old-app', 'm-new-app', 'm-new-phone');
    expect(await does(() => removeEnrolments('m'))).toEqual({ said: 3, changed: all });
    const others = gone('m-old-app', 'm-new-phone');
    expect(await does(() => removeEnrolments('m', 'm-s', 'm-new-app'))).toEqual({ said: 2, changed: others });
    expect(await idOf(() => findOpenEnrolment({ sessionId: 'o-s', kind: 'app' }))).toBe('o-new-app');
    expect(await idOf(() => findOpenEnrolment({ sessionId: 'o-s', kind: 'phone' }))).toBe('o-new-phone');
    expect(await idOf(() => findEnrolment({ id: 'm-new-app', sessionId: 'm-s' }))).toBe('m-new-app');
  });

  it('reserves, spends, replaces and notes the one code that is active', async ({ does, idOf }) => {
    const reservation = { accountId: 'm', hash: 'the same', sessionId: 's', until: at(120), now: at(1) };
    expect(await does(() => reserveRecoveryCode(reservation))).toEqual({
      said: true,
      changed: { 'm-code': { reservedBySession: 's', reservedUntil: at(120) } },
    });
    const reserved = (then: Work<boolean>) =>
      does(function* () {
        yield* reserveRecoveryCode(reservation);
        yield* reserveRecoveryCode({ ...reservation, accountId: 'o' });
        return yield* then;
      });
    const both = { reservedBySession: 's', reservedUntil: at(120) };
    expect(await reserved(spendRecoveryCode({ accountId: 'm', sessionId: 's', now: at(2) }))).toEqual({
      said: true,
      changed: { 'm-code': { ...both, state: 'used' }, 'o-code': both },
    });
    const replaced = { 'm-code': { state: 'replaced' } };
    expect(await does(() => replaceRecoveryCodeRow({ accountId: 'm', id: 'm-code' }))).toEqual({
      said: true,
      changed: replaced,
    });
    expect(await does(() => replaceRecoveryCodeRow({ accountId: 'o', id: 'm-code' }))).toEqual(nothing);
    expect(await does(() => replaceRecoveryCodeRow({ accountId: 'm', id: 'm-old-code' }))).toEqual(nothing);
    const saved = { 'm-code': { savedAt: at(3) } };
    expect(await does(() => acknowledgeRecoveryCodeRow({ accountId: 'm', id: 'm-code', now: at(3) }))).toEqual({
      said: true,
      changed: saved,
    });
    expect(await does(() => acknowledgeRecoveryCodeRow({ accountId: 'o', id: 'm-code', now: at(3) }))).toEqual(nothing);
    expect(await does(() => acknowledgeRecoveryCodeRow({ accountId: 'm', id: 'm-old-code', now: at(3) }))).toEqual(
      nothing,
    );
    expect(await does(() => removeRecoveryCodes({ accountId: 'm' }))).toEqual({
      said: 2,
      changed: gone('m-old-code', 'm-code'),
    });
    expect(await idOf(() => findActiveRecoveryCode({ accountId: 'o' }))).toBe('o-code');
  });
});
