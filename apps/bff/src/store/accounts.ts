import type { Language } from '@wattsense/contract/vocabulary';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { isErased, spellingsOf } from '../domain/login.ts';
import { first, rows, type Work, won } from './database.ts';
import type { Row, Tables } from './schema.ts';
import { statement, type ValuesOf } from './statement.ts';

export type AccountRow = Row<'account'>;

const byLogin = statement(
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
  const found = (yield* rows(byLogin, { typed, normal, ascii })).filter((row) => !isErased(row));
  return [typed, normal, ascii].map((one) => found.find((row) => row.login === one)).find((row) => row !== undefined);
}

const byId = statement(
  'account_by_id',
  ({ account }) => ({ id: account.id }),
  (db, { account }, p) => db.select().from(account).where(eq(account.id, p.id)),
);

export function findAccount(id: string): Work<AccountRow | undefined> {
  return first(byId, { id });
}

const insert = statement(
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

/** False when the login is taken. */
export function insertAccount(account: ValuesOf<typeof insert>): Work<boolean> {
  return won(insert, account);
}

/** An active account about whose authenticators, password and status nothing changed since an epoch was read. */
const isUnchanged = (a: Tables['account'], p: { readonly id: SQL<string>; readonly epoch: SQL<number> }) =>
  and(eq(a.id, p.id), eq(a.securityEpoch, p.epoch), eq(a.active, true));

const admit = statement(
  'account_admit',
  ({ account: a }) => ({
    id: a.id,
    epoch: a.securityEpoch,
    now: a.lastSignInAt,
  }),
  (db, { account: a }, p) => db.update(a).set({ lastSignInAt: p.now }).where(isUnchanged(a, p)).returning({ id: a.id }),
);

/**
 * The first statement of every transaction that creates a session. It fails when anything about the
 * account's authenticators, password or status changed since `epoch` was read, and holds the row until
 * the commit, so that no such change can slip in between.
 */
export function admitToAccount(id: string, epoch: number, now: Date): Work<boolean> {
  return won(admit, { id, epoch, now });
}

const hold = statement(
  'account_hold',
  ({ account: a }) => ({ id: a.id, epoch: a.securityEpoch }),
  (db, { account: a }, p) =>
    db.update(a).set({ securityEpoch: a.securityEpoch }).where(isUnchanged(a, p)).returning({ id: a.id }),
);

/**
 * The first statement of every transaction that leans on an account's authenticators, password or status
 * without changing them: false when any of them changed since `epoch` was read. It holds the row until
 * the commit, so that two transactions about one account wait for each other here and nowhere else.
 */
export function holdAccount(id: string, epoch: number): Work<boolean> {
  return won(hold, { id, epoch });
}

const raise = statement(
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
  return (yield* first(raise, { id, epoch }))?.epoch;
}

const passwordSet = statement(
  'account_set_password',
  ({ account: a }) => ({
    id: a.id,
    hash: a.passwordHash,
    now: a.passwordChangedAt,
  }),
  (db, { account: a }, p) =>
    db.update(a).set({ passwordHash: p.hash, passwordChangedAt: p.now }).where(eq(a.id, p.id)).returning({ id: a.id }),
);

export function setPassword(id: string, hash: string, now: Date): Work<boolean> {
  return won(passwordSet, { id, hash, now });
}

const speak = statement(
  'account_set_language',
  ({ account: a }) => ({ id: a.id, language: a.language }),
  (db, { account: a }, p) => db.update(a).set({ language: p.language }).where(eq(a.id, p.id)).returning({ id: a.id }),
);

/** The language of an account's pages and text messages. */
export function setLanguage(id: string, language: Language): Work<boolean> {
  return won(speak, { id, language });
}

const rename = statement(
  'account_set_name',
  ({ account: a }) => ({ id: a.id, name: a.name }),
  (db, { account: a }, p) => db.update(a).set({ name: p.name }).where(eq(a.id, p.id)).returning({ id: a.id }),
);

export function setName(id: string, name: string): Work<boolean> {
  return won(rename, { id, name });
}

const readdress = statement(
  'account_set_login',
  ({ account: a }) => ({ id: a.id, login: a.login }),
  (db, { account: a }, p) => db.update(a).set({ login: p.login }).where(eq(a.id, p.id)).returning({ id: a.id }),
);

/** @param login in its normal form, and nobody else's in any spelling. */
export function setLogin(id: string, login: string): Work<boolean> {
  return won(readdress, { id, login });
}

const rehash = statement(
  'account_rehash',
  ({ account: a }) => ({ id: a.id, old: a.passwordHash, hash: a.passwordHash }),
  (db, { account: a }, p) =>
    db
      .update(a)
      .set({ passwordHash: p.hash })
      .where(and(eq(a.id, p.id), eq(a.passwordHash, p.old)))
      .returning({ id: a.id }),
);

/** Stores the same password under newer parameters; loses against a change of password made meanwhile. */
export function replacePasswordHash(id: string, old: string, hash: string): Work<boolean> {
  return won(rehash, { id, old, hash });
}

const status = statement(
  'account_status',
  ({ account: a }) => ({ id: a.id, active: a.active }),
  (db, { account: a }, p) =>
    db
      .update(a)
      .set({ active: p.active, securityEpoch: sql`${a.securityEpoch} + 1` })
      .where(eq(a.id, p.id))
      .returning({ id: a.id }),
);

/** Disables or enables an account and raises its epoch, whatever it was. */
export function setAccountActive(id: string, active: boolean): Work<boolean> {
  return won(status, { id, active });
}
