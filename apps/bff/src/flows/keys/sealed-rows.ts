import { openSealed } from '../../authenticators/sealed.ts';
import type { Deps, Keys } from '../../deps.ts';
import { listSealedAfter, type SealedRow, type SealedTable } from '../../store/key-usage.ts';
import { pages } from '../../store/pages.ts';

/** A sealed value and the table that it stands in. */
export interface SealedPlacing {
  readonly table: SealedTable;
  readonly row: SealedRow;
}

/** Every sealed value that may still be opened, read a page at a time. */
export async function* sealedRows({ database }: Pick<Deps, 'database'>): AsyncGenerator<SealedPlacing> {
  for (const table of ['authenticator', 'enrolment'] as const)
    for await (const page of pages(database, listSealedAfter[table])) for (const row of page) yield { table, row };
}

/** Opens a row's secret or number, where it stands. */
export function openRow(keys: Pick<Keys, 'open'>, { table, row }: SealedPlacing): string | null {
  return openSealed(keys, table, row);
}
