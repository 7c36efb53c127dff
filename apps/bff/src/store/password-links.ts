import { and, eq, gt } from 'drizzle-orm';
import { first, rows, type Work, won } from './database.ts';
import { statement } from './statement.ts';

export interface PasswordLinkRow {
  readonly id: string;
  readonly accountId: string;
  readonly tokenHash: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const put = statement(
  'password_link_put',
  ({ passwordLink: l }) => ({
    id: l.id,
    accountId: l.accountId,
    tokenHash: l.tokenHash,
    createdAt: l.createdAt,
    expiresAt: l.expiresAt,
  }),
  (db, { passwordLink: l }, p) =>
    db
      .insert(l)
      .values(p)
      .onConflictDoUpdate({
        target: l.accountId,
        set: { id: p.id, tokenHash: p.tokenHash, createdAt: p.createdAt, expiresAt: p.expiresAt },
      })
      .returning({ id: l.id }),
);

/** Stores a link. An earlier one of the account is worth nothing from then on. */
export function putPasswordLink(row: PasswordLinkRow): Work<boolean> {
  return won(put, row);
}

const find = statement(
  'password_link_find',
  ({ passwordLink: l }) => ({ tokenHash: l.tokenHash, now: l.expiresAt }),
  (db, { passwordLink: l }, p) =>
    db
      .select()
      .from(l)
      .where(and(eq(l.tokenHash, p.tokenHash), gt(l.expiresAt, p.now))),
);

/** A link that is neither used, replaced nor expired. */
export function findPasswordLink(tokenHash: string, now: Date): Work<PasswordLinkRow | undefined> {
  return first(find, { tokenHash, now });
}

const spend = statement(
  'password_link_spend',
  ({ passwordLink: l }) => ({ tokenHash: l.tokenHash, now: l.expiresAt }),
  (db, { passwordLink: l }, p) =>
    db
      .delete(l)
      .where(and(eq(l.tokenHash, p.tokenHash), gt(l.expiresAt, p.now)))
      .returning({ id: l.id }),
);

/** Spends a link. True for exactly one caller. */
export function spendPasswordLink(tokenHash: string, now: Date): Work<boolean> {
  return won(spend, { tokenHash, now });
}

const removeAll = statement(
  'password_link_remove_all',
  ({ passwordLink: l }) => ({ accountId: l.accountId }),
  (db, { passwordLink: l }, p) => db.delete(l).where(eq(l.accountId, p.accountId)).returning({ id: l.id }),
);

export function* removePasswordLinks(accountId: string): Work<number> {
  return (yield* rows(removeAll, { accountId })).length;
}
