import { and, eq, ne } from 'drizzle-orm';
import { rows, type Work } from './database.ts';
import { statement } from './statement.ts';

const forget = statement(
  'sms_forget_prefixes',
  ({ smsMessage: m }) => ({ accountId: m.accountId, none: m.prefix }),
  (db, { smsMessage: m }, p) =>
    db
      .update(m)
      .set({ prefix: p.none })
      .where(and(eq(m.accountId, p.accountId), ne(m.prefix, p.none)))
      .returning({ id: m.id }),
);

/** The account is erased: no message says any more in what range its numbers were. */
export function* forgetPrefixes(accountId: string): Work<void> {
  yield* rows(forget, { accountId, none: '' });
}
