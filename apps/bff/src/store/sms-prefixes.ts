import { and, eq, gt, isNotNull, lt, ne, notInArray } from 'drizzle-orm';
import { counts, lists, type Work } from './database.ts';
import { isOfBatch } from './shared-queries.ts';

const forget = lists(
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
  yield* forget({ accountId, none: '' });
}

const forgetRetired = lists(
  'sms_forget_retired',
  ({ smsMessage: m }) => ({ accountId: m.accountId, owner: m.accountId, none: m.prefix }),
  (db, { smsMessage: m, authenticator: a }, p) => {
    const bound = db
      .select({ phoneIndex: a.phoneIndex })
      .from(a)
      .where(and(eq(a.accountId, p.owner), isNotNull(a.phoneIndex)));
    return db
      .update(m)
      .set({ prefix: p.none })
      .where(
        and(
          eq(m.accountId, p.accountId),
          isNotNull(m.verifiedAt),
          gt(m.prefix, p.none),
          notInArray(m.phoneIndex, bound),
        ),
      )
      .returning({ id: m.id });
  },
);

/**
 * Of numbers that the account has no more, takes the range out of its answered messages. What nobody answered keeps it
 * until the rules against abuse have judged it.
 */
export function* forgetRetiredPrefixes(accountId: string): Work<void> {
  yield* forgetRetired({ accountId, owner: accountId, none: '' });
}

const fade = counts(
  'sms_fade_prefixes',
  ({ smsMessage: m }) => ({ before: m.createdAt, none: m.prefix }),
  (db, { smsMessage: m }, p) =>
    db
      .update(m)
      .set({ prefix: p.none })
      // In the order of the index, which has those without a prefix apart.
      .where(isOfBatch(db, m, m.id, and(gt(m.prefix, p.none), lt(m.createdAt, p.before))))
      .returning({ id: m.id }),
);

/** Takes the range out of up to 500 messages older than an instant; returns how many. */
export function fadePrefixes(before: Date): Work<number> {
  return fade({ before, none: '' });
}
