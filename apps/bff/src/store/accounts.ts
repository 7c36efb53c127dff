import { and, eq, type SQL, sql } from 'drizzle-orm';
import { isErased, spellingsOf } from '../domain/login.ts';
import { finds, lists, type Work, writes } from './database.ts';
import type { Row, Tables } from './schema.ts';

export type AccountRow = Row<'account'>;

const byLogin = lists(
  'account_by_login',
  ({ account: a }) => ({ typed: a.login, normal: a.login, ascii: a.login }),
  (db, { account: a }, p) => db.select().from(a).where(sql`${a.login} in (${p.typed}, ${p.normal}, ${p.ascii})`),
);

/**
 * The account of a login in whatever spelling. The first release stored international domains as they were typed: where
 * both spellings have an account, the one as typed is meant. One that was erased is nobody's.
 */
export function* findAccountByLogin(login: string): Work<AccountRow | undefined> {
  const [typed, normal, ascii] = spellingsOf(login);
  const found = (yield* byLogin({ typed, normal, ascii })).filter((row) => !isErased(row));
  return [typed, normal, ascii].map((one) => found.find((row) => row.login === one)).find((row) => row !== undefined);
}

export const findAccount = finds(
  'account_by_id',
  ({ account }) => ({ id: account.id }),
  (db, { account }, p) => db.select().from(account).where(eq(account.id, p.id)),
);

/** False when the login is taken. */
export const insertAccount = writes(
  'account_insert',
  ({ account: a }) => ({
    id: a.id,
    login: a.login,
    name: a.name,
    language: a.language,
    passwordHash: a.passwordHash,
    now: a.createdAt,
  }),
  (db, { account }, p) =>
    db
      .insert(account)
      .values({
        ...p,
        passwordChangedAt: p.now,
        active: true,
        securityEpoch: 1,
        lastSignInAt: null,
        createdAt: p.now,
      })
      .onConflictDoNothing()
      .returning({ id: account.id }),
);

/** An active account about whose authenticators, password and status nothing changed since an epoch was read. */
const isUnchanged = (a: Tables['account'], p: { readonly id: SQL<string>; readonly epoch: SQL<number> }) =>
  and(eq(a.id, p.id), eq(a.securityEpoch, p.epoch), eq(a.active, true));

/**
 * The first statement of every transaction that creates a session. It fails when anything about the
 * account's authenticators, password or status changed since `epoch` was read, and holds the row until
 * the commit, so that no such change can slip in between.
 */
export const admitToAccount = writes(
  'account_admit',
  ({ account: a }) => ({
    id: a.id,
    epoch: a.securityEpoch,
    now: a.lastSignInAt,
  }),
  (db, { account: a }, p) => db.update(a).set({ lastSignInAt: p.now }).where(isUnchanged(a, p)).returning({ id: a.id }),
);

/**
 * The first statement of every transaction that leans on an account's authenticators, password or status
 * without changing them: false when any of them changed since `epoch` was read. It holds the row until
 * the commit, so that two transactions about one account wait for each other here and nowhere else.
 */
export const holdAccount = writes(
  'account_hold',
  ({ account: a }) => ({ id: a.id, epoch: a.securityEpoch }),
  (db, { account: a }, p) =>
    db.update(a).set({ securityEpoch: a.securityEpoch }).where(isUnchanged(a, p)).returning({ id: a.id }),
);

const raise = finds(
  'account_raise_epoch',
  ({ account: a }) => ({ id: a.id, epoch: a.securityEpoch }),
  (db, { account: a }, p) =>
    db
      .update(a)
      .set({ securityEpoch: sql`${a.securityEpoch} + 1` })
      .where(isUnchanged(a, p))
      .returning({ epoch: a.securityEpoch }),
);

/** The first statement of every change of authenticator, password or status: the new epoch, or undefined when another change came first. */
export function* raiseSecurityEpoch(id: string, epoch: number): Work<number | undefined> {
  return (yield* raise({ id, epoch }))?.epoch;
}

export const setPassword = writes(
  'account_set_password',
  ({ account: a }) => ({
    id: a.id,
    hash: a.passwordHash,
    now: a.passwordChangedAt,
  }),
  (db, { account: a }, p) =>
    db.update(a).set({ passwordHash: p.hash, passwordChangedAt: p.now }).where(eq(a.id, p.id)).returning({ id: a.id }),
);

/** The language of an account's pages and text messages. */
export const setLanguage = writes(
  'account_set_language',
  ({ account: a }) => ({ id: a.id, language: a.language }),
  (db, { account: a }, p) => db.update(a).set({ language: p.language }).where(eq(a.id, p.id)).returning({ id: a.id }),
);

export const setName = writes(
  'account_set_name',
  ({ account: a }) => ({ id: a.id, name: a.name }),
  (db, { account: a }, p) => db.update(a).set({ name: p.name }).where(eq(a.id, p.id)).returning({ id: a.id }),
);

/** @param login in its normal form, and nobody else's in any spelling. */
export const setLogin = writes(
  'account_set_login',
  ({ account: a }) => ({ id: a.id, login: a.login }),
  (db, { account: a }, p) => db.update(a).set({ login: p.login }).where(eq(a.id, p.id)).returning({ id: a.id }),
);

/** Stores the same password under newer parameters; loses against a change of password made meanwhile. */
export const replacePasswordHash = writes(
  'account_rehash',
  ({ account: a }) => ({ id: a.id, old: a.passwordHash, hash: a.passwordHash }),
  (db, { account: a }, p) =>
    db
      .update(a)
      .set({ passwordHash: p.hash })
      .where(and(eq(a.id, p.id), eq(a.passwordHash, p.old)))
      .returning({ id: a.id }),
);

/** Disables or enables an account and raises its epoch, whatever it was. */
export const setAccountActive = writes(
  'account_status',
  ({ account: a }) => ({ id: a.id, active: a.active }),
  (db, { account: a }, p) =>
    db
      .update(a)
      .set({ active: p.active, securityEpoch: sql`${a.securityEpoch} + 1` })
      .where(eq(a.id, p.id))
      .returning({ id: a.id }),
);
