import { and, desc, eq, gt, ne } from 'drizzle-orm';
import { rows, type Work, won } from './database.ts';
import type { SmsSubject } from './schema-values.ts';
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

const ofAccount = statement(
  'sms_of_account_since',
  ({ smsMessage: m }) => ({ accountId: m.accountId, since: m.createdAt }),
  (db, { smsMessage: m }, p) =>
    db
      .select({
        createdAt: m.createdAt,
        subject: m.subject,
        known: m.known,
        verifiedAt: m.verifiedAt,
      })
      .from(m)
      .where(
        and(eq(m.accountId, p.accountId), gt(m.createdAt, p.since), ne(m.state, 'not-sent'), ne(m.subject, 'notice')),
      )
      .orderBy(desc(m.createdAt)),
);

const ofNumber = statement(
  'sms_of_number_since',
  ({ smsMessage: m }) => ({ phoneIndex: m.phoneIndex, since: m.createdAt }),
  (db, { smsMessage: m }, p) =>
    db
      .select({
        createdAt: m.createdAt,
        subject: m.subject,
        known: m.known,
        verifiedAt: m.verifiedAt,
      })
      .from(m)
      .where(
        and(eq(m.phoneIndex, p.phoneIndex), gt(m.createdAt, p.since), ne(m.state, 'not-sent'), ne(m.subject, 'notice')),
      )
      .orderBy(desc(m.createdAt)),
);

export interface SentMessage {
  readonly createdAt: Date;
  readonly subject: SmsSubject;
  readonly known: boolean;
  readonly verifiedAt: Date | null;
}

/** Messages that were or may have been sent for an account, the newest first; those certainly not sent don't count. */
export function listAccountSends(accountId: string, since: Date): Work<SentMessage[]> {
  return rows(ofAccount, { accountId, since });
}

/** The same for a number, whichever account asked. */
export function listNumberSends(phoneIndex: string, since: Date): Work<SentMessage[]> {
  return rows(ofNumber, { phoneIndex, since });
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
