import { eq, getTableColumns } from 'drizzle-orm';
import { finds, lists, type Work, writes } from './database.ts';

export const listKeyCanaries = lists(
  'canary_list',
  () => ({}),
  (db, { keyCanary: c }) => db.select().from(c),
);

export const insertKeyCanary = writes(
  'canary_insert',
  ({ keyCanary: c }) => getTableColumns(c),
  (db, { keyCanary: c }, p) => db.insert(c).values(p).onConflictDoNothing(),
);

const touch = finds(
  'canary_touch',
  ({ keyCanary: c }) => ({ keyId: c.keyId }),
  (db, { keyCanary: c }, p) =>
    db.update(c).set({ sealed: c.sealed }).where(eq(c.keyId, p.keyId)).returning({ sealed: c.sealed }),
);

/**
 * Writes the known text of a key over itself: a real write that changes nothing, so that a database which
 * only reads (locked, a standby, a full or read-only disk) is not taken for a working one.
 */
export function* touchKeyCanary(keyId: string): Work<string | undefined> {
  return (yield* touch({ keyId }))?.sealed;
}

/** From now on no start asks for this key. */
export const removeKeyCanary = writes(
  'canary_remove',
  ({ keyCanary: c }) => ({ keyId: c.keyId }),
  (db, { keyCanary: c }, p) => db.delete(c).where(eq(c.keyId, p.keyId)),
);
