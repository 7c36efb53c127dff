import type { Deps } from './deps.ts';
import { secondsUntil } from './domain/processes.ts';
import { isOlder } from './domain/releases.ts';
import { type Refused, refused } from './outcome.ts';
import { listRunningInstances, SEEN_WITHIN_MS } from './store/instances.ts';

/**
 * Null where every server that was heard of lately is at least of the release that a capability needs. An older one
 * would let pass, or refuse, what it does not know; so nobody does it before the last of them is gone.
 */
export async function upgradeUnderWay(deps: Pick<Deps, 'database' | 'clock'>, needed: string): Promise<Refused | null> {
  const running = await deps.database.single(() => listRunningInstances(deps.clock.now()));
  const older = running.filter(({ release }) => isOlder(release, needed));
  if (older.length === 0) return null;
  const goneAt = Math.max(...older.map(({ seenAt }) => seenAt.getTime() + SEEN_WITHIN_MS));
  const retryAfterSeconds = Math.max(1, secondsUntil(new Date(goneAt), deps.clock.now()));
  return refused({ type: 'upgrade-under-way', retryAfterSeconds });
}
