import { describe, expect, it } from 'vitest';
import { capWait, forItsOwner, ownWait, type Send, usedUpUnanswered } from './sms-limits.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const send = (seconds: number, more: Partial<Send> = {}): Send => ({
  createdAt: ago(seconds),
  known: true,
  verifiedAt: null,
  ...more,
});
const FIGURES = {
  SMS_RESEND_SECONDS: 30,
  SMS_ACCOUNT_PER_HOUR: 5,
  SMS_ACCOUNT_PER_DAY: 10,
  SMS_NUMBER_PER_HOUR: 4,
  SMS_NUMBER_PER_DAY: 8,
  SMS_STRANGERS_PER_HOUR: 3,
  SMS_STRANGERS_PER_DAY: 6,
  SMS_ENROLMENT_PER_HOUR: 3,
  SMS_ENROLMENT_PER_DAY: 6,
  SMS_TOTAL_PER_DAY: 40,
};
const wait = (owner: 'account' | 'number' | 'enrolment', sends: readonly Send[], known = true) =>
  ownWait(owner, sends, known, FIGURES, NOW);
const spaced = (count: number, every: number, more: Partial<Send> = {}) =>
  Array.from({ length: count }, (_, index) => send(700 + index * every, more));

describe('whose message it is', () => {
  it.each([
    [true, 'challenge', true],
    [true, 'enrolment', false],
    [false, 'challenge', false],
    [false, 'enrolment', false],
  ])('known %s, for a %s: %s', (known, subject, owners) => {
    expect(forItsOwner({ known, subject })).toBe(owners);
  });
});

describe('the wait between messages to a number', () => {
  it.each([
    [[], null],
    [[0], 30],
    [[10], 20],
    [[29.5], 1],
    [[30], null],
    [[10, 50], 50],
    [[60, 100], null],
    [[1, 100, 200], 119],
    [[590], null],
    // A run ends after ten minutes: the older message no longer doubles the wait.
    [[5, 600], 25],
    [[5, 599], 55],
  ])('after messages %j seconds ago is %j', (ages, seconds) => {
    expect(
      wait(
        'number',
        ages.map((age) => send(age)),
      ),
    ).toEqual(seconds === null ? null : { seconds, reason: 'resend' });
  });

  it('does not count what was answered, nor what others asked for', () => {
    expect(wait('number', [send(5, { verifiedAt: ago(1) })])).toBeNull();
    expect(wait('number', [send(5, { known: false })])).toBeNull();
    expect(wait('number', [send(5, { known: false })], false)).toEqual({ seconds: 25, reason: 'resend' });
    expect(wait('number', [send(5)], false)).toBeNull();
  });

  it('is none for an account: a mistyped number is put right at once', () => {
    expect(wait('account', [send(0)])).toBeNull();
  });
});

describe('the caps of an account and a number', () => {
  it.each([
    ['account', 4, null],
    ['account', 5, 3600 - 700 - 4 * 300],
    ['account', 6, 3600 - 700 - 4 * 300],
    ['number', 3, null],
    ['number', 4, 3600 - 700 - 3 * 300],
  ] as const)('%s: after %i messages of this hour the wait is %j', (owner, count, seconds) => {
    expect(wait(owner, spaced(count, 300))).toEqual(seconds === null ? null : { seconds, reason: owner });
  });

  it.each([
    ['account', 9, null],
    ['account', 10, 86_400 - 700 - 9 * 5000],
    ['number', 7, null],
    ['number', 8, 86_400 - 700 - 7 * 5000],
  ] as const)('%s: after %i messages of this day the wait is %j', (owner, count, seconds) => {
    expect(wait(owner, spaced(count, 5000))).toEqual(seconds === null ? null : { seconds, reason: owner });
  });

  it('strangers have a smaller part, of the hour and of the day, and only their own fills it', () => {
    const strangers = { known: false } as const;
    expect(wait('account', spaced(2, 300, strangers), false)).toBeNull();
    expect(wait('account', spaced(3, 300, strangers), false)).toEqual({ seconds: 3600 - 700 - 600, reason: 'account' });
    expect(wait('account', spaced(3, 300, strangers), true)).toBeNull();
    expect(wait('account', spaced(3, 300), false)).toBeNull();
    expect(wait('account', spaced(6, 5000, strangers), false)).toEqual({
      seconds: 86_400 - 700 - 25_000,
      reason: 'account',
    });
  });

  it('an enrolment has caps of its own, of the hour and of the day', () => {
    expect(wait('enrolment', spaced(2, 300))).toBeNull();
    expect(wait('enrolment', spaced(3, 300))).toEqual({ seconds: 3600 - 700 - 600, reason: 'enrolment' });
    expect(wait('enrolment', spaced(6, 5000))).toEqual({ seconds: 86_400 - 700 - 25_000, reason: 'enrolment' });
  });

  it('D005: a message whose code was entered gives its place back, up to what a day may cost', () => {
    const answered = { verifiedAt: ago(1) };
    expect(wait('account', spaced(39, 60, answered))).toBeNull();
    expect(wait('account', spaced(40, 60, answered))).toEqual({ seconds: 86_400 - 700 - 39 * 60, reason: 'account' });
    expect(wait('account', spaced(4, 300, answered).concat(spaced(4, 300)))).toBeNull();
  });

  it('the longer of wait and cap is told, the cap where they are the same', () => {
    const full = [send(10), ...spaced(4, 300)];
    expect(wait('number', full)).toEqual({ seconds: 3600 - 700 - 2 * 300, reason: 'number' });
    const almost = [send(1), send(3540), send(3550), send(3590)];
    expect(wait('number', almost)).toEqual({ seconds: 29, reason: 'resend' });
    expect(wait('number', [send(1), send(3540), send(3550), send(3571)])).toEqual({ seconds: 29, reason: 'number' });
  });

  it('what a clock that was a minute ahead wrote counts; what lies further ahead keeps nobody waiting', () => {
    expect(capWait([send(-60)], 1, 3600, NOW)).toBe(3660);
    expect(capWait([send(-60.001)], 1, 3600, NOW)).toBe(0);
    expect(wait('number', [send(-60)])).toEqual({ seconds: 90, reason: 'resend' });
    expect(wait('number', [send(-60.001)])).toBeNull();
  });

  it('a message leaves its window to the second', () => {
    expect(capWait([send(3600)], 1, 3600, NOW)).toBe(0);
    expect(capWait([send(3599)], 1, 3600, NOW)).toBe(1);
    expect(capWait([send(9000)], 1, 3600, NOW)).toBe(0);
    expect(capWait([send(10), send(20)], 3, 3600, NOW)).toBe(0);
    expect(capWait([send(10), send(20), send(30)], 2, 3600, NOW)).toBe(3580);
  });
});

describe('a day of messages without one answer', () => {
  const answered = { verifiedAt: ago(60) } as const;
  const stranger = { known: false } as const;

  it('is told when the account’s cap is used up and nobody entered a code', () => {
    expect(usedUpUnanswered(spaced(9, 100), FIGURES)).toBe(false);
    expect(usedUpUnanswered(spaced(10, 100), FIGURES)).toBe(true);
    expect(usedUpUnanswered([...spaced(9, 100), send(5, answered)], FIGURES)).toBe(false);
  });

  it('is told of the strangers’ part by itself', () => {
    expect(usedUpUnanswered(spaced(5, 100, stranger), FIGURES)).toBe(false);
    expect(usedUpUnanswered(spaced(6, 100, stranger), FIGURES)).toBe(true);
    expect(usedUpUnanswered([...spaced(6, 100, stranger), send(5, answered)], FIGURES)).toBe(true);
    expect(usedUpUnanswered([...spaced(5, 100, stranger), send(5, { ...stranger, ...answered })], FIGURES)).toBe(false);
  });
});
