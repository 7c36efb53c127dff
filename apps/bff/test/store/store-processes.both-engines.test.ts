import { describe, expect } from 'vitest';
import {
  type ChallengeRow,
  cancelChallenge,
  findChallengeByToken,
  findOpenStepUp,
  insertChallenge,
  payChallenge,
  removeChallenges,
  spendChallenge,
} from '../../src/store/challenges.ts';
import {
  closeEnrolment,
  type EnrolmentRow,
  findEnrolment,
  findOpenEnrolment,
  insertEnrolment,
  payEnrolment,
  removeEnrolments,
  spendEnrolment,
} from '../../src/store/enrolments.ts';
import {
  findLatestSms,
  findSms,
  insertSmsMessage,
  markSmsVerified,
  recordSmsOutcome,
  type SmsMessageRow,
  wasSmsSent,
} from '../../src/store/sms-messages.ts';
import { holdSends, listAccountSends, listNumberSends } from '../../src/store/sms-sends.ts';
import { test } from '../support/test.ts';

const T0 = new Date('2026-03-02T09:00:00.000Z');
const at = (seconds: number) => new Date(T0.getTime() + seconds * 1000);

describe.each(['sqlite', 'postgres'] as const)('the store of processes and messages, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend('accountId', async ({ world }) => (await world.account()).id)
    .extend(
      'challenge',
      ({ accountId }) =>
        (id: string, changes: Partial<ChallengeRow> = {}): ChallengeRow => ({
          id,
          accountId,
          purpose: 'sign-in',
          tokenHash: `hash of ${id}`,
          sessionId: null,
          epoch: 1,
          keyId: 't1',
          preferred: 'otp',
          browserId: null,
          failed: 0,
          state: 'open',
          createdAt: T0,
          expiresAt: at(600),
          ...changes,
        }),
    )
    .extend(
      'enrolment',
      ({ accountId }) =>
        (id: string, changes: Partial<EnrolmentRow> = {}): EnrolmentRow => ({
          id,
          accountId,
          sessionId: 's1',
          kind: 'app',
          sealed: 'sealed',
          phoneIndex: null,
          country: null,
          replaces: null,
          keyId: 't1',
          failed: 0,
          state: 'open',
          createdAt: T0,
          expiresAt: at(600),
          ...changes,
        }),
    )
    .extend(
      'message',
      ({ accountId }) =>
        (id: string, changes: Partial<SmsMessageRow> = {}): SmsMessageRow => ({
          id,
          accountId,
          subject: 'sign-in',
          subjectId: 'c1',
          phoneIndex: 'index',
          prefix: '+3363998',
          country: 'FR',
          client: '192.0.2.1',
          known: false,
          state: 'sending',
          failure: null,
          providerId: null,
          createdAt: T0,
          updatedAt: T0,
          verifiedAt: null,
          ...changes,
        }),
    );

  it('counts a challenge’s tries up to the limit and not beyond its end', async ({ single, challenge }) => {
    await single(() => insertChallenge(challenge('c1')));
    expect(await single(() => findChallengeByToken({ tokenHash: 'hash of c1' }))).toEqual(challenge('c1'));
    expect(await single(() => payChallenge('c1', at(600), 2))).toBeUndefined();
    expect(await single(() => payChallenge('c1', at(599), 2))).toBe(1);
    expect(await single(() => payChallenge('c1', at(599), 2))).toBe(2);
    expect(await single(() => payChallenge('c1', at(599), 2))).toBeUndefined();
  });

  it('spends a challenge for exactly one caller, within its time', async ({ accountId, single, challenge }) => {
    await single(() => insertChallenge(challenge('c1')));
    expect(await single(() => spendChallenge({ id: 'c1', now: at(600) }))).toBe(false);
    expect(await single(() => spendChallenge({ id: 'c1', now: at(1) }))).toBe(true);
    expect(await single(() => spendChallenge({ id: 'c1', now: at(1) }))).toBe(false);
    expect(await single(() => cancelChallenge({ tokenHash: 'hash of c1' }))).toBe(false);
    expect(await single(() => payChallenge('c1', at(2), 5))).toBeUndefined();
    expect((await single(() => findChallengeByToken({ tokenHash: 'hash of c1' })))?.state).toBe('answered');
    await single(() => insertChallenge(challenge('c2')));
    expect(await single(() => cancelChallenge({ tokenHash: 'hash of c2' }))).toBe(true);
    expect(await single(() => spendChallenge({ id: 'c2', now: at(1) }))).toBe(false);
    expect(await single(() => removeChallenges({ accountId }))).toBe(2);
  });

  it('finds a session’s step-up that is open, in time and has tries left, the newest first', async ({
    single,
    challenge,
  }) => {
    const stepUp = { purpose: 'step-up', tokenHash: null, sessionId: 's1' } as const;
    await single(() => insertChallenge(challenge('c1', { ...stepUp, createdAt: at(1) })));
    await single(() => insertChallenge(challenge('c2', { ...stepUp, createdAt: at(2), failed: 5 })));
    await single(() => insertChallenge(challenge('c3', { ...stepUp, createdAt: at(3), expiresAt: at(10) })));
    expect((await single(() => findOpenStepUp({ sessionId: 's1', now: at(9), limit: 5 })))?.id).toBe('c3');
    expect((await single(() => findOpenStepUp({ sessionId: 's1', now: at(10), limit: 5 })))?.id).toBe('c1');
    expect(await single(() => findOpenStepUp({ sessionId: 's2', now: at(9), limit: 5 }))).toBeUndefined();
  });

  it('keeps one open enrolment of a kind in a session, by a partial unique index', async ({
    accountId,
    single,
    enrolment,
  }) => {
    expect(await single(() => insertEnrolment(enrolment('e1')))).toBe(true);
    expect(await single(() => insertEnrolment(enrolment('e2')))).toBe(false);
    expect(await single(() => insertEnrolment(enrolment('e3', { kind: 'phone' })))).toBe(true);
    expect(await single(() => insertEnrolment(enrolment('e4', { sessionId: 's2' })))).toBe(true);
    expect(await single(() => closeEnrolment({ id: 'e1', state: 'cancelled' }))).toBe(true);
    expect(await single(() => closeEnrolment({ id: 'e1', state: 'confirmed' }))).toBe(false);
    expect(await single(() => insertEnrolment(enrolment('e2')))).toBe(true);
    expect(await single(() => findOpenEnrolment({ sessionId: 's1', kind: 'app' }))).toEqual(enrolment('e2'));
    expect(await single(() => findEnrolment({ id: 'e2', sessionId: 's2' }))).toBeUndefined();
    expect((await single(() => findEnrolment({ id: 'e1', sessionId: 's1' })))?.state).toBe('cancelled');
    expect(await single(() => removeEnrolments(accountId))).toBe(4);
  });

  it('counts an enrolment’s tries and spends it once, within its time', async ({ single, enrolment }) => {
    await single(() => insertEnrolment(enrolment('e1')));
    expect(await single(() => payEnrolment('e1', at(600), 1))).toBeUndefined();
    expect(await single(() => payEnrolment('e1', at(599), 1))).toBe(1);
    expect(await single(() => payEnrolment('e1', at(599), 1))).toBeUndefined();
    expect(await single(() => spendEnrolment({ id: 'e1', now: at(600) }))).toBe(false);
    expect(await single(() => spendEnrolment({ id: 'e1', now: at(599) }))).toBe(true);
    expect(await single(() => spendEnrolment({ id: 'e1', now: at(599) }))).toBe(false);
  });

  it('lists what was or may have been sent to an account and to a number, without notices', async ({
    accountId,
    single,
    message,
  }) => {
    await single(() => holdSends({ now: T0 }));
    await single(() => holdSends({ now: at(1) }));
    await single(() => insertSmsMessage(message('m1')));
    await single(() => insertSmsMessage(message('m2', { createdAt: at(5), known: true, verifiedAt: at(6) })));
    await single(() => insertSmsMessage(message('m3', { createdAt: at(7), state: 'not-sent' })));
    await single(() => insertSmsMessage(message('m4', { createdAt: at(8), subject: 'notice' })));
    await single(() => insertSmsMessage(message('m5', { createdAt: at(9), phoneIndex: 'other' })));
    const first = { createdAt: T0, subject: 'sign-in', known: false, verifiedAt: null };
    const second = { createdAt: at(5), subject: 'sign-in', known: true, verifiedAt: at(6) };
    const other = { createdAt: at(9), subject: 'sign-in', known: false, verifiedAt: null };
    expect(await single(() => listAccountSends({ value: accountId, since: at(-1) }))).toEqual([other, second, first]);
    expect(await single(() => listAccountSends({ value: accountId, since: T0 }))).toEqual([other, second]);
    expect(await single(() => listNumberSends({ value: 'index', since: at(-1) }))).toEqual([second, first]);
  });

  it('says that a message left when any of a challenge did, whatever became of the latest', async ({
    single,
    message,
  }) => {
    expect(await single(() => wasSmsSent('c1'))).toBe(false);
    await single(() => insertSmsMessage(message('m1', { state: 'not-sent' })));
    expect(await single(() => wasSmsSent('c1'))).toBe(false);
    await single(() => insertSmsMessage(message('m2', { createdAt: at(1), state: 'may-arrive' })));
    await single(() => insertSmsMessage(message('m3', { createdAt: at(2), state: 'not-sent' })));
    expect(await single(() => wasSmsSent('c1'))).toBe(true);
  });

  it('records what became of a send, unless a receipt was faster, and that its code was entered', async ({
    single,
    message,
  }) => {
    await single(() => insertSmsMessage(message('m1')));
    await single(() => insertSmsMessage(message('m2', { createdAt: at(1), state: 'delivered' })));
    const accepted = { state: 'sent', failure: null, now: at(2) } as const;
    expect(await single(() => recordSmsOutcome({ ...accepted, id: 'm1', providerId: 'p1' }))).toBe(true);
    expect(await single(() => recordSmsOutcome({ ...accepted, id: 'm2', providerId: 'p2' }))).toBe(true);
    expect(await single(() => findSms({ id: 'm1' }))).toMatchObject({
      state: 'sent',
      providerId: 'p1',
      updatedAt: at(2),
    });
    expect(await single(() => findLatestSms({ subjectId: 'c1' }))).toMatchObject({
      id: 'm2',
      state: 'delivered',
      providerId: 'p2',
    });
    expect(await single(() => markSmsVerified({ subjectId: 'c1', now: at(3) }))).toBe(true);
    expect(await single(() => markSmsVerified({ subjectId: 'c1', now: at(4) }))).toBe(false);
    expect((await single(() => findSms({ id: 'm1' })))?.verifiedAt).toEqual(at(3));
    expect(await single(() => findSms({ id: 'nothing' }))).toBeUndefined();
  });

  it('takes a provider’s id for one message only', async ({ single, message }) => {
    await single(() => insertSmsMessage(message('m1', { providerId: 'p1' })));
    await expect(single(() => insertSmsMessage(message('m2', { providerId: 'p1' })))).rejects.toThrow();
  });
});
