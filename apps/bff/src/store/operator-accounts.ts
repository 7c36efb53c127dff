import { authenticatorKind } from '@wattsense/contract/vocabulary';
import { aliasedTable, and, count, eq, gt, notInArray, sql } from 'drizzle-orm';
import type { AccountRow } from './accounts.ts';
import { finds, lists, type Work } from './database.ts';

const PAGE = 500;

/** An account as an operator lists it. */
export interface ListedAccount extends Omit<AccountRow, 'passwordHash' | 'securityEpoch' | 'passwordChangedAt'> {
  readonly appId: string | null;
  readonly phoneId: string | null;
  /** Of a kind that this release does not know; one of them where there are several. */
  readonly unknownId: string | null;
  readonly disabledAt: Date | null;
}

/** Up to 500 accounts whose login follows `after`, as the engine sorts it. */
export const listAccountsAfter = lists(
  'account_page',
  ({ account: a }) => ({ after: a.login }),
  (db, { account: a, authenticator: t }, p) => {
    const app = aliasedTable(t, 'app');
    const phone = aliasedTable(t, 'phone');
    return db
      .select({
        id: a.id,
        login: a.login,
        name: a.name,
        language: a.language,
        active: a.active,
        lastSignInAt: a.lastSignInAt,
        createdAt: a.createdAt,
        appId: app.id,
        phoneId: phone.id,
        unknownId: sql<string | null>`(select min(${t.id}) from ${t}
          where ${t.accountId} = ${a.id} and ${notInArray(t.kind, [...authenticatorKind.options])})`,
        disabledAt: sql<Date | null>`coalesce(${app.disabledAt}, ${phone.disabledAt})`.mapWith(app.disabledAt),
      })
      .from(a)
      .leftJoin(app, and(eq(app.accountId, a.id), eq(app.kind, 'app')))
      .leftJoin(phone, and(eq(phone.accountId, a.id), eq(phone.kind, 'phone')))
      .where(gt(a.login, p.after))
      .orderBy(a.login)
      .limit(PAGE);
  },
);

const idsAfter = lists(
  'account_ids_after',
  ({ account: a }) => ({ after: a.id }),
  (db, { account: a }, p) => db.select({ id: a.id }).from(a).where(gt(a.id, p.after)).orderBy(a.id).limit(100),
);

/** Up to 100 ids of accounts, in order. */
export function* listAccountIdsAfter(after: string): Work<string[]> {
  return (yield* idsAfter({ after })).map((row) => row.id);
}

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
