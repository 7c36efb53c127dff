import type { Deps } from '../../deps.ts';
import { RELEASE } from '../../release.ts';
import { announceInstanceRow, forgetInstances, type InstanceRow, withdrawInstanceRow } from '../../store/instances.ts';

/** How often a running server says that it is there. */
export const ANNOUNCE_EVERY_MS = 60_000;
const FORGOTTEN_AFTER_MS = 3600_000;

type Needs = Pick<Deps, 'database' | 'clock'>;

/** Begins to speak of this server; the row is announced by `announceInstance` from time to time. */
export function introduceInstance(
  deps: Pick<Deps, 'clock' | 'random' | 'keys'>,
  name: string,
): Omit<InstanceRow, 'seenAt'> {
  const { primaryId, ids } = deps.keys;
  return {
    id: deps.random.id(),
    name,
    primaryKeyId: primaryId,
    keyIds: ids,
    release: RELEASE,
    startedAt: deps.clock.now(),
  };
}

/** Writes down that this server runs and which keys it holds, for the commands that move keys and databases. */
export async function announceInstance(deps: Needs, instance: Omit<InstanceRow, 'seenAt'>): Promise<void> {
  const now = deps.clock.now();
  await deps.database.single(function* () {
    yield* announceInstanceRow({ ...instance, seenAt: now });
    yield* forgetInstances({ before: new Date(now.getTime() - FORGOTTEN_AFTER_MS) });
  });
}

export async function withdrawInstance(deps: Pick<Deps, 'database'>, id: string): Promise<void> {
  await deps.database.single(() => withdrawInstanceRow({ id }));
}
