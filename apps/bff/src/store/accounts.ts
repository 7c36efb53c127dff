import { and, eq, getTableColumns, gt, isNull, type SQL, sql } from 'drizzle-orm';
import { finds, type Work, writes } from './database.ts';
import type { Row, Tables } from './schema.ts';
import { removal } from './shared-queries.ts';

export type AccountRow = Row<'account'>;

export const findAccount = finds(
  'account_by_id',
  ({ account }) => ({ id: account.id }),
  (db, { account }, p) => db.select().from(account).where(eq(account.id, p.id)),
);

/** Gives an account the handle that its passkeys know it by; false where it has one, which it keeps for ever. */
export const giveUserHandle = writes(
  'account_give_handle',
  ({ account: a }) => ({ id: a.id, handle: a.userHandle }),
  (db, { account: a }, p) =>
    db
      .update(a)
      .set({ userHandle: p.handle })
      .where(and(eq(a.id, p.id), isNull(a.userHandle))),
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
  ({ account: a }) => ({ id: a.id, epoch: a.securityEpoch, now: a.lastSignInAt }),
  (db, { account: a }, p) => db.update(a).set({ lastSignInAt: p.now }).where(isUnchanged(a, p)),
);

/**
 * The first statement of every transaction that leans on an account's authenticators, password or status
 * without changing them: false when any of them changed since `epoch` was read. It holds the row until
 * the commit, so that two transactions about one account wait for each other here and nowhere else.
 */
export const holdAccount = writes(
  'account_hold',
  ({ account: a }) => ({ id: a.id, epoch: a.securityEpoch }),
  (db, { account: a }, p) => db.update(a).set({ securityEpoch: a.securityEpoch }).where(isUnchanged(a, p)),
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
  ({ account: a }) => ({ id: a.id, hash: a.passwordHash, now: a.passwordChangedAt }),
  (db, { account: a }, p) => db.update(a).set({ passwordHash: p.hash, passwordChangedAt: p.now }).where(eq(a.id, p.id)),
);

/** The language of an account's pages and text messages. */
export const setLanguage = writes(
  'account_set_language',
  ({ account: a }) => ({ id: a.id, language: a.language }),
  (db, { account: a }, p) => db.update(a).set({ language: p.language }).where(eq(a.id, p.id)),
);

export const setName = writes(
  'account_set_name',
  ({ account: a }) => ({ id: a.id, name: a.name }),
  (db, { account: a }, p) => db.update(a).set({ name: p.name }).where(eq(a.id, p.id)),
);

/** Stores the same password under newer parameters; loses against a change of password made meanwhile. */
export const replacePasswordHash = writes(
  'account_rehash',
  ({ account: a }) => ({ id: a.id, old: a.passwordHash, hash: a.passwordHash }),
  (db, { account: a }, p) =>
    db
      .update(a)
      .set({ passwordHash: p.hash })
      .where(and(eq(a.id, p.id), eq(a.passwordHash, p.old))),
);

/** Disables or enables an account and raises its epoch, whatever it was. */
export const setAccountActive = writes(
  'account_status',
  ({ account: a }) => ({ id: a.id, active: a.active }),
  (db, { account: a }, p) =>
    db
      .update(a)
      .set({ active: p.active, securityEpoch: sql`${a.securityEpoch} + 1` })
      .where(eq(a.id, p.id)),
);

/**
 * The first statement of an operator's change: raises the epoch whatever it was, also of a disabled account,
 * and holds the row until the commit. False when there is no such account.
 */
export const bumpSecurityEpoch = writes(
  'account_bump_epoch',
  ({ account: a }) => ({ id: a.id }),
  (db, { account: a }, p) =>
    db
      .update(a)
      .set({ securityEpoch: sql`${a.securityEpoch} + 1` })
      .where(eq(a.id, p.id)),
);

/** From now on no password fits. */
export const clearPassword = writes(
  'account_clear_password',
  ({ account: a }) => ({ id: a.id, now: a.passwordChangedAt }),
  (db, { account: a }, p) => db.update(a).set({ passwordHash: null, passwordChangedAt: p.now }).where(eq(a.id, p.id)),
);

export type PasswordLinkRow = Row<'passwordLink'>;

/** Stores a link. An earlier one of the account is worth nothing from then on. */
export const putPasswordLink = writes(
  'password_link_put',
  ({ passwordLink: l }) => getTableColumns(l),
  (db, { passwordLink: l }, p) => db.insert(l).values(p).onConflictDoUpdate({ target: l.accountId, set: p }),
);

/** A link that is neither used, replaced nor expired. */
export const findPasswordLink = finds(
  'password_link_find',
  ({ passwordLink: l }) => ({ tokenHash: l.tokenHash, now: l.expiresAt }),
  (db, { passwordLink: l }, p) =>
    db
      .select()
      .from(l)
      .where(and(eq(l.tokenHash, p.tokenHash), gt(l.expiresAt, p.now))),
);

/** Spends a link. True for exactly one caller. */
export const spendPasswordLink = writes(
  'password_link_spend',
  ({ passwordLink: l }) => ({ tokenHash: l.tokenHash, now: l.expiresAt }),
  (db, { passwordLink: l }, p) => db.delete(l).where(and(eq(l.tokenHash, p.tokenHash), gt(l.expiresAt, p.now))),
);

export const removePasswordLinks = removal('password_link_remove_all', ({ passwordLink }) => passwordLink);
