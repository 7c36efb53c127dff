import { eq, sql } from 'drizzle-orm';
import { erasedLogin, isErased, spellingsOf } from '../domain/login.ts';
import type { AccountRow } from './accounts.ts';
import { lists, type Work, writes } from './database.ts';

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
      .onConflictDoNothing(),
);

/** @param login in its normal form, and nobody else's in any spelling. */
export const setLogin = writes(
  'account_set_login',
  ({ account: a }) => ({ id: a.id, login: a.login }),
  (db, { account: a }, p) => db.update(a).set({ login: p.login }).where(eq(a.id, p.id)),
);

const erase = writes(
  'account_erase',
  ({ account: a }) => ({ id: a.id, login: a.login, now: a.passwordChangedAt }),
  (db, { account: a }, p) =>
    db
      .update(a)
      .set({
        login: p.login,
        name: '',
        passwordHash: null,
        passwordChangedAt: p.now,
        active: false,
        lastSignInAt: null,
        userHandle: null,
      })
      .where(eq(a.id, p.id)),
);

/** Takes login, name, password and the passkeys’ user handle out of an account, for good; its row stays, since the record hangs on it. */
export function eraseAccountRow(id: string, now: Date): Work<boolean> {
  return erase({ id, login: erasedLogin(id), now });
}
