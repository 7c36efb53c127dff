import type { SmsFailure } from '@wattsense/contract/sms';
import { and, desc, eq, getTableColumns, inArray, isNull, ne, sql } from 'drizzle-orm';
import { OVERTAKES, type ReceiptState } from '../domain/sms-delivery.ts';
import { finds, type Work, writes } from './database.ts';
import type { Row } from './schema.ts';

export type SmsMessageRow = Row<'smsMessage'>;

export const insertSmsMessage = writes(
  'sms_insert',
  ({ smsMessage: m }) => getTableColumns(m),
  (db, { smsMessage: m }, p) => db.insert(m).values(p),
);

/** The latest message of a challenge or enrolment. */
export const findLatestSms = finds(
  'sms_latest',
  ({ smsMessage: m }) => ({ subjectId: m.subjectId }),
  (db, { smsMessage: m }, p) =>
    db.select().from(m).where(eq(m.subjectId, p.subjectId)).orderBy(desc(m.createdAt), desc(m.id)).limit(1),
);

const sent = finds(
  'sms_was_sent',
  ({ smsMessage: m }) => ({ subjectId: m.subjectId }),
  (db, { smsMessage: m }, p) =>
    db
      .select({ id: m.id })
      .from(m)
      .where(and(eq(m.subjectId, p.subjectId), ne(m.state, 'not-sent')))
      .limit(1),
);

/**
 * Whether a message with the code of this challenge or enrolment ever left, or may have: one of all of them,
 * since a resend that failed takes nothing from the code that the first one brought.
 */
export function* wasSmsSent(subjectId: string): Work<boolean> {
  return (yield* sent({ subjectId })) !== undefined;
}

export const findSms = finds(
  'sms_by_id',
  ({ smsMessage: m }) => ({ id: m.id }),
  (db, { smsMessage: m }, p) => db.select().from(m).where(eq(m.id, p.id)),
);

/** Records what became of a send. */
export const recordSmsOutcome = writes(
  'sms_record_outcome',
  ({ smsMessage: m }) => ({
    id: m.id,
    state: m.state,
    failure: m.failure,
    providerId: m.providerId,
    now: m.updatedAt,
  }),
  (db, { smsMessage: m }, p) =>
    db
      .update(m)
      .set({
        // A receipt may be there before the provider's own answer; it knows more.
        state: sql`case when ${m.state} = 'sending' then ${p.state} else ${m.state} end`,
        failure: sql`case when ${m.state} = 'sending' then ${p.failure} else ${m.failure} end`,
        providerId: p.providerId,
        updatedAt: p.now,
      })
      .where(eq(m.id, p.id)),
);

const move = {
  sent: moveTo('sent'),
  delivered: moveTo('delivered'),
  'not-delivered': moveTo('not-delivered'),
} as const;

function moveTo(state: ReceiptState) {
  return writes(
    `sms_move_${state}`,
    ({ smsMessage: m }) => ({ id: m.id, failure: m.failure, now: m.updatedAt }),
    (db, { smsMessage: m }, p) =>
      db
        .update(m)
        .set({ state, failure: p.failure, updatedAt: p.now })
        .where(and(eq(m.id, p.id), inArray(m.state, [...OVERTAKES[state]]))),
  );
}

/** Moves a message on to what a receipt tells; false when it stands there or further already. */
export function moveSms(id: string, to: ReceiptState, failure: SmsFailure | null, now: Date): Work<boolean> {
  return move[to]({ id, failure, now });
}

/** A message by the id that the provider gave it. */
export const findSmsByProviderId = finds(
  'sms_by_provider_id',
  ({ smsMessage: m }) => ({ providerId: m.providerId }),
  (db, { smsMessage: m }, p) => db.select().from(m).where(eq(m.providerId, p.providerId)),
);

/** The code of this challenge or enrolment was entered: its messages reached a person. */
export const markSmsVerified = writes(
  'sms_verify',
  ({ smsMessage: m }) => ({ subjectId: m.subjectId, now: m.verifiedAt }),
  (db, { smsMessage: m }, p) =>
    db
      .update(m)
      .set({ verifiedAt: p.now })
      .where(and(eq(m.subjectId, p.subjectId), isNull(m.verifiedAt))),
  () => ({ what: 'sms-verified' }),
);

/** Notes a receipt by the `jti` of its signature; false when it was taken in before. */
export const takeReceiptId = writes(
  'receipt_take',
  ({ receipt: r }) => ({ id: r.id, now: r.receivedAt }),
  (db, { receipt: r }, p) => db.insert(r).values({ id: p.id, receivedAt: p.now }).onConflictDoNothing(),
);
