import type { Database, Work } from './database.ts';

/** A listing that goes by id a page at a time, each read on its own, so that nobody waits for all of it. */
export async function* pages<Row extends { readonly id: string }>(
  database: Pick<Database, 'single'>,
  listAfter: (from: { readonly after: string }) => Work<Row[]>,
): AsyncGenerator<readonly Row[]> {
  let after: string | undefined = '';
  while (after !== undefined) {
    const from: string = after;
    const page = await database.single(() => listAfter({ after: from }));
    if (page.length > 0) yield page;
    after = page.at(-1)?.id;
  }
}
