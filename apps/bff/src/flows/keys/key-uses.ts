import type { Deps, Keys } from '../../deps.ts';
import { listKeyCanaries } from '../../store/key-canaries.ts';
import { countKeyUse, type KeyUse } from '../../store/key-usage.ts';
import { openRow, sealedRows } from './sealed-rows.ts';

export interface DescribedKey {
  readonly id: string;
  /** `primary` seals and signs; `opens` only opens; `missing` is named by the database and not in the ring. */
  readonly role: 'primary' | 'opens' | 'missing';
  /** The database holds a known text sealed with it: a start without this key is refused. */
  readonly inDatabase: boolean;
  readonly uses: KeyUse & { readonly phoneIndexes: number };
  /** All of the uses that only a change by its owner ends: a sign-in, a new recovery code. */
  readonly waitsForOwners: number;
  /** All of the uses that `rotate` ends. */
  readonly rotatable: number;
}

/** Which keys there are in the ring and in the database, and what each is still needed for. */
export async function usesOfKeys(deps: Pick<Deps, 'database' | 'clock' | 'keys'>): Promise<DescribedKey[]> {
  const now = deps.clock.now();
  const canaries = (await deps.database.single(() => listKeyCanaries({}))).map(({ keyId }) => keyId);
  const ids = [...new Set([...deps.keys.ids, ...canaries])];
  const indexes = await countPhoneIndexes(deps);
  const keys: DescribedKey[] = [];
  for (const id of ids) {
    const use = await deps.database.single(() => countKeyUse(id, now));
    const phoneIndexes = indexes.get(id) ?? 0;
    keys.push({
      id,
      role: roleOf(deps.keys, id),
      inDatabase: canaries.includes(id),
      uses: { ...use, phoneIndexes },
      waitsForOwners: use.passwords + use.recoveryCodes,
      rotatable: use.authenticators + use.enrolments + phoneIndexes,
    });
  }
  return keys;
}

const roleOf = ({ primaryId, ids }: Keys, id: string): DescribedKey['role'] =>
  id === primaryId ? 'primary' : ids.includes(id) ? 'opens' : 'missing';

/** A phone's index does not name its key: whose it is shows when the number is indexed anew. */
async function countPhoneIndexes(deps: Pick<Deps, 'database' | 'keys'>): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for await (const placing of sealedRows(deps)) {
    const { phoneIndex } = placing.row;
    const number = phoneIndex !== null ? openRow(deps.keys, placing) : null;
    const id = deps.keys.ids.find((one) => number !== null && deps.keys.mac('phone-index', number, one) === phoneIndex);
    if (id !== undefined) found.set(id, (found.get(id) ?? 0) + 1);
  }
  return found;
}
