import { and, eq, gt, isNotNull, lt, ne, notInArray } from 'drizzle-orm';
import { counts } from './database.ts';
import { isOfBatch } from './shared-queries.ts';

/** The account is erased: no message says any more in what range its numbers were. */
export const forgetPrefixes = counts(
  'sms_forget_prefixes',
  ({ smsMessage: m }) => ({ accountId: m.accountId }),
  (db, { smsMessage: m }, p) =>
    db
      .update(m)
      .set({ prefix: '' })
      .where(and(eq(m.accountId, p.accountId), ne(m.prefix, ''))),
);

/**
 * Of numbers that the account has no more, takes the range out of its answered messages. What nobody answered keeps it
 * until the rules against abuse have judged it.
 */
export const forgetRetiredPrefixes = counts(
  'sms_forget_retired',
  ({ smsMessage: m }) => ({ accountId: m.accountId }),
  (db, { smsMessage: m, authenticator: a }, p) => {
    const bound = db
      .select({ phoneIndex: a.phoneIndex })
      .from(a)
      .where(and(eq(a.accountId, p.accountId), isNotNull(a.phoneIndex)));
    return db
      .update(m)
      .set({ prefix: '' })
      .where(
        and(eq(m.accountId, p.accountId), isNotNull(m.verifiedAt), gt(m.prefix, ''), notInArray(m.phoneIndex, bound)),
      );
  },
);

/** Takes the range out of up to 500 messages older than an instant; returns how many. */
export const fadePrefixes = counts(
  'sms_fade_prefixes',
  ({ smsMessage: m }) => ({ before: m.createdAt }),
  (db, { smsMessage: m }, p) =>
    db
      .update(m)
      .set({ prefix: '' })
      // In the order of the index, which has those without a prefix apart.
      .where(isOfBatch(db, m, m.id, and(gt(m.prefix, ''), lt(m.createdAt, p.before)))),
);
