import { getTableColumns } from 'drizzle-orm';
import { lists, writes } from './database.ts';

export const listKeyCanaries = lists(
  'canary_list',
  () => ({}),
  (db, { keyCanary: c }) => db.select().from(c),
);

export const insertKeyCanary = writes(
  'canary_insert',
  ({ keyCanary: c }) => getTableColumns(c),
  (db, { keyCanary: c }, p) => db.insert(c).values(p).onConflictDoNothing().returning({ keyId: c.keyId }),
);
