import { describe, expect } from 'vitest';
import type { Scope, Tally } from '../../src/domain/sms-abuse.ts';
import { findSmsPauses, liftSmsPauses, raiseSmsAlarm, type SmsAlarmRow } from '../../src/store/sms-alarms.ts';
import {
  findSms,
  findSmsByProviderId,
  insertSmsMessage,
  moveSms,
  recordSmsOutcome,
  type SmsMessageRow,
  takeReceiptId,
  wasSmsSent,
} from '../../src/store/sms-messages.ts';
import { listRefusedSends } from '../../src/store/sms-sends.ts';
import { listUnanswered, tallySms } from '../../src/store/sms-tallies.ts';
import { test } from '../support/test.ts';

const T0 = new Date('2026-03-02T09:00:00Z');
const at = (minutes: number) => new Date(T0.getTime() + minutes * 60_000);

describe.each(['sqlite', 'postgres'] as const)('the store of messages, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend('accountId', async ({ world }) => (await world.account(`store@example.com`)).id)
    .extend(
      'put',
      ({ accountId, single }) =>
        async (id: string, changes: Partial<SmsMessageRow> = {}): Promise<string> => {
          const row: SmsMessageRow = {
            id,
            accountId,
            subject: 'sign-in',
            subjectId: 'subject',
            phoneIndex: 'index',
            prefix: 'prefix',
            country: 'country',
            client: 'client',
            known: false,
            state: 'sent',
            failure: null,
            providerId: null,
            createdAt: T0,
            updatedAt: T0,
            verifiedAt: null,
            ...changes,
          };
          await single(() => insertSmsMessage(row));
          return row.id;
        },
    )
    .extend(
      'tally',
      ({ single }) =>
        (scope: Scope, change: Partial<typeof times> = {}): Promise<Tally> =>
          single(() => tallySms(scope, scope === 'overall' ? '' : `${scope}`, { ...times, ...change })),
    );

  const times = { hourAgo: at(-60), dayAgo: at(-1440), answerBy: at(-10), judgedSince: at(-1440), newest: at(1) };

  it('counts failed, waiting, judged and verified messages of a scope', async ({ single, put, tally }) => {
    await put('waiting', { createdAt: at(-9) });
    await put('failed', { createdAt: at(-10) });
    await put('an hour ago', { createdAt: at(-60) });
    await put('verified', { createdAt: at(-5), verifiedAt: at(-4) });
    await put('verified long ago', { createdAt: at(-1441), verifiedAt: at(-1440) });
    await put('not sent', { createdAt: at(-20), state: 'not-sent' });
    await put('a notice', { createdAt: at(-20), subject: 'notice' });
    const expected = { failedInHour: 1, failedInDay: 2, waiting: 1, judged: 3, verified: 1 };
    expect(await tally('client')).toEqual(expected);
    expect(await tally('prefix')).toEqual(expected);
    expect(await tally('country')).toEqual(expected);
    expect(await tally('prefix', { judgedSince: at(-30) })).toMatchObject({ judged: 2, verified: 1 });
    expect(await tally('prefix', { judgedSince: at(-2000) })).toMatchObject({ judged: 4, verified: 2, failedInDay: 2 });
    expect(await single(() => tallySms('client', 'nobody', times))).toEqual({
      failedInHour: 0,
      failedInDay: 0,
      waiting: 0,
      judged: 0,
      verified: 0,
    });
    expect((await tally('overall')).waiting).toBeGreaterThanOrEqual(1);
  });

  it('leaves what a paused range was judged by out of its country', async ({ single, put, tally }) => {
    for (let minute = 20; minute < 25; minute += 1) await put(`m${minute}`, { createdAt: at(-minute) });
    await put('another range', { createdAt: at(-20), prefix: 'other' });
    const alarm = { id: 'a', kind: 'prefix' as const, subject: 'prefix', raisedAt: at(-22) };
    await single(() => raiseSmsAlarm({ ...alarm, pausedUntil: at(-22), quietSince: at(-22) }));
    expect(await tally('country')).toMatchObject({ judged: 3 });
    expect(await tally('prefix')).toMatchObject({ judged: 5 });
  });

  it('lists when unanswered messages went out, the newest first', async ({ single, put }) => {
    await put('one', { createdAt: at(-30) });
    await put('two', { createdAt: at(-20) });
    await put('answered', { createdAt: at(-15), verifiedAt: at(-14) });
    await put('too new', { createdAt: at(-5) });
    const found = await single(() => listUnanswered('client', 'client', { after: at(-40), until: at(-10) }));
    expect(found).toEqual([{ createdAt: at(-20) }, { createdAt: at(-30) }]);
  });

  it('lists what was certainly not sent to an account, apart for browsers that are known', async ({
    accountId,
    single,
    put,
  }) => {
    await put('refused', { state: 'not-sent' });
    await put('refused, known', { state: 'not-sent', known: true, createdAt: at(1) });
    await put('sent');
    expect(await single(() => listRefusedSends({ accountId, known: false, since: at(-1) }))).toEqual([
      { createdAt: T0 },
    ]);
    expect(await single(() => listRefusedSends({ accountId, known: true, since: at(-1) }))).toEqual([
      { createdAt: at(1) },
    ]);
    expect(await single(() => listRefusedSends({ accountId, known: true, since: at(1) }))).toEqual([]);
  });

  it('knows whether any message of a subject may have left', async ({ single, put }) => {
    await put('refused', { state: 'not-sent' });
    expect(await single(() => wasSmsSent('subject'))).toBe(false);
    await put('sending', { state: 'sending' });
    expect(await single(() => wasSmsSent('subject'))).toBe(true);
  });

  it('moves a message forward alone', async ({ single, put }) => {
    const id = await put('m', { state: 'sending' });
    const state = async () => (await single(() => findSms({ id })))?.state;
    const move = (to: 'sent' | 'delivered' | 'not-delivered') =>
      single(() => moveSms(id, to, to === 'not-delivered' ? 'filtered' : null, at(1)));
    expect([await move('sent'), await state()]).toEqual([true, 'sent']);
    expect([await move('sent'), await state()]).toEqual([false, 'sent']);
    expect([await move('not-delivered'), await state()]).toEqual([true, 'not-delivered']);
    expect(await single(() => findSms({ id }))).toMatchObject({ failure: 'filtered', updatedAt: at(1) });
    expect([await move('delivered'), await state()]).toEqual([true, 'delivered']);
    expect(await single(() => findSms({ id }))).toMatchObject({ failure: null });
    expect([await move('not-delivered'), await move('sent'), await state()]).toEqual([false, false, 'delivered']);
    const refused = await put('refused', { state: 'not-sent', failure: 'provider' });
    expect(await single(() => moveSms(refused, 'delivered', null, at(1)))).toBe(false);
  });

  it('keeps what a receipt told when the provider answers after it, and finds it by the provider’s id', async ({
    single,
    put,
  }) => {
    const id = await put('m', { state: 'delivered' });
    const providerId = 'provider';
    await single(() => recordSmsOutcome({ id, state: 'sent', failure: null, providerId, now: at(1) }));
    expect(await single(() => findSmsByProviderId({ providerId }))).toMatchObject({ id, state: 'delivered' });
    expect(await single(() => findSmsByProviderId({ providerId: 'another' }))).toBeUndefined();
  });

  it('takes a receipt once, of ten at the same time', async ({ world }) => {
    const taken = await Promise.all(
      Array.from({ length: 10 }, () => world.database.unit(() => takeReceiptId({ id: 'jti', now: T0 }))),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  describe('alarms', () => {
    const alarm = (change: Partial<SmsAlarmRow> = {}): SmsAlarmRow => ({
      id: `alarm-${change.raisedAt?.getTime() ?? 0}`,
      kind: 'prefix',
      subject: 'prefix',
      raisedAt: T0,
      pausedUntil: at(60),
      ...change,
    });
    const raising = it.extend(
      'raise',
      ({ single }) =>
        (row: SmsAlarmRow, quietSince: Date) =>
          single(() => raiseSmsAlarm({ ...row, quietSince })),
    );

    raising('are raised once while their pause lasts, and anew after it', async ({ single, raise }) => {
      expect(await raise(alarm(), T0)).toBe(true);
      expect(await raise(alarm({ raisedAt: at(59) }), at(59))).toBe(false);
      expect(await raise(alarm({ raisedAt: at(60), pausedUntil: at(120) }), at(60))).toBe(true);
      expect(await single(() => findSmsPauses({ prefix: 'prefix', country: 'none' }))).toEqual([
        { kind: 'prefix', pausedUntil: at(120) },
      ]);
    });

    raising('that pause nothing are quiet for a while', async ({ raise }) => {
      const cap = (minutes: number) =>
        alarm({ kind: 'cap:client', subject: 'client', raisedAt: at(minutes), pausedUntil: at(minutes) });
      expect(await raise(cap(0), at(-60))).toBe(true);
      expect(await raise(cap(59), at(-1))).toBe(false);
      expect(await raise(cap(60), at(0))).toBe(true);
    });

    raising('are raised for one of ten instances', async ({ raise }) => {
      const rows = Array.from({ length: 10 }, (_, index) => ({ ...alarm(), id: `alarm-${index}` }));
      const raised = await Promise.all(rows.map((row) => raise(row, T0)));
      expect(raised.filter(Boolean)).toHaveLength(1);
    });

    raising('of a range and of its country are found together, and lifted', async ({ single, raise }) => {
      await raise(alarm(), T0);
      await raise(alarm({ id: 'country', kind: 'country', subject: 'country' }), T0);
      await raise(alarm({ id: 'cap', kind: 'cap:prefix', pausedUntil: T0 }), T0);
      const pauses = () => single(() => findSmsPauses({ prefix: 'prefix', country: 'country' }));
      expect(await pauses()).toHaveLength(2);
      expect(await single(() => liftSmsPauses({ now: at(30) }))).toBeGreaterThanOrEqual(2);
      expect((await pauses()).map(({ pausedUntil }) => pausedUntil)).toEqual([at(30), at(30)]);
      expect(await single(() => liftSmsPauses({ now: at(30) }))).toBe(0);
    });
  });
});
