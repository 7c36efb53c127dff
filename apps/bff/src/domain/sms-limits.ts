export interface Send {
  readonly createdAt: Date;
  readonly known: boolean;
  readonly verifiedAt: Date | null;
}

/** Figures of DESIGN.md section 7; seconds and messages. */
export const SMS_LIMITS = {
  firstWaitSeconds: 30,
  perHour: 5,
  perDay: 10,
  /** What strangers may use of them: the rest is kept for known browsers and live sessions. */
  strangersPerHour: 3,
  strangersPerDay: 6,
  clientPerHour: 20,
  prefixPerHour: 30,
  countryPerDay: 500,
  overallPerHour: 300,
} as const;

export const HOUR_SECONDS = 3600;
export const DAY_SECONDS = 24 * HOUR_SECONDS;
/** Sends further apart than this do not belong to one another. */
const RUN_SECONDS = 10 * 60;

/**
 * Seconds until another message may go out, 0 when it may now: 30 s after the first of a run, 60 after
 * the second, then doubling. A message whose code was entered has done its work and makes nobody wait.
 * @param sends of one account or number in the last day, the newest first.
 */
export function waitForResend(sends: readonly Send[], known: boolean, now: Date): number {
  const age = (send: Send) => (now.getTime() - send.createdAt.getTime()) / 1000;
  const run = sends.filter((send) => send.known === known && send.verifiedAt === null && age(send) < RUN_SECONDS);
  const latest = run[0];
  if (latest === undefined) return 0;
  return Math.max(0, Math.ceil(SMS_LIMITS.firstWaitSeconds * 2 ** (run.length - 1) - age(latest)));
}

/** Seconds until the hourly and daily caps of an account or number let another message out, 0 when they do now. */
export function waitForCaps(sends: readonly Send[], known: boolean, now: Date): number {
  const all = capWait(sends, SMS_LIMITS.perHour, HOUR_SECONDS, now);
  const day = capWait(sends, SMS_LIMITS.perDay, DAY_SECONDS, now);
  if (known) return Math.max(all, day);
  const strangers = sends.filter((send) => !send.known);
  return Math.max(
    all,
    day,
    capWait(strangers, SMS_LIMITS.strangersPerHour, HOUR_SECONDS, now),
    capWait(strangers, SMS_LIMITS.strangersPerDay, DAY_SECONDS, now),
  );
}

function capWait(sends: readonly Send[], cap: number, windowSeconds: number, now: Date): number {
  const since = now.getTime() - windowSeconds * 1000;
  const inside = sends.filter((send) => send.createdAt.getTime() > since);
  const freeing = inside[cap - 1];
  return freeing === undefined ? 0 : Math.ceil((freeing.createdAt.getTime() - since) / 1000);
}
