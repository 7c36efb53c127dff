import { and, eq, getTableColumns, gt } from 'drizzle-orm';
import { removal } from './batches.ts';
import { first, type Work, won } from './database.ts';
import type { Row } from './schema.ts';
import { statement } from './statement.ts';

export type PasswordLinkRow = Row<'passwordLink'>;

const put = statement(
  'password_link_put',
  ({ passwordLink: l }) => getTableColumns(l),
  (db, { passwordLink: l }, p) =>
    db
      .insert(l)
      .values(p)
      .onConflictDoUpdate({
        target: l.accountId,
        set: p,
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

export const removePasswordLinks = removal('password_link_remove_all', ({ passwordLink }) => passwordLink);
