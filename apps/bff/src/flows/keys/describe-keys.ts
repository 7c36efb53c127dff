import type { Deps } from '../../deps.ts';
import { listRunningInstances } from '../../store/instances.ts';
import { type DescribedKey, usesOfKeys } from './key-uses.ts';

export interface DescribedInstance {
  readonly name: string;
  /** Null: the first release, which does not say. */
  readonly release: string | null;
  readonly primaryKeyId: string;
  readonly keyIds: readonly string[];
  readonly seenAt: Date;
}

export interface KeyReport {
  readonly keys: readonly DescribedKey[];
  readonly instances: readonly DescribedInstance[];
}

/** Which keys there are, what each is still needed for, and which servers hold them. */
export async function describeKeys(deps: Pick<Deps, 'database' | 'clock' | 'keys'>): Promise<KeyReport> {
  const keys = await usesOfKeys(deps);
  const running = await deps.database.single(() => listRunningInstances(deps.clock.now()));
  const instances = running.map(({ name, primaryKeyId, keyIds, seenAt, release }) => ({
    name,
    release,
    primaryKeyId,
    keyIds,
    seenAt,
  }));
  return { keys, instances };
}
