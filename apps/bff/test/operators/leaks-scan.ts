import { type Database, rows } from '../../src/store/database.ts';
import type { Tables } from '../../src/store/schema.ts';
import { sqliteTables } from '../../src/store/schema-sqlite.ts';
import { statement } from '../../src/store/statement.ts';

/** Names alone: both engines have the same tables. */
const tables = Object.keys(sqliteTables) as (keyof Tables)[];

const dumps = tables.map((table) => ({
  table,
  all: statement(
    `leaks_dump_${table}`,
    () => ({}),
    // Which table it is does not matter here: the rows are read as text.
    (db, schema) => db.select().from(schema[table] as Tables['account']),
  ),
}));

/** Every row of every table, by table. */
export function everyRow(database: Database): Promise<Record<string, unknown[]>> {
  return database.single(function* () {
    const found: Record<string, unknown[]> = {};
    for (const { table, all } of dumps) found[table] = yield* rows(all, {});
    return found;
  });
}

/** The same as text, to search in. */
export async function dumpOf(database: Database): Promise<string> {
  return JSON.stringify(await everyRow(database));
}

/** How often a secret stands in a text on its own: six digits inside an id or an instant are no code. */
export function countOf(text: string, secret: string): number {
  const escaped = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.match(new RegExp(`(?<![0-9A-Za-z])${escaped}(?![0-9A-Za-z])`, 'g'))?.length ?? 0;
}

/** A secret as it may be written: a number with and without its plus, in groups; a code with and without its dashes. */
export function spellings(secret: string): string[] {
  const digits = /^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(secret);
  if (digits !== null) {
    const [, first, ...pairs] = digits;
    return [
      secret,
      secret.slice(1),
      `0${secret.slice(3)}`,
      secret.slice(3),
      `+33 ${first} ${pairs.join(' ')}`,
      `0${first} ${pairs.join(' ')}`,
    ];
  }
  const plain = secret.replaceAll('-', '');
  return /^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/.test(secret) ? [secret, plain, plain.toLowerCase()] : [secret];
}
