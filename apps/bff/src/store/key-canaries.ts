import { getTableColumns } from 'drizzle-orm';
import { rows, type Work, won } from './database.ts';
import type { Row } from './schema.ts';
import { statement } from './statement.ts';

const list = statement(
  'canary_list',
  () => ({}),
  (db, { keyCanary: c }) => db.select().from(c),
);

export function listKeyCanaries(): Work<Row<'keyCanary'>[]> {
  return rows(list, {});
}

const insert = statement(
  'canary_insert',
  ({ keyCanary: c }) => getTableColumns(c),
  (db, { keyCanary: c }, p) => db.insert(c).values(p).onConflictDoNothing().returning({ keyId: c.keyId }),
);

export function insertKeyCanary(keyId: string, sealed: string): Work<boolean> {
  return won(insert, { keyId, sealed });
}
