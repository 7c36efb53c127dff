import { describe, expect, it } from 'vitest';
import {
  type AttemptCount,
  type AttemptKind,
  attemptBucket,
  beginsWait,
  isForgotten,
  keptUntil,
  oneMore,
  payForTry,
  recoveryTurn,
} from './attempts.ts';

const T0 = new Date('2026-03-02T09:00:00Z');
const at = (seconds: number) => new Date(T0.getTime() + seconds * 1000);

describe('the wait after so many failures in a row', () => {
  /** In seconds, as the try that fails brings it about. */
  const waits = (kind: AttemptKind, counts: readonly number[]) =>
    counts.map((failed) => {
      const verdict = payForTry(kind, { failed: failed - 1, blockedUntil: T0, updatedAt: T0 }, T0);
      return verdict.kind === 'allowed' ? (verdict.until.getTime() - T0.getTime()) / 1000 : verdict.kind;
    });

  it('begins with the fifth and doubles up to each kind’s own ceiling', () => {
    expect(waits('second-factor', [1, 4, 5, 6, 11, 12, 100])).toEqual([0, 0, 30, 60, 1920, 3600, 3600]);
    expect(waits('recovery', [1, 4, 5, 6, 7, 100, 1000])).toEqual([0, 0, 30, 60, 60, 60, 60]);
    expect(waits('password', [1, 4, 5, 6, 14, 15, 1000])).toEqual([0, 0, 1, 2, 512, 900, 900]);
  });

  it('stops a client at thirty over all logins', () => {
    expect(waits('password-client', [1, 29, 30, 31])).toEqual([0, 0, 600, 600]);
  });
});

describe('payForTry', () => {
  const count = (failed: number, until: number, updated = 0) => ({
    failed,
    blockedUntil: at(until),
    updatedAt: at(updated),
  });

  it('takes every try for a failure until it proves right', () => {
    expect(payForTry('second-factor', undefined, T0)).toEqual({ kind: 'allowed', failed: 1, until: T0 });
    expect(payForTry('second-factor', count(4, 0), T0)).toEqual({ kind: 'allowed', failed: 5, until: at(30) });
  });

  it('lets nothing through in a wait, up to its last millisecond', () => {
    expect(payForTry('second-factor', count(5, 30), at(0))).toEqual({ kind: 'blocked', retryAfterSeconds: 30 });
    expect(payForTry('second-factor', count(5, 30), at(29.999))).toEqual({ kind: 'blocked', retryAfterSeconds: 1 });
    expect(payForTry('second-factor', count(5, 30), at(30))).toEqual({ kind: 'allowed', failed: 6, until: at(90) });
  });

  it('lets through whose turn has come, and counts it like any other try', () => {
    expect(payForTry('recovery', count(9, 60), at(0), at(20))).toEqual({ kind: 'blocked', retryAfterSeconds: 20 });
    expect(payForTry('recovery', count(9, 60), at(20), at(20))).toEqual({ kind: 'allowed', failed: 10, until: at(80) });
    expect(payForTry('recovery', count(9, 60), at(50), at(600))).toEqual({ kind: 'blocked', retryAfterSeconds: 10 });
  });

  it('makes nobody wait longer than the wait is, whatever became of the clock', () => {
    expect(payForTry('second-factor', count(5, 30), at(-86_400))).toEqual({ kind: 'blocked', retryAfterSeconds: 30 });
  });

  it('closes a second factor at a hundred for good, and nothing else ever', () => {
    const year = 365 * 86_400;
    expect(payForTry('second-factor', count(99, 0), T0)).toMatchObject({ kind: 'allowed', failed: 100 });
    expect(payForTry('second-factor', count(100, 0), at(year))).toEqual({ kind: 'disabled' });
    expect(payForTry('recovery', count(1000, 60), at(60))).toMatchObject({ kind: 'allowed', failed: 1001 });
    expect(payForTry('password', count(1000, 900), at(900))).toMatchObject({ kind: 'allowed', failed: 1001 });
  });

  it('forgets passwords after a quarter of an hour of quiet, counted from the end of the wait; codes never', () => {
    expect(payForTry('password', count(6, 2, 0), at(902))).toMatchObject({ failed: 7 });
    expect(payForTry('password', count(6, 2, 0), at(903))).toMatchObject({ failed: 1 });
    expect(payForTry('password-client', count(29, 0, 0), at(601))).toMatchObject({ failed: 1 });
    expect(payForTry('second-factor', count(4, 0, 0), at(86_400))).toMatchObject({ failed: 5 });
    expect(payForTry('recovery', count(4, 0, 0), at(86_400))).toMatchObject({ failed: 5 });
  });
});

describe('a count that is not asked but added to', () => {
  const counted = (failed: number, until: number): AttemptCount => ({
    failed,
    blockedUntil: at(until),
    updatedAt: T0,
  });

  it('keeps a wait that stands to its end, and begins a longer one from now', () => {
    expect(oneMore('second-factor', counted(5, 600), at(10))).toEqual({ failed: 6, until: at(600) });
    expect(oneMore('second-factor', counted(5, 30), at(10))).toEqual({ failed: 6, until: at(70) });
    expect(oneMore('second-factor', counted(2, 0), at(10))).toEqual({ failed: 3, until: at(10) });
    expect(oneMore('second-factor', undefined, at(10))).toEqual({ failed: 1, until: at(10) });
  });

  it('keeps no wait for longer than it was, after a clock was set back', () => {
    expect(oneMore('second-factor', counted(4, 600), at(-86_400))).toEqual({ failed: 5, until: at(-86_400 + 600) });
  });

  it('says with which failure a wait begins', () => {
    expect([4, 5, 6].map((failed) => beginsWait('second-factor', failed))).toEqual([false, true, true]);
    expect([59, 60].map((failed) => beginsWait('password-56', failed))).toEqual([false, true]);
  });

  it('is kept for a day, or for as long as it is not forgotten', () => {
    expect(keptUntil('password', at(2))).toEqual(at(2 + 86_400));
    expect(keptUntil('password-login', at(2))).toEqual(at(2 + 30 * 86_400));
    expect(keptUntil('recovery', at(2))).toEqual(at(2 + 86_400));
  });
});

describe('what many share', () => {
  const ofNetwork = (beganAt: Date | null | undefined, until = 0): AttemptCount => ({
    failed: 60,
    blockedUntil: at(until),
    updatedAt: at(until - 1),
    ...(beganAt !== undefined && { beganAt }),
  });

  it('is forgotten an hour after it began, whatever failed since', () => {
    expect(isForgotten('password-56', ofNetwork(T0, 3000), at(3600))).toBe(false);
    expect(isForgotten('password-56', ofNetwork(T0, 3000), at(3601))).toBe(true);
  });

  it('is not forgotten in a wait, and is at its end', () => {
    expect(isForgotten('password-56', ofNetwork(T0, 4000), at(3999))).toBe(false);
    expect(isForgotten('password-56', ofNetwork(T0, 4000), at(4000))).toBe(true);
  });

  it.each([null, undefined])('that does not say when it began (%s) is forgotten an hour after its last', (beganAt) => {
    expect(isForgotten('password-56', ofNetwork(beganAt), at(3600))).toBe(false);
    expect(isForgotten('password-56', ofNetwork(beganAt), at(3601))).toBe(true);
  });

  it('is not forgotten before there is any of it', () => {
    expect(isForgotten('password-56', undefined, T0)).toBe(false);
  });

  it('differs from what one has, which is forgotten after its last failure, whenever it began', () => {
    const mine: AttemptCount = { failed: 3, blockedUntil: at(850), updatedAt: at(850), beganAt: T0 };
    expect(isForgotten('password', mine, at(901))).toBe(false);
    expect(isForgotten('password', mine, at(851 + 900))).toBe(true);
  });
});

describe('recoveryTurn', () => {
  it('comes a minute after the password, and a minute later for each try of the challenge', () => {
    expect(recoveryTurn({ createdAt: T0, failed: 0 })).toEqual(at(60));
    expect(recoveryTurn({ createdAt: T0, failed: 3 })).toEqual(at(240));
  });
});

describe('attemptBucket', () => {
  it('gives strangers one count, each known browser its own, and the recovery code others than the codes', () => {
    expect(attemptBucket('second-factor', null)).toBe('stranger');
    expect(attemptBucket('second-factor', 'b1')).toBe('browser:b1');
    expect(attemptBucket('recovery', null)).toBe('recovery:stranger');
    expect(attemptBucket('recovery', 'b1')).toBe('recovery:browser:b1');
  });
});
