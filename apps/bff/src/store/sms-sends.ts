import { and, desc, eq, gt, ne } from 'drizzle-orm';
import type { ColumnOf } from './batches.ts';
import { rows, type Work, won } from './database.ts';
import type { Row, Tables } from './schema.ts';
import { statement } from './statement.ts';

const lock = statement(
  'sms_lock',
  ({ sendLock: l }) => ({ key: l.key, now: l.takenAt }),
  (db, { sendLock: l }, p) =>
    db
      .insert(l)
      .values({ key: p.key, takenAt: p.now })
      .onConflictDoUpdate({ target: l.key, set: { takenAt: p.now } })
      .returning({ key: l.key }),
);

/** Makes parallel sends wait for each other, so that each counts what the one before it wrote. */
export function holdSends(now: Date): Work<boolean> {
  return won(lock, { key: 'all', now });
}

/** Messages that have a value in a column, the newest first. */
const sendsBy = (name: string, columnOf: (m: Tables['smsMessage']) => ColumnOf<string>) =>
  statement(
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

const ofAccount = sendsBy('sms_of_account_since', (m) => m.accountId);
const ofNumber = sendsBy('sms_of_number_since', (m) => m.phoneIndex);

type SentMessage = Pick<Row<'smsMessage'>, 'createdAt' | 'subject' | 'known' | 'verifiedAt'>;

/** Messages that were or may have been sent for an account, the newest first; those certainly not sent don't count. */
export function listAccountSends(accountId: string, since: Date): Work<SentMessage[]> {
  return rows(ofAccount, { value: accountId, since });
}

/** The same for a number, whichever account asked. */
export function listNumberSends(phoneIndex: string, since: Date): Work<SentMessage[]> {
  return rows(ofNumber, { value: phoneIndex, since });
}

const refused = statement(
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

/** Sends of an account that certainly failed, the newest first. */
export function listRefusedSends(accountId: string, known: boolean, since: Date): Work<{ readonly createdAt: Date }[]> {
  return rows(refused, { accountId, known, since });
}
