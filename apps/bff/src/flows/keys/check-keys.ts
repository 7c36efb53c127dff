import type { Keys } from '../../deps.ts';
import type { Database } from '../../store/database.ts';
import { insertKeyCanary, listKeyCanaries } from '../../store/key-canaries.ts';
import { opensCanary, sealCanary } from './canary.ts';

export type KeyCheck = { readonly kind: 'ok' } | { readonly kind: 'refused'; readonly line: string };

/** Holds the key ring against a known text sealed in the database: a wrong or missing key is seen at start. */
export async function checkKeys(database: Database, keys: Keys): Promise<KeyCheck> {
  const canaries = await database.single(() => listKeyCanaries({}));
  for (const { keyId, sealed } of canaries) {
    if (!keys.ids.includes(keyId))
      return refused(`key "${keyId}" has sealed data in this database and is not in the key ring: add it back`);
    if (!opensCanary(keys, keyId, sealed))
      return refused(`key "${keyId}" is not the one that this database was written with: restore the right key ring`);
  }
  const { primaryId } = keys;
  if (!canaries.some((canary) => canary.keyId === primaryId)) {
    await database.single(() => insertKeyCanary({ keyId: primaryId, sealed: sealCanary(keys) }));
  }
  return { kind: 'ok' };
}

const refused = (line: string): KeyCheck => ({ kind: 'refused', line });
