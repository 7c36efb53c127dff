import { and, asc, eq, getTableColumns, gt, type SQL, sql } from 'drizzle-orm';
import { lists, type RowOf, type Work } from './database.ts';
import type { Tables } from './schema.ts';

/** As many as somebody reads; the check says that there may be more. */
const MOST_BREACHES = 50;
const CHECKED_PAGE = 500;

/** `isTwoFactorOn` of `domain/assurance.ts` in SQL: while any row is there, of whatever kind. */
const twoFactorOn = ({ authenticator: t, account: a }: Tables) =>
  sql<unknown>`exists (select 1 from ${t} where ${t.accountId} = ${a.id})`;

/** What lists the logins of accounts for which something holds, in order. */
function loginsWhere(name: string, condition: (tables: Tables) => SQL) {
  const breaching = lists(
    name,
    () => ({}),
    (db, tables) => {
      const { account: a } = tables;
      return db.select({ login: a.login }).from(a).where(condition(tables)).orderBy(a.login).limit(MOST_BREACHES);
    },
  );
  return function* (): Work<string[]> {
    return (yield* breaching({})).map((row) => row.login);
  };
}

const activeCodes = ({ account: a, recoveryCode: r }: Tables, what: SQL) =>
  sql`(select ${what} from ${r} where ${r.accountId} = ${a.id} and ${r.state} = 'active')`;

/** Accounts with two-factor on that have no active recovery code, or several. */
export const accountsWithoutOneCode = loginsWhere(
  'breach_codes_on',
  (tables) => sql`${twoFactorOn(tables)} and ${activeCodes(tables, sql`count(*)`)} <> 1`,
);

/** Accounts with two-factor off for which a recovery code is active. */
export const accountsWithCodesLeft = loginsWhere(
  'breach_codes_off',
  (tables) => sql`not ${twoFactorOn(tables)} and exists ${activeCodes(tables, sql`1`)}`,
);

/** Accounts whose recovery code let a session in, to the end, and is active all the same. */
export const accountsWithUnspentCode = loginsWhere(
  'breach_code_unspent',
  ({ account: a, recoveryCode: r, session: s }) => sql`exists (select 1 from ${r}
    inner join ${s} on ${s.id} = ${r.reservedBySession} and ${s.byRecovery} = 'finished'
    where ${r.accountId} = ${a.id} and ${r.state} = 'active')`,
);

/** The next page of authenticators, by id, with whose they are. */
export const listCheckedAuthenticatorsAfter = lists(
  'check_authenticators',
  ({ authenticator: t }) => ({ after: t.id }),
  (db, { account: a, authenticator: t }, p) =>
    db
      .select({ ...getTableColumns(t), login: a.login })
      .from(t)
      .innerJoin(a, eq(a.id, t.accountId))
      .where(gt(t.id, p.after))
      .orderBy(asc(t.id))
      .limit(CHECKED_PAGE),
);

/** The next page of sessions, by id. SQLite says 1 where PostgreSQL says true. */
export const listCheckedSessionsAfter = lists(
  'check_sessions',
  ({ session: s }) => ({ after: s.id }),
  (db, tables, p) => {
    const { account: a, session: s, securityEvent: e } = tables;
    return db
      .select({
        id: s.id,
        login: a.login,
        events: s.events,
        byRecovery: s.byRecovery,
        epoch: s.epoch,
        accountEpoch: a.securityEpoch,
        twoFactorOn: twoFactorOn(tables),
        told: sql<unknown>`exists (select 1 from ${e}
          where ${e.accountId} = ${a.id} and ${e.kind} = 'signed-in' and ${e.sessionId} = ${s.id})`,
      })
      .from(s)
      .innerJoin(a, eq(a.id, s.accountId))
      .where(gt(s.id, p.after))
      .orderBy(asc(s.id))
      .limit(CHECKED_PAGE);
  },
);

/** A session beside what must be true of it. */
export type CheckedSession = RowOf<typeof listCheckedSessionsAfter>;

/** The next page of accounts, by id, with the hashes that name a key. */
export const listHashesAfter = lists(
  'check_password_keys',
  ({ account: a }) => ({ after: a.id }),
  (db, { account: a, recoveryCode: r }, p) =>
    db
      .select({ id: a.id, login: a.login, passwordHash: a.passwordHash, recoveryHash: r.hash })
      .from(a)
      .leftJoin(r, and(eq(r.accountId, a.id), eq(r.state, 'active')))
      .where(gt(a.id, p.after))
      .orderBy(asc(a.id))
      .limit(CHECKED_PAGE),
);

export type HashedRow = RowOf<typeof listHashesAfter>;
