import type { Deps } from '../deps.ts';
import { countPrunable, PRUNABLE, type Prunable, pruneBatch } from '../store/prune.ts';

const DAY_MS = 24 * 3600 * 1000;

/** How long each kind of row is kept after its end, in days. */
const KEPT_DAYS: Readonly<Record<Prunable, number>> = {
  challenge: 1,
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

/** Removes what has ended, in small batches that any instance may run beside the others. Returns the rows removed. */
export async function prune(deps: Pick<Deps, 'database' | 'clock'>): Promise<number> {
  const now = deps.clock.now().getTime();
  let removed = 0;
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
