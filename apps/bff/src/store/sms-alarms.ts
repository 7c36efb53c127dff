import { and, eq, getTableColumns, gt, inArray, or, sql } from 'drizzle-orm';
import { counted, rows, type Work, won } from './database.ts';
import type { Row } from './schema.ts';
import { statement } from './statement.ts';

export type SmsAlarmRow = Row<'smsAlarm'>;

const raise = statement(
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
      })
      .returning({ id: a.id }),
);

/**
 * Writes an alarm down; false when the same one was raised a while ago or its pause still lasts, so that of
 * several instances one tells the operators, once.
 */
export function raiseSmsAlarm(alarm: SmsAlarmRow, quietSince: Date): Work<boolean> {
  return won(raise, { ...alarm, quietSince });
}

const pauses = statement(
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

/** When the latest pauses of a prefix and its country end or ended. */
export function findSmsPauses(prefix: string, country: string): Work<Pick<SmsAlarmRow, 'kind' | 'pausedUntil'>[]> {
  return rows(pauses, { prefix, country });
}

const lift = statement(
  'sms_pauses_lift',
  ({ smsAlarm: a }) => ({ now: a.pausedUntil }),
  (db, { smsAlarm: a }, p) =>
    db
      .update(a)
      .set({ pausedUntil: p.now })
      .where(and(inArray(a.kind, ['prefix', 'country']), gt(a.pausedUntil, p.now)))
      .returning({ id: a.id }),
);

/** Ends every pause; what was sent before counts no more. Returns how many there were. */
export function liftSmsPauses(now: Date): Work<number> {
  return counted(lift, { now });
}
