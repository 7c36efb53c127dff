import { type Work, won } from './database.ts';
import { statement } from './statement.ts';

const take = statement(
  'receipt_take',
  ({ receipt: r }) => ({ id: r.id, now: r.receivedAt }),
  (db, { receipt: r }, p) =>
    db.insert(r).values({ id: p.id, receivedAt: p.now }).onConflictDoNothing().returning({ id: r.id }),
);

/** Notes a receipt by the `jti` of its signature; false when it was taken in before. */
export function takeReceiptId(jti: string, now: Date): Work<boolean> {
  return won(take, { id: jti, now });
}
