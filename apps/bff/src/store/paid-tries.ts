import { eq } from 'drizzle-orm';
import { type Work, writes } from './database.ts';

/** Notes that a try was paid for, in the transaction that counts it. */
export const notePaidTry = writes(
  'paid_try_insert',
  ({ paidTry: t }) => ({ id: t.id, at: t.at }),
  (db, { paidTry: t }, p) => db.insert(t).values(p).returning({ id: t.id }),
);

const ask = writes(
  'paid_try_ask',
  ({ paidTry: t }) => ({ id: t.id, at: t.at }),
  (db, { paidTry: t }, p) => db.insert(t).values(p).onConflictDoNothing().returning({ id: t.id }),
);

const take = writes(
  'paid_try_take',
  ({ paidTry: t }) => ({ id: t.id }),
  (db, { paidTry: t }, p) => db.delete(t).where(eq(t.id, p.id)).returning({ id: t.id }),
);

/**
 * True for exactly one caller, and only where the try was paid for: a connection may be lost at the commit, and then
 * nobody knows whether it was.
 */
export function takePaidTry(id: string): Work<boolean> {
  return take({ id });
}

/**
 * The same where the commit that paid for it was not answered: it may have come about, or may come about yet. The key is
 * put in by us: whoever has put it in as well is waited for, until they have committed or are gone (PostgreSQL 18, 62.5).
 * @throws Unavailable while they have not.
 */
export function* takePaidTryInDoubt(id: string, at: Date): Work<boolean> {
  const unpaid = yield* ask({ id, at });
  const taken = yield* take({ id });
  return taken && !unpaid;
}
