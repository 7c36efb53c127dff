import { and, desc, eq, getTableColumns, gt, lt, ne, sql } from 'drizzle-orm';
import { CHALLENGE_TRIES } from '../domain/attempts.ts';
import { LEAST_LEFT_SECONDS } from '../domain/processes.ts';
import { counts, finds, together, type Work, writes } from './database.ts';
import type { Row } from './schema.ts';
import { isOpen } from './schema-values.ts';
import { BATCH_OF_A_CHANGE, deleteBatch, isOfBatch, payment, refund } from './shared-queries.ts';

export type EnrolmentRow = Row<'enrolment'>;

/** False when the session has an open one of this kind already: another request began it a moment ago. */
export const insertEnrolment = writes(
  'enrolment_insert',
  ({ enrolment: e }) => getTableColumns(e),
  (db, { enrolment: e }, p) => db.insert(e).values(p).onConflictDoNothing(),
);

/** An enrolment of this session, in whatever state; those of other sessions do not exist for it. */
export const findEnrolment = finds(
  'enrolment_by_id',
  ({ enrolment: e }) => ({ id: e.id, sessionId: e.sessionId }),
  (db, { enrolment: e }, p) =>
    db
      .select()
      .from(e)
      .where(and(eq(e.id, p.id), eq(e.sessionId, p.sessionId))),
);

/** The open one of a kind; it may have expired or used up its tries. */
export const findOpenEnrolment = finds(
  'enrolment_open',
  ({ enrolment: e }) => ({ sessionId: e.sessionId, kind: e.kind }),
  (db, { enrolment: e }, p) =>
    db
      .select()
      .from(e)
      .where(and(eq(e.sessionId, p.sessionId), eq(e.kind, p.kind), isOpen(e))),
);

export const payEnrolment = payment('enrolment_pay', ({ enrolment }) => enrolment);
export const giveEnrolmentTryBack = refund('enrolment_give_back', ({ enrolment }) => enrolment);

/** Closes an open enrolment for one reason; true for exactly one caller. */
export const closeEnrolment = writes(
  'enrolment_close',
  ({ enrolment: e }) => ({ id: e.id, state: e.state }),
  (db, { enrolment: e }, p) =>
    db
      .update(e)
      // A number that was left for another one may be gone back to in its ten minutes; nothing else is read again.
      .set({ state: p.state, sealed: sql`case when ${e.phoneIndex} is not null then ${e.sealed} else '' end` })
      .where(and(eq(e.id, p.id), eq(e.state, 'open'))),
);

const superseded = finds(
  'enrolment_superseded',
  ({ enrolment: e }) => ({
    sessionId: e.sessionId,
    phoneIndex: e.phoneIndex,
    after: e.expiresAt,
  }),
  (db, { enrolment: e }, p) =>
    db
      .select()
      .from(e)
      .where(
        and(
          eq(e.sessionId, p.sessionId),
          eq(e.phoneIndex, p.phoneIndex),
          eq(e.state, 'cancelled'),
          gt(e.expiresAt, p.after),
          lt(e.failed, CHALLENGE_TRIES),
        ),
      )
      .orderBy(desc(e.createdAt))
      .limit(1),
);

/** The latest enrolment of this number that this session left for another, with a try and some time left. */
export function findSuperseded(sessionId: string, phoneIndex: string, now: Date): Work<EnrolmentRow | undefined> {
  const after = new Date(now.getTime() + LEAST_LEFT_SECONDS * 1000);
  return superseded({ sessionId, phoneIndex, after });
}

/** Opens an enrolment again, with all else as it was, so that the code on the phone still counts. */
export const reopenEnrolment = writes(
  'enrolment_reopen',
  ({ enrolment: e }) => ({ id: e.id, now: e.expiresAt }),
  (db, { enrolment: e }, p) =>
    db
      .update(e)
      .set({ state: 'open' })
      .where(and(eq(e.id, p.id), eq(e.state, 'cancelled'), gt(e.expiresAt, p.now), lt(e.failed, CHALLENGE_TRIES))),
);

/**
 * Spends an enrolment, and with it the SMS code that belongs to it. True for exactly one caller. The row
 * stays for a while without its secret, so that a request repeated after a lost answer is told the truth.
 */
export const spendEnrolment = writes(
  'enrolment_confirm',
  ({ enrolment: e }) => ({ id: e.id, now: e.expiresAt }),
  (db, { enrolment: e }, p) =>
    db
      .update(e)
      .set({ state: 'confirmed', sealed: '', phoneIndex: null, country: null })
      .where(and(eq(e.id, p.id), eq(e.state, 'open'), gt(e.expiresAt, p.now))),
);

/** Takes secrets and numbers out of up to 500 enrolments that ended before an instant; returns how many. */
export const fadeEnrolments = counts(
  'enrolment_fade',
  ({ enrolment: e }) => ({ before: e.expiresAt }),
  (db, { enrolment: e }, p) =>
    db
      .update(e)
      .set({ sealed: '', phoneIndex: null, country: null })
      .where(isOfBatch(db, e, e.id, and(lt(e.expiresAt, p.before), gt(e.sealed, '')))),
);

const removeAll = counts(
  'enrolment_remove_all',
  ({ enrolment: e }) => ({ accountId: e.accountId, keep: e.id }),
  (db, { enrolment: e }, p) =>
    deleteBatch(db, e, e.id, and(eq(e.accountId, p.accountId), ne(e.id, p.keep)), BATCH_OF_A_CHANGE),
);

const removeOpen = counts(
  'enrolment_remove_open',
  ({ enrolment: e }) => ({ sessionId: e.sessionId, keep: e.id }),
  (db, { enrolment: e }, p) => db.delete(e).where(and(eq(e.sessionId, p.sessionId), isOpen(e), ne(e.id, p.keep))),
);

/**
 * After a change of the account: those that are open in the session that goes on, and one batch of all others. To these no
 * session leads any more, and they go when they are pruned.
 * @param keep one that was just confirmed.
 */
export function* removeEnrolments(accountId: string, session = '', keep = ''): Work<number> {
  const [open, rest] = yield* together(removeOpen({ sessionId: session, keep }), removeAll({ accountId, keep }));
  return open + rest;
}
