/** Failures in a row after which a second factor is disabled in its bucket (NIST SP 800-63B-4 §3.2.2). */
export const DISABLING_FAILURES = 100;
/** Wrong answers that end a challenge or an enrolment. */
export const CHALLENGE_TRIES = 5;

const FREE_FAILURES = 4;
/** The longest wait for the recovery code, in seconds. */
const RECOVERY_WAIT_SECONDS = 60;

export interface AttemptCount {
  readonly failed: number;
  readonly blockedUntil: Date;
}

export type AttemptKind = 'second-factor' | 'recovery' | 'password' | 'password-client';

/** Seconds to wait after so many failures in a row: from the fifth on, doubling up to a ceiling. */
function waitAfter(kind: AttemptKind, failed: number): number {
  if (kind === 'password-client') return failed >= 30 ? 600 : 0;
  if (failed <= FREE_FAILURES) return 0;
  const doubled = 2 ** Math.min(failed - FREE_FAILURES - 1, 20);
  switch (kind) {
    case 'second-factor':
      return Math.min(30 * doubled, 3600);
    case 'recovery':
      return Math.min(30 * doubled, RECOVERY_WAIT_SECONDS);
    case 'password':
      return Math.min(doubled, 15 * 60);
  }
}

/** Seconds of quiet after which a count is forgotten; second factors never forget by time alone. */
const QUIET_SECONDS: Readonly<Record<AttemptKind, number>> = {
  'second-factor': Number.POSITIVE_INFINITY,
  recovery: Number.POSITIVE_INFINITY,
  password: 15 * 60,
  'password-client': 10 * 60,
};

export type AttemptVerdict =
  | { readonly kind: 'allowed'; readonly failed: number; readonly until: Date }
  | { readonly kind: 'blocked'; readonly retryAfterSeconds: number }
  | { readonly kind: 'disabled' };

/**
 * Decides whether one more try is allowed and what the count becomes when it is paid for, before it is
 * judged: the try is taken for a failure until it proves right. Inside a wait even the right secret is refused.
 * @param turn when the try is let through whatever wait others have brought about; without one, not before its end.
 */
export function payForTry(
  kind: AttemptKind,
  count: (AttemptCount & { readonly updatedAt: Date }) | undefined,
  now: Date,
  turn?: Date,
): AttemptVerdict {
  const seen = forgotten(kind, count, now) ? undefined : count;
  if (kind === 'second-factor' && (seen?.failed ?? 0) >= DISABLING_FAILURES) return { kind: 'disabled' };
  const longest = waitAfter(kind, seen?.failed ?? 0) * 1000;
  // A clock that was set back must not stretch a wait beyond its own length.
  const wait = Math.min((seen?.blockedUntil.getTime() ?? 0) - now.getTime(), longest);
  const remaining = turn === undefined ? wait : Math.min(wait, turn.getTime() - now.getTime());
  if (remaining > 0) return { kind: 'blocked', retryAfterSeconds: Math.ceil(remaining / 1000) };
  const failed = (seen?.failed ?? 0) + 1;
  return {
    kind: 'allowed',
    failed,
    until: new Date(now.getTime() + waitAfter(kind, failed) * 1000),
  };
}

/**
 * When a challenge may next try the recovery code, whatever others tried meanwhile: a minute for each try that it has
 * had and one more. Without it somebody with the password who guesses as each wait ends would keep the owner out for
 * as long as they please; 120 bits are not to be guessed at any pace.
 */
export function recoveryTurn(challenge: { readonly createdAt: Date; readonly failed: number }): Date {
  return new Date(challenge.createdAt.getTime() + (challenge.failed + 1) * RECOVERY_WAIT_SECONDS * 1000);
}

function forgotten(
  kind: AttemptKind,
  count: { readonly blockedUntil: Date; readonly updatedAt: Date } | undefined,
  now: Date,
): boolean {
  if (count === undefined) return false;
  const quietSince = Math.max(count.updatedAt.getTime(), count.blockedUntil.getTime());
  return now.getTime() - quietSince > QUIET_SECONDS[kind] * 1000;
}

/** Names the bucket that a try is counted in: a browser that has signed in before has its own. */
export function attemptBucket(factor: 'second-factor' | 'recovery', browserId: string | null): string {
  const who = browserId === null ? 'stranger' : `browser:${browserId}`;
  return factor === 'recovery' ? `recovery:${who}` : who;
}

/** Step-up in a live session is counted apart, so that a stranger's failures don't stand in its way. */
export const STEP_UP_BUCKET = 'step-up';
