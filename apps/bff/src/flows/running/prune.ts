import type { Deps } from '../../deps.ts';
import { HOUR_SECONDS } from '../../domain/sms-limits.ts';
import { fadeEnrolments } from '../../store/enrolments.ts';
import { countPrunable, PRUNABLE, type Prunable, pruneBatch } from '../../store/prune.ts';
import { fadePrefixes } from '../../store/sms-prefixes.ts';

const DAY_MS = 24 * 3600 * 1000;

/** How long each kind of row is kept after its end, in days. */
const KEPT_DAYS: Readonly<Record<Prunable, number>> = {
  // Whoever has a password makes one with each sign-in, and no cookie leads to it after its ten minutes.
  challenge: 1 / 24,
  enrolment: 1,
  session: 1,
  throttle: 0,
  oldThrottle: 60,
  paidTry: 1,
  receipt: 2,
  smsMessage: 30,
  smsAlarm: 30,
  passwordLink: 1,
  browser: 180,
  securityEvent: 400,
};

/** Batches of one kind that a single run deletes at most; the next run goes on. */
const BATCHES = 100;

/**
 * Removes what has ended, in small batches that any instance may run beside the others, and takes out of rows that are
 * kept longer what they hold of numbers. Returns the rows removed.
 */
export async function prune(deps: Pick<Deps, 'config' | 'database' | 'clock'>): Promise<number> {
  const now = deps.clock.now().getTime();
  let removed = 0;
  await forgetNumbers(deps, now);
  for (const what of PRUNABLE) {
    const before = new Date(now - KEPT_DAYS[what] * DAY_MS);
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const count = await deps.database.single(() => pruneBatch(what, before));
      removed += count;
      if (count === 0) break;
    }
  }
  return removed;
}

/** A discarded number goes with its enrolment's ten minutes, a range when no rule against abuse reads it any more. */
async function forgetNumbers({ config, database }: Pick<Deps, 'config' | 'database'>, now: number): Promise<void> {
  const readSeconds = Math.max(HOUR_SECONDS, config.SMS_CONVERSION_SECONDS);
  const fades = [
    () => fadeEnrolments({ before: new Date(now) }),
    () => fadePrefixes({ before: new Date(now - readSeconds * 1000) }),
  ] as const;
  for (const fade of fades)
    for (let batch = 0; batch < BATCHES; batch += 1) if ((await database.single(fade)) === 0) break;
}

/** What there is to remove, by kind. */
export async function prunable(deps: Pick<Deps, 'database' | 'clock'>): Promise<Readonly<Record<Prunable, number>>> {
  const now = deps.clock.now().getTime();
  const counted = new Map<Prunable, number>();
  for (const what of PRUNABLE) {
    const before = new Date(now - KEPT_DAYS[what] * DAY_MS);
    counted.set(what, await deps.database.single(() => countPrunable(what, before)));
  }
  // Every kind was counted just now.
  return Object.fromEntries(counted) as Record<Prunable, number>;
}
