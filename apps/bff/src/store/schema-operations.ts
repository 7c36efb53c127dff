import type { Kit } from './kit-postgres.ts';
import type { AccountColumn } from './schema-values.ts';

/** What the people who run it need: links that they give out, and which servers there are. */
export function operationTables(kit: Kit, ofAccount: AccountColumn) {
  /** A one-time link with which a person sets a password; at most one of an account is worth anything. */
  const passwordLink = kit.table(
    'password_link',
    {
      id: kit.text('id').primaryKey(),
      accountId: ofAccount(),
      tokenHash: kit.text('token_hash').notNull(),
      createdAt: kit.instant('created_at').notNull(),
      expiresAt: kit.instant('expires_at').notNull(),
    },
    (t) => [
      kit.uniqueIndex('password_link_token').on(t.tokenHash),
      kit.uniqueIndex('password_link_account').on(t.accountId),
      kit.index('password_link_expiry').on(t.expiresAt),
    ],
  );
  /** A running server and the keys it holds: no key is promoted that one lacks, none removed that one seals with. */
  const instance = kit.table('instance', {
    id: kit.text('id').primaryKey(),
    /** Host name and process id, for the operator who has to find it. */
    name: kit.text('name').notNull(),
    primaryKeyId: kit.text('primary_key_id').notNull(),
    keyIds: kit.json<readonly string[]>('key_ids').notNull(),
    /** What it runs; null is 0.1.0, which did not say. */
    release: kit.text('release'),
    startedAt: kit.instant('started_at').notNull(),
    seenAt: kit.instant('seen_at').notNull(),
  });
  return { passwordLink, instance };
}
