import type { Deps } from '../../deps.ts';
import { listRunningInstances } from '../../store/instances.ts';
import { removeKeyCanary } from '../../store/key-canaries.ts';
import { countKeyUse, type KeyUse } from '../../store/key-usage.ts';
import { type DescribedKey, usesOfKeys } from './key-uses.ts';

export type RemoveKeyOutcome =
  | { readonly kind: 'removed' }
  | { readonly kind: 'removable' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'primary' }
  /** Servers that would go on sealing with it. */
  | { readonly kind: 'sealing'; readonly instances: readonly string[] }
  | { readonly kind: 'needed'; readonly uses: DescribedKey['uses'] };

/**
 * Lets go of a key that nothing needs any more: from then on a start does without it, and it can leave the ring.
 * It goes only when no value is sealed, hashed or indexed with it and no running server has it as its primary.
 */
export async function removeKey(
  deps: Pick<Deps, 'database' | 'clock' | 'keys'>,
  id: string,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<RemoveKeyOutcome> {
  const key = (await usesOfKeys(deps)).find((one) => one.id === id);
  if (key === undefined) return { kind: 'unknown' };
  if (key.role === 'primary') return { kind: 'primary' };
  const instances = await deps.database.single(() => listRunningInstances(deps.clock.now()));
  const sealing = instances.filter(({ primaryKeyId }) => primaryKeyId === id).map(({ name }) => name);
  if (sealing.length > 0) return { kind: 'sealing', instances: sealing };
  if (total(key.uses) + key.uses.phoneIndexes > 0) return { kind: 'needed', uses: key.uses };
  if (dryRun) return { kind: 'removable' };
  const now = deps.clock.now();
  return deps.database.unit<RemoveKeyOutcome>(function* () {
    const use = yield* countKeyUse(id, now);
    if (total(use) > 0) return { kind: 'needed', uses: { ...use, phoneIndexes: 0 } };
    yield* removeKeyCanary({ keyId: id });
    return { kind: 'removed' };
  });
}

const total = (use: KeyUse) => use.authenticators + use.enrolments + use.recoveryCodes + use.passwords + use.smsCodes;
