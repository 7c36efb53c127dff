import type { Keys } from '../deps.ts';

/** Where the one sealed value of an enrolment or an authenticator stands. */
interface Sealed {
  readonly id: string;
  readonly accountId: string;
  readonly sealed: string;
}

type Table = 'enrolment' | 'authenticator';

/** The associated data that binds a value to its place, so that a row which is copied elsewhere opens nothing. */
const placeOf = (table: Table, { id, accountId }: Pick<Sealed, 'id' | 'accountId'>) => ({
  table,
  column: 'sealed',
  accountId,
  rowId: id,
});

/** A secret or number where it stands; null when it does not open: a refusal, never "no second factor". */
export function openSealed(keys: Pick<Keys, 'open'>, table: Table, row: Sealed): string | null {
  return keys.open(row.sealed, placeOf(table, row));
}

/** Seals a secret or number for its place. */
export function sealFor(keys: Pick<Keys, 'seal'>, table: Table, of: Pick<Sealed, 'id' | 'accountId'>, plain: string) {
  return keys.seal(plain, placeOf(table, of));
}
