import { and, eq, isNotNull, or } from 'drizzle-orm';
import { erasedLogin } from '../domain/login.ts';
import { BATCH, isOfBatch } from './batches.ts';
import { counts, type Work, writes } from './database.ts';

const erase = writes(
  'account_erase',
  ({ account: a }) => ({ id: a.id, login: a.login, name: a.name, now: a.passwordChangedAt }),
  (db, { account: a }, p) =>
    db
      .update(a)
      .set({
        login: p.login,
        name: p.name,
        passwordHash: null,
        passwordChangedAt: p.now,
        active: false,
        lastSignInAt: null,
      })
      .where(eq(a.id, p.id))
      .returning({ id: a.id }),
);

/** Takes login, name and password out of an account, for good; its row stays, since the record hangs on it. */
export function eraseAccountRow(id: string, now: Date): Work<boolean> {
  return erase({ id, login: erasedLogin(id), name: '', now });
}

const strip = counts(
  'event_strip',
  ({ securityEvent: e }) => ({ accountId: e.accountId }),
  (db, { securityEvent: e }, p) => {
    const says = or(isNotNull(e.client), isNotNull(e.reason), isNotNull(e.sessionId));
    return db
      .update(e)
      .set({ client: null, reason: null, sessionId: null })
      .where(isOfBatch(db, e, e.id, and(eq(e.accountId, p.accountId), says)))
      .returning({ id: e.id });
  },
);

/** Leaves of an account's events what happened and when: no network, no browser, nothing that somebody wrote. */
export function* stripEvents(accountId: string): Work<void> {
  for (let count = BATCH; count === BATCH; ) count = yield* strip({ accountId });
}
