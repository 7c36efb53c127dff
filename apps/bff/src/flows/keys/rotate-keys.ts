import { sealFor } from '../../authenticators/sealed.ts';
import type { Deps, Keys } from '../../deps.ts';
import type { Work } from '../../store/database.ts';
import { moveSmsIndex, type Resealed, resealRow, type SealedTable } from '../../store/key-usage.ts';
import { openRow, type SealedPlacing, sealedRows } from './sealed-rows.ts';

/** Rows that one transaction writes at most: nobody who signs in waits for longer than that. */
const ROWS_PER_UNIT = 20;

export interface Rotation {
  /** Values that were sealed with another key, or whose phone index was made with another. */
  readonly found: number;
  readonly resealed: number;
  /** Changed by somebody else meanwhile; what they wrote is sealed with the key of their server. */
  readonly passedOver: number;
  /** Places that no key of the ring opens; they are left as they are. */
  readonly unopened: readonly string[];
}

/**
 * Seals everything that another key sealed with the primary key, in small transactions. Each row is written by a
 * compare-and-set on what was read, so that it may run beside servers, be killed at any point and be run again:
 * at every moment each value is sealed, whole, with a key of the ring.
 * @param dryRun counts what there is to do and writes nothing.
 */
export async function rotateKeys(
  deps: Pick<Deps, 'database' | 'keys'>,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<Rotation> {
  const unopened: string[] = [];
  let found = 0;
  let resealed = 0;
  let group: Change[] = [];
  const writeGroup = async () => {
    const changes = group;
    group = [];
    if (changes.length > 0 && !dryRun) resealed += await deps.database.unit(() => write(changes));
  };
  for await (const place of sealedRows(deps)) {
    const change = changeFor(deps.keys, place);
    if (change === 'unopened') unopened.push(`${place.table} ${place.row.id}`);
    if (change === 'unopened' || change === 'none') continue;
    found += 1;
    if (!fits(group, change)) await writeGroup();
    group.push(change);
  }
  await writeGroup();
  return { found, resealed, passedOver: dryRun ? 0 : found - resealed, unopened };
}

interface Change {
  readonly table: SealedTable;
  readonly accountId: string;
  readonly row: Resealed;
  /** The phone index that the number's messages were counted under until now. */
  readonly formerIndex: string | null;
}

function changeFor(keys: Keys, placing: SealedPlacing): Change | 'unopened' | 'none' {
  const { table, row } = placing;
  const plain = openRow(keys, placing);
  if (plain === null) return 'unopened';
  const phoneIndex = row.phoneIndex === null ? null : keys.mac('phone-index', plain);
  if (row.sealed.startsWith(`v1.${keys.primaryId}.`) && phoneIndex === row.phoneIndex) return 'none';
  const sealed = sealFor(keys, table, row, plain);
  return {
    table,
    accountId: row.accountId,
    row: { id: row.id, old: row.sealed, sealed, phoneIndex },
    formerIndex: row.phoneIndex === phoneIndex ? null : row.phoneIndex,
  };
}

/** Never two rows of one account in a transaction: whoever changes that account might take them the other way round. */
function fits(group: readonly Change[], change: Change): boolean {
  return group.length < ROWS_PER_UNIT && group.every((one) => one.accountId !== change.accountId);
}

function* write(changes: readonly Change[]): Work<number> {
  let written = 0;
  for (const { table, row, formerIndex } of changes) {
    if (!(yield* resealRow[table](row))) continue;
    written += 1;
    if (formerIndex !== null && row.phoneIndex !== null) yield* moveSmsIndex({ from: formerIndex, to: row.phoneIndex });
  }
  return written;
}
