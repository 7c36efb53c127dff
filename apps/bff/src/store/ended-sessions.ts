import { and, eq, ne, or } from 'drizzle-orm';
import { removal } from './batches.ts';
import { counts, type Work, writes } from './database.ts';

export const endSession = writes(
  'session_end',
  ({ session: s }) => ({ id: s.id, accountId: s.accountId }),
  (db, { session: s }, p) =>
    db
      .delete(s)
      .where(and(eq(s.id, p.id), eq(s.accountId, p.accountId)))
      .returning({ id: s.id }),
);

const endByToken = writes(
  'session_end_by_token',
  ({ session: s }) => ({ tokenHash: s.tokenHash, former: s.formerTokenHash }),
  (db, { session: s }, p) =>
    db
      .delete(s)
      .where(or(eq(s.tokenHash, p.tokenHash), eq(s.formerTokenHash, p.former)))
      .returning({ id: s.id }),
);

/** Ends whatever session a token stands for, or stood for before its last step-up. */
export function endSessionByToken(tokenHash: string): Work<boolean> {
  return endByToken({ tokenHash, former: tokenHash });
}

/** Ends all sessions of an account but one; returns how many. */
export const endOtherSessions = counts(
  'session_end_others',
  ({ session: s }) => ({ accountId: s.accountId, keep: s.id }),
  (db, { session: s }, p) =>
    db
      .delete(s)
      .where(and(eq(s.accountId, p.accountId), ne(s.id, p.keep)))
      .returning({ id: s.id }),
);

/** Ends every session of an account; returns how many. */
export const endAllSessions = removal('session_end_all', ({ session }) => session);
