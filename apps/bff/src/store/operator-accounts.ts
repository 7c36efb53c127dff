import { count, eq, getTableColumns, gt, sql } from 'drizzle-orm';
import { finds, lists, type RowOf, type Work } from './database.ts';

const PAGE = 500;
/** Null where there is nothing to read. */
const wordsOf = (text: string): readonly string[] | null => text.split(' ');

/** Up to 500 accounts whose login follows `after`, as the engine sorts it. */
export const listAccountsAfter = lists(
  'account_page',
  ({ account: a }) => ({ after: a.login }),
  (db, { account: a, authenticator: t }, p) => {
    const {
      passwordHash: _hash,
      securityEpoch: _epoch,
      passwordChangedAt: _changedAt,
      userHandle: _handle,
      ...columns
    } = getTableColumns(a);
    return (
      db
        .select({
          ...columns,
          kinds: sql`string_agg(${t.kind}, ' ')`.mapWith(wordsOf),
          disabled: count(t.disabledAt),
        })
        .from(a)
        .leftJoin(t, eq(t.accountId, a.id))
        .where(gt(a.login, p.after))
        // By the index that they are read in, so that a page ends where it is full.
        .groupBy(a.login, a.id)
        .orderBy(a.login)
        .limit(PAGE)
    );
  },
);

/** An account as an operator lists it: the kinds of what is bound, and how many of them are disabled. */
export type ListedAccount = RowOf<typeof listAccountsAfter>;

/** Up to 100 ids of accounts, in order. */
export const listAccountIdsAfter = lists(
  'account_ids_after',
  ({ account: a }) => ({ after: a.id }),
  (db, { account: a }, p) => db.select({ id: a.id }).from(a).where(gt(a.id, p.after)).orderBy(a.id).limit(100),
);

/** Failures in a row of an account, by bucket. */
export const listAttempts = lists(
  'attempt_list',
  ({ attempt: a }) => ({ accountId: a.accountId }),
  (db, { attempt: a }, p) => db.select().from(a).where(eq(a.accountId, p.accountId)).orderBy(a.bucket),
);

const browsers = finds(
  'browser_count',
  ({ browser: b }) => ({ accountId: b.accountId }),
  (db, { browser: b }, p) => db.select({ count: count() }).from(b).where(eq(b.accountId, p.accountId)),
);

/** How many browsers have signed in to the account before. */
export function* countBrowsers(accountId: string): Work<number> {
  return (yield* browsers({ accountId }))?.count ?? 0;
}
