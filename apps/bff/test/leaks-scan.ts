import type { Database } from '../src/store/database.ts';
import { rows } from '../src/store/database.ts';
import { statement } from '../src/store/statement.ts';

const tables = [
  'account',
  'session',
  'browser',
  'authenticator',
  'recoveryCode',
  'challenge',
  'enrolment',
  'attempt',
  'throttle',
  'sendLock',
  'smsMessage',
  'receipt',
  'securityEvent',
  'keyCanary',
] as const;

const dumps = tables.map((table) => ({
  table,
  all: statement(
    `leaks_dump_${table}`,
    () => ({}),
    (db, schema) => db.select().from(schema[table] as typeof schema.account),
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

/** The tables of the schema that a dump would leave out. */
export function forgottenTables(schema: object): string[] {
  return Object.keys(schema).filter((name) => !tables.some((table) => table === name));
}
