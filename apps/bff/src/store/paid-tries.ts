import { eq } from 'drizzle-orm';
import { type Work, won } from './database.ts';
import { statement } from './statement.ts';

const insert = statement(
  'paid_try_insert',
  ({ paidTry: t }) => ({ id: t.id, at: t.at }),
  (db, { paidTry: t }, p) => db.insert(t).values(p).returning({ id: t.id }),
);

/** Notes that a try was paid for, in the transaction that counts it. */
export function notePaidTry(id: string, at: Date): Work<boolean> {
  return won(insert, { id, at });
}

const ask = statement(
  'paid_try_ask',
  ({ paidTry: t }) => ({ id: t.id, at: t.at }),
  (db, { paidTry: t }, p) => db.insert(t).values(p).onConflictDoNothing().returning({ id: t.id }),
);

const take = statement(
  'paid_try_take',
  ({ paidTry: t }) => ({ id: t.id }),
  (db, { paidTry: t }, p) => db.delete(t).where(eq(t.id, p.id)).returning({ id: t.id }),
);

/**
 * True for exactly one caller, and only where the try was paid for: a connection may be lost at the commit, and then
 * nobody knows whether it was.
 */
export function takePaidTry(id: string): Work<boolean> {
  return won(take, { id });
}

/**
 * The same where the commit that paid for it was not answered: it may have come about, or may come about yet. The key is
 * put in by us: whoever has put it in as well is waited for, until they have committed or are gone (PostgreSQL 18, 62.5).
 * @throws Unavailable while they have not.
 */
export function* takePaidTryInDoubt(id: string, at: Date): Work<boolean> {
  const unpaid = yield* won(ask, { id, at });
  const taken = yield* won(take, { id });
  return taken && !unpaid;
}
