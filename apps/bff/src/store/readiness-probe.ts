import { eq } from 'drizzle-orm';
import { finds, type Work } from './database.ts';

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
