import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import { BATCH, removal } from './batches.ts';
import { counted, first, rows, type Work, won } from './database.ts';
import type { Row } from './schema.ts';
import { statement, type ValuesOf, type Whole } from './statement.ts';

/** A browser that has signed in to an account before: it has counts of its own, and skips no check. */
export type BrowserRow = Pick<Row<'browser'>, 'id' | 'accountId' | 'tokenHash'>;

/** Accounts that one browser is looked up for: people share a computer, not a town. */
const MOST_LOGINS = 100;

const find = statement(
  'browser_find',
  ({ browser: b }) => ({ tokenHash: b.tokenHash, accountId: b.accountId }),
  (db, { browser: b }, p) =>
    db
      .select({ id: b.id, accountId: b.accountId, tokenHash: b.tokenHash })
      .from(b)
      .where(and(eq(b.tokenHash, p.tokenHash), eq(b.accountId, p.accountId))),
);

export function findBrowser(tokenHash: string, accountId: string): Work<BrowserRow | undefined> {
  return first(find, { tokenHash, accountId });
}

const logins = statement(
  'browser_logins',
  ({ browser: b }) => ({ tokenHash: b.tokenHash }),
  (db, { browser: b, account: a }, p) =>
    db
      .select({ id: b.id, login: a.login })
      .from(b)
      .innerJoin(a, eq(a.id, b.accountId))
      .where(eq(b.tokenHash, p.tokenHash))
      .limit(MOST_LOGINS),
);

/** The accounts that a browser has signed in to, by their logins: the same question whichever login was typed. */
export function listBrowserLogins(tokenHash: string): Work<{ readonly id: string; readonly login: string }[]> {
  return rows(logins, { tokenHash });
}

const remember = statement(
  'browser_remember',
  ({ browser: b }) => ({
    id: b.id,
    accountId: b.accountId,
    tokenHash: b.tokenHash,
    now: b.lastSeenAt,
    seenAt: b.seenAt,
  }),
  (db, { browser: b }, p) =>
    db
      .insert(b)
      .values({ ...p, createdAt: p.now, lastSeenAt: p.now })
      .onConflictDoUpdate({
        target: [b.tokenHash, b.accountId],
        set: { lastSeenAt: p.now },
      })
      .returning({ id: b.id }),
);

/**
 * Notes that this browser completed a sign-in. `seenAt` is from when on one that is new is told what happened; one that
 * is known keeps its mark.
 */
export function rememberBrowser(browser: Whole<ValuesOf<typeof remember>>): Work<boolean> {
  return won(remember, browser);
}

/** Browsers that an account is known by at most. */
const KNOWN_BROWSERS = 50;

const forgetOldest = statement(
  'browser_forget_oldest',
  ({ browser: b }) => ({ accountId: b.accountId }),
  (db, { browser: b }, p) => {
    const older = db
      .select({ id: b.id })
      .from(b)
      .where(eq(b.accountId, p.accountId))
      .orderBy(desc(b.lastSeenAt), desc(b.id))
      .limit(BATCH)
      .offset(KNOWN_BROWSERS);
    return db.delete(b).where(inArray(b.id, older)).returning({ id: b.id });
  },
);

/** Forgets those that were not seen for longest, beyond the fifty that an account may have. */
export function forgetOldestBrowsers(accountId: string): Work<number> {
  return counted(forgetOldest, { accountId });
}

/** After an operator's reset no browser is known any more. */
export const forgetBrowsers = removal('browser_forget_all', ({ browser }) => browser);

const forgetOthers = statement(
  'browser_forget_others',
  ({ browser: b }) => ({ accountId: b.accountId, keep: b.id }),
  (db, { browser: b }, p) =>
    db
      .delete(b)
      .where(and(eq(b.accountId, p.accountId), ne(b.id, p.keep)))
      .returning({ id: b.id }),
);

/** When two-factor comes on: browsers known by the password alone are strangers from then on. */
export function forgetOtherBrowsers(accountId: string, keep: string | null): Work<number> {
  return counted(forgetOthers, { accountId, keep: keep ?? '' });
}

const move = statement(
  'browser_move',
  ({ browser: b }) => ({ from: b.tokenHash, to: b.tokenHash }),
  (db, { browser: b }, p) =>
    db.update(b).set({ tokenHash: p.to }).where(eq(b.tokenHash, p.from)).returning({ id: b.id }),
);

/** A browser's token was renewed: what is known about it moves along. */
export function moveBrowser(from: string, to: string): Work<boolean> {
  return won(move, { from, to });
}
