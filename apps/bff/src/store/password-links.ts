import { and, eq, getTableColumns, gt } from 'drizzle-orm';
import { removal } from './batches.ts';
import { finds, writes } from './database.ts';
import type { Row } from './schema.ts';

export type PasswordLinkRow = Row<'passwordLink'>;

/** Stores a link. An earlier one of the account is worth nothing from then on. */
export const putPasswordLink = writes(
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
  (db, { passwordLink: l }, p) =>
    db
      .delete(l)
      .where(and(eq(l.tokenHash, p.tokenHash), gt(l.expiresAt, p.now)))
      .returning({ id: l.id }),
);

export const removePasswordLinks = removal('password_link_remove_all', ({ passwordLink }) => passwordLink);
