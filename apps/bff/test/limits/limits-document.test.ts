import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { STEP_UP_MAX_AGE_SECONDS } from '../../src/domain/assurance.ts';
import { type AttemptKind, CHALLENGE_TRIES, DISABLING_FAILURES, payForTry } from '../../src/domain/attempts.ts';
import { PROCESS_LIFE_SECONDS } from '../../src/domain/processes.ts';
import { ORIGIN } from '../support/fixed-values.ts';

const text = readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'security.md'), 'utf8');

/** The cells behind the first one of a table's row. */
function cellsOf(first: string): string[] {
  const line = text.split('\n').find((one) => one.startsWith(`| ${first} |`));
  if (line === undefined) throw new Error(`docs/security.md has no row "${first}"`);
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}

/** Failures in a row, each as soon as it is let through, and the waits that they bring, in seconds. */
function waitsOf(kind: AttemptKind, failures: number): number[] {
  let now = new Date('2026-03-02T09:00:00Z');
  let count: { failed: number; blockedUntil: Date; updatedAt: Date; beganAt: Date } | undefined;
  const waits: number[] = [];
  for (let n = 0; n < failures; n += 1) {
    // Each in the hour in which the ones before it were counted.
    const paid = payForTry(kind, count && { ...count, beganAt: now }, now);
    if (paid.kind !== 'allowed') throw new Error(paid.kind);
    waits.push((paid.until.getTime() - now.getTime()) / 1000);
    count = { failed: paid.failed, blockedUntil: paid.until, updatedAt: now, beganAt: now };
    now = paid.until;
  }
  return waits;
}

/** "5th failure: 30 s doubling to 1 h", of what the rules do. */
function rule(kind: AttemptKind): string {
  const waits = waitsOf(kind, kind === 'second-factor' ? 60 : 140);
  const first = waits.findIndex((wait) => wait > 0);
  const [least, most] = [waits[first] ?? 0, Math.max(...waits)];
  return least === most
    ? `${first + 1}th failure: ${words(least)}`
    : `${first + 1}th failure: ${words(least)} doubling to ${words(most)}`;
}

function words(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 && seconds > 60 ? `${seconds / 60} min` : `${seconds} s`;
}

describe('what the documentation says of limits', () => {
  it('R-PW-10: the waits after wrong passwords and codes are those of the rules', () => {
    expect(cellsOf('password')[1]).toBe(rule('password'));
    expect(cellsOf('client, over all logins')[1]).toBe(rule('password-client'));
    expect(cellsOf('login as typed')[1]).toBe(rule('password-login'));
    for (const bits of [56, 48, 24] as const)
      expect(cellsOf(`network /${bits}, over all logins`)[1]).toBe(rule(`password-${bits}`));
    expect(cellsOf('new password')[1]).toBe(rule('password-change').replace(' failure', '').replace('60 s', '1 min'));
    expect(cellsOf('app and text message together')[1]).toBe(rule('second-factor'));
    expect(cellsOf('recovery code, when guessed')[1]).toBe(rule('recovery'));
    expect(cellsOf('app and text message together')[2]).toContain(`${DISABLING_FAILURES} in a row`);
    expect(cellsOf('challenge, enrolment')[1]).toBe(`${CHALLENGE_TRIES}th failure: over`);
    expect(cellsOf('challenge, enrolment')[2]).toContain(words(PROCESS_LIFE_SECONDS));
  });

  it('R-SE-06: the ends of a session are those of the configuration, each with its reason', () => {
    const read = readConfig({ PUBLIC_ORIGIN: ORIGIN });
    if (read.kind === 'refused') throw new Error(read.lines.join('\n'));
    expect(cellsOf('a session, at most')[0]).toBe(words(read.config.SESSION_ABSOLUTE_SECONDS));
    expect(cellsOf('a session without activity')[0]).toBe(words(read.config.SESSION_IDLE_SECONDS));
    expect(cellsOf('a fresh proof')[0]).toBe(words(STEP_UP_MAX_AGE_SECONDS));
    for (const row of ['a session, at most', 'a session without activity', 'a fresh proof'])
      expect(cellsOf(row)[1]?.length).toBeGreaterThan(20);
  });

  it('R-CR-04: every sub-key has its purpose and its life', () => {
    const source = readFileSync(join(import.meta.dirname, '..', '..', 'src', 'adapters', 'key-ring.ts'), 'utf8');
    expect(source).toContain('hkdf');
    for (const key of ['seal', 'phone index', 'SMS code', 'recovery code', 'pepper', 'throttle key'])
      expect(cellsOf(key).every((cell) => cell.length > 3)).toBe(true);
  });

  it('R-DP-01: every kind of data has its class and its rule', () => {
    for (const kind of ['secret', 'personal', 'internal'])
      expect(cellsOf(kind).every((cell) => cell !== '')).toBe(true);
  });
});
