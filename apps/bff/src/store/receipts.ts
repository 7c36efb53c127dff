import { writes } from './database.ts';

/** Notes a receipt by the `jti` of its signature; false when it was taken in before. */
export const takeReceiptId = writes(
  'receipt_take',
  ({ receipt: r }) => ({ id: r.id, now: r.receivedAt }),
  (db, { receipt: r }, p) =>
    db.insert(r).values({ id: p.id, receivedAt: p.now }).onConflictDoNothing().returning({ id: r.id }),
);
