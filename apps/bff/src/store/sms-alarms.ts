import { and, eq, getTableColumns, gt, inArray, or, sql } from 'drizzle-orm';
import { counts, lists, writes } from './database.ts';
import type { Row } from './schema.ts';

export type SmsAlarmRow = Row<'smsAlarm'>;

/**
 * Writes an alarm down; false when the same one was raised a while ago or its pause still lasts, so that of
 * several instances one tells the operators, once.
 */
export const raiseSmsAlarm = writes(
  'sms_alarm_raise',
  ({ smsAlarm: a }) => ({ ...getTableColumns(a), quietSince: a.raisedAt }),
  (db, { smsAlarm: a }, p) =>
    db
      .insert(a)
      .values(p)
      .onConflictDoUpdate({
        target: [a.kind, a.subject],
        set: { raisedAt: p.raisedAt, pausedUntil: p.pausedUntil },
        setWhere: sql`${a.raisedAt} <= ${p.quietSince} and ${a.pausedUntil} <= ${p.raisedAt}`,
      }),
);

/** When the latest pauses of a prefix and its country end or ended. */
export const findSmsPauses = lists(
  'sms_pauses',
  ({ smsAlarm: a }) => ({ prefix: a.subject, country: a.subject }),
  (db, { smsAlarm: a }, p) =>
    db
      .select({ kind: a.kind, pausedUntil: a.pausedUntil })
      .from(a)
      .where(
        or(and(eq(a.kind, 'prefix'), eq(a.subject, p.prefix)), and(eq(a.kind, 'country'), eq(a.subject, p.country))),
      ),
);

/** Ends every pause; what was sent before counts no more. Returns how many there were. */
export const liftSmsPauses = counts(
  'sms_pauses_lift',
  ({ smsAlarm: a }) => ({ now: a.pausedUntil }),
  (db, { smsAlarm: a }, p) =>
    db
      .update(a)
      .set({ pausedUntil: p.now })
      .where(and(inArray(a.kind, ['prefix', 'country']), gt(a.pausedUntil, p.now))),
);
