/** Failures in a row after which a second factor is disabled in its bucket (NIST SP 800-63B-4 §3.2.2). */
export const DISABLING_FAILURES = 100;
/** Failures in a row by strangers over which an account's owner is told that its password is being guessed. */
export const TOLD_FAILURES = 100;
/** Wrong answers that end a challenge or an enrolment. */
export const CHALLENGE_TRIES = 5;

/** The longest wait for the recovery code, in seconds. */
const RECOVERY_WAIT_SECONDS = 60;

export interface AttemptCount {
  readonly failed: number;
  readonly blockedUntil: Date;
  readonly updatedAt: Date;
  /** When it began to count; null in what the first release wrote. */
  readonly beganAt?: Date | null;
}

/**
 * What is counted. Of an account: its second factor, its recovery code, its changes of password. Of passwords: a login
 * from one client (or known browser), a login from all strangers together, and over all logins a client and the
 * networks around it.
 */
export type AttemptKind = 'second-factor' | 'recovery' | 'password' | 'password-change' | 'password-login' | PlaceKind;

/** Counts of a client and of the networks around it. */
export type PlaceKind = 'password-client' | 'password-56' | 'password-48' | 'password-24';

interface Rule {
  /** The failure that brings about the first wait. */
  readonly first: number;
  /** The first wait, and the longest that it doubles up to, in seconds. */
  readonly wait: number;
  readonly longest: number;
  /** Seconds after which it is forgotten: without a failure, or (of what many share) since it began. */
  readonly forgotten: number;
  readonly since: 'last failure' | 'beginning';
}

const rule = (first: number, wait: number, longest: number, forgotten: number): Rule => ({
  first,
  wait,
  longest,
  forgotten,
  since: 'last failure',
});
/** A wider network fails all day long without anybody guessing: only what an hour brings is counted. */
const ofNetwork = (first: number): Rule => ({ ...rule(first, 30, 600, 3600), since: 'beginning' });

const NEVER = Number.POSITIVE_INFINITY;
const RULES: Readonly<Record<AttemptKind, Rule>> = {
  'second-factor': rule(5, 30, 3600, NEVER),
  recovery: rule(5, 30, RECOVERY_WAIT_SECONDS, NEVER),
  password: rule(5, 1, 15 * 60, 15 * 60),
  'password-change': rule(10, 60, 15 * 60, 15 * 60),
  'password-login': rule(20, 2, 5 * 60, 30 * 24 * 3600),
  'password-client': rule(30, 600, 600, 600),
  'password-56': ofNetwork(60),
  'password-48': ofNetwork(120),
  'password-24': ofNetwork(120),
};

/** Seconds to wait after so many failures in a row: from the first that brings one about, doubling up to a ceiling. */
function waitAfter(kind: AttemptKind, failed: number): number {
  const { first, wait, longest } = RULES[kind];
  return failed < first ? 0 : Math.min(wait * 2 ** Math.min(failed - first, 20), longest);
}

/** Whether the last of so many failures in a row brought about a wait. */
export const beginsWait = (kind: AttemptKind, failed: number) => waitAfter(kind, failed) > 0;

const DAY_SECONDS = 24 * 3600;

/** Until when a count of passwords is kept: a day at least, since a success in it gives back what it shared. */
export function keptUntil(kind: AttemptKind, until: Date): Date {
  const { forgotten } = RULES[kind];
  return new Date(until.getTime() + Math.max(DAY_SECONDS, forgotten === NEVER ? 0 : forgotten) * 1000);
}

export type AttemptVerdict =
  | { readonly kind: 'allowed'; readonly failed: number; readonly until: Date }
  | { readonly kind: 'blocked'; readonly retryAfterSeconds: number }
  | { readonly kind: 'disabled' };

/**
 * Decides whether one more try is allowed and what the count becomes when it is paid for, before it is
 * judged: the try is taken for a failure until it proves right. Inside a wait even the right secret is refused.
 * @param turn when the try is let through whatever wait others have brought about; without one, not before its end.
 */
export function payForTry(kind: AttemptKind, count: AttemptCount | undefined, now: Date, turn?: Date): AttemptVerdict {
  const seen = isForgotten(kind, count, now) ? undefined : count;
  if (kind === 'second-factor' && (seen?.failed ?? 0) >= DISABLING_FAILURES) return { kind: 'disabled' };
  const wait = seen === undefined ? 0 : waitLeft(seen, now);
  const remaining = turn === undefined ? wait : Math.min(wait, turn.getTime() - now.getTime());
  if (remaining > 0) return { kind: 'blocked', retryAfterSeconds: Math.ceil(remaining / 1000) };
  return { kind: 'allowed', ...oneMore(kind, count, now) };
}

/** Milliseconds. A clock that was set back must not stretch a wait beyond its own length. */
function waitLeft({ blockedUntil, updatedAt }: AttemptCount, now: Date): number {
  return Math.min(blockedUntil.getTime() - now.getTime(), blockedUntil.getTime() - updatedAt.getTime());
}

/** What a count becomes with one more failure. A wait that stands is never shortened. */
export function oneMore(
  kind: AttemptKind,
  count: AttemptCount | undefined,
  now: Date,
): { readonly failed: number; readonly until: Date } {
  const seen = isForgotten(kind, count, now) ? undefined : count;
  const failed = (seen?.failed ?? 0) + 1;
  const standing = seen === undefined ? 0 : now.getTime() + Math.max(0, waitLeft(seen, now));
  return { failed, until: new Date(Math.max(standing, now.getTime() + waitAfter(kind, failed) * 1000)) };
}

/**
 * When a challenge may next try the recovery code, whatever others tried meanwhile: a minute for each try that it has
 * had and one more. Without it somebody with the password who guesses as each wait ends would keep the owner out for
 * as long as they please; 120 bits are not to be guessed at any pace.
 */
export function recoveryTurn(challenge: { readonly createdAt: Date; readonly failed: number }): Date {
  return new Date(challenge.createdAt.getTime() + (challenge.failed + 1) * RECOVERY_WAIT_SECONDS * 1000);
}

/** Whether so much time has passed that a count begins anew. */
export function isForgotten(kind: AttemptKind, count: AttemptCount | undefined, now: Date): boolean {
  if (count === undefined) return false;
  const { forgotten, since } = RULES[kind];
  const last = Math.max(count.updatedAt.getTime(), count.blockedUntil.getTime());
  if (since === 'last failure') return now.getTime() - last > forgotten * 1000;
  const began = count.beganAt?.getTime() ?? last;
  return now.getTime() - began > forgotten * 1000 && now.getTime() >= count.blockedUntil.getTime();
}

/** Names the bucket that a try is counted in: a browser that has signed in before has its own. */
export function attemptBucket(factor: 'second-factor' | 'recovery', browserId: string | null): string {
  const who = browserId === null ? 'stranger' : `browser:${browserId}`;
  return factor === 'recovery' ? `recovery:${who}` : who;
}

/** Step-up in a live session is counted apart, so that a stranger's failures don't stand in its way. */
export const STEP_UP_BUCKET = 'step-up';
