import { and, desc, eq, gt, ne } from 'drizzle-orm';
import { lists, writes } from './database.ts';
import type { Tables } from './schema.ts';
import type { ColumnOf } from './shared-queries.ts';

/** Makes parallel sends wait for each other, so that each counts what the one before it wrote. */
export const holdSends = writes(
  'sms_lock',
  ({ sendLock: l }) => ({ now: l.takenAt }),
  (db, { sendLock: l }, p) =>
    db
      .insert(l)
      .values({ key: 'all', takenAt: p.now })
      .onConflictDoUpdate({ target: l.key, set: { takenAt: p.now } }),
);

/** Messages that have a value in a column, the newest first. */
const sendsBy = (name: string, columnOf: (m: Tables['smsMessage']) => ColumnOf<string>) =>
  lists(
    name,
    ({ smsMessage: m }) => ({ value: columnOf(m), since: m.createdAt }),
    (db, { smsMessage: m }, p) =>
      db
        .select({ createdAt: m.createdAt, subject: m.subject, known: m.known, verifiedAt: m.verifiedAt })
        .from(m)
        .where(
          and(eq(columnOf(m), p.value), gt(m.createdAt, p.since), ne(m.state, 'not-sent'), ne(m.subject, 'notice')),
        )
        .orderBy(desc(m.createdAt)),
  );

/** Messages that were or may have been sent for an account, the newest first; those certainly not sent don't count. */
export const listAccountSends = sendsBy('sms_of_account_since', (m) => m.accountId);

/** The same for a number, whichever account asked. */
export const listNumberSends = sendsBy('sms_of_number_since', (m) => m.phoneIndex);

/** Sends of an account that certainly failed, the newest first. */
export const listRefusedSends = lists(
  'sms_refused_since',
  ({ smsMessage: m }) => ({ accountId: m.accountId, known: m.known, since: m.createdAt }),
  (db, { smsMessage: m }, p) =>
    db
      .select({ createdAt: m.createdAt })
      .from(m)
      .where(
        and(
          eq(m.accountId, p.accountId),
          gt(m.createdAt, p.since),
          eq(m.known, p.known),
          eq(m.state, 'not-sent'),
          ne(m.subject, 'notice'),
        ),
      )
      .orderBy(desc(m.createdAt)),
);
