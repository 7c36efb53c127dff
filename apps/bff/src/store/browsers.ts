import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import { counts, finds, lists, writes } from './database.ts';
import type { Row } from './schema.ts';
import { BATCH, removal } from './shared-queries.ts';

/** A browser that has signed in to an account before: it has counts of its own, and skips no check. */
export type KnownBrowser = Pick<Row<'browser'>, 'id' | 'accountId' | 'tokenHash' | 'seenAt'>;

/** Accounts that one browser is looked up for: people share a computer, not a town. */
const MOST_LOGINS = 100;

export const findBrowser = finds(
  'browser_find',
  ({ browser: b }) => ({ tokenHash: b.tokenHash, accountId: b.accountId }),
  (db, { browser: b }, p) =>
    db
      .select({ id: b.id, accountId: b.accountId, tokenHash: b.tokenHash, seenAt: b.seenAt })
      .from(b)
      .where(and(eq(b.tokenHash, p.tokenHash), eq(b.accountId, p.accountId))),
);

/** The accounts that a browser has signed in to, by their logins: the same question whichever login was typed. */
export const listBrowserLogins = lists(
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

/**
 * Notes that this browser completed a sign-in. `seenAt` is from when on one that is new is told what happened; one that
 * is known keeps its mark.
 */
export const rememberBrowser = writes(
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
      }),
);

/** Browsers that an account is known by at most. */
const KNOWN_BROWSERS = 50;

/** Forgets those that were not seen for longest, beyond the fifty that an account may have. */
export const forgetOldestBrowsers = counts(
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
    return db.delete(b).where(inArray(b.id, older));
  },
);

/** After an operator's reset no browser is known any more. */
export const forgetBrowsers = removal('browser_forget_all', ({ browser }) => browser);

/** When two-factor comes on: browsers known by the password alone are strangers from then on. */
export const forgetOtherBrowsers = counts(
  'browser_forget_others',
  ({ browser: b }) => ({ accountId: b.accountId, keep: b.id }),
  (db, { browser: b }, p) => db.delete(b).where(and(eq(b.accountId, p.accountId), ne(b.id, p.keep))),
);

/** A browser's token was renewed: what is known about it moves along. */
export const moveBrowser = writes(
  'browser_move',
  ({ browser: b }) => ({ from: b.tokenHash, to: b.tokenHash }),
  (db, { browser: b }, p) => db.update(b).set({ tokenHash: p.to }).where(eq(b.tokenHash, p.from)),
);
