import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { and, eq, getTableColumns, isNull, lt, sql } from 'drizzle-orm';
import { finds, lists, type Work, writes } from './database.ts';
import type { Row } from './schema.ts';

export type AuthenticatorRow = Row<'authenticator'>;

/** Columns of an authenticator alone, for a kind that is a credential (WebAuthn). */
export type CredentialColumns = Pick<
  AuthenticatorRow,
  'credentialIndex' | 'rpId' | 'name' | 'backupEligible' | 'backedUp'
>;
export const NO_CREDENTIAL: CredentialColumns = {
  credentialIndex: null,
  rpId: null,
  name: null,
  backupEligible: null,
  backedUp: null,
};

export const listAuthenticators = lists(
  'authenticator_of_account',
  ({ authenticator: a }) => ({ accountId: a.accountId }),
  (db, { authenticator: a }, p) => db.select().from(a).where(eq(a.accountId, p.accountId)).orderBy(a.addedAt, a.id),
);

/** False when the account has its one of this kind already, or any account has this credential. */
export const insertAuthenticator = writes(
  'authenticator_insert',
  ({ authenticator: a }) => getTableColumns(a),
  (db, { authenticator: a }, p) => db.insert(a).values(p).onConflictDoNothing(),
);

/** Spends a time step. It and all before it are refused from then on (RFC 6238 §5.2); false when it was spent already. */
export const spendTimeStep = writes(
  'authenticator_spend_step',
  ({ authenticator: a }) => ({ id: a.id, step: a.lastStep, now: a.lastUsedAt }),
  (db, { authenticator: a }, p) =>
    db
      .update(a)
      .set({ lastStep: p.step, lastUsedAt: p.now })
      .where(and(eq(a.id, p.id), lt(a.lastStep, p.step), isNull(a.disabledAt))),
);

/** Notes the use of a phone; false when it is gone or disabled. Its code is spent with its challenge. */
export const notePhoneUse = writes(
  'authenticator_use',
  ({ authenticator: a }) => ({ id: a.id, now: a.lastUsedAt }),
  (db, { authenticator: a }, p) =>
    db
      .update(a)
      .set({ lastUsedAt: p.now })
      .where(and(eq(a.id, p.id), isNull(a.disabledAt))),
);

/**
 * Notes the use of a passkey, with what it said of itself; false when it is gone or disabled. Its sign count never goes
 * down: one that stands still or is lower is a signal and no proof (WebAuthn §7.2).
 */
export const notePasskeyUse = writes(
  'authenticator_use_passkey',
  ({ authenticator: a }) => ({
    id: a.id,
    now: a.lastUsedAt,
    signCount: a.lastStep,
    backupEligible: a.backupEligible,
    backedUp: a.backedUp,
  }),
  (db, { authenticator: a }, p) =>
    db
      .update(a)
      .set({
        lastUsedAt: p.now,
        lastStep: sql`case when ${a.lastStep} < ${p.signCount} then ${p.signCount} else ${a.lastStep} end`,
        backupEligible: p.backupEligible,
        backedUp: p.backedUp,
      })
      .where(and(eq(a.id, p.id), isNull(a.disabledAt))),
);

/** Whose credential it is, of all accounts: one that anybody has is bound to nobody else. */
export const findCredential = finds(
  'authenticator_by_credential',
  ({ authenticator: a }) => ({ credentialIndex: a.credentialIndex }),
  (db, { authenticator: a }, p) => db.select().from(a).where(eq(a.credentialIndex, p.credentialIndex)),
);

const remove = lists(
  'authenticator_remove',
  ({ authenticator: a }) => ({ id: a.id, accountId: a.accountId }),
  (db, { authenticator: a }, p) =>
    db
      .delete(a)
      .where(and(eq(a.id, p.id), eq(a.accountId, p.accountId)))
      .returning({ id: a.id, kind: a.kind }),
);

/** The kind of what was removed, or undefined when the account has no such authenticator. */
export function* removeAuthenticatorRow(id: string, accountId: string): Work<AuthenticatorKind | undefined> {
  return (yield* remove({ id, accountId }))[0]?.kind;
}

const removeAll = lists(
  'authenticator_remove_all',
  ({ authenticator: a }) => ({ accountId: a.accountId }),
  (db, { authenticator: a }, p) => db.delete(a).where(eq(a.accountId, p.accountId)).returning({ kind: a.kind }),
);

export function* removeAllAuthenticators(accountId: string): Work<AuthenticatorKind[]> {
  return (yield* removeAll({ accountId })).map((row) => row.kind);
}

/** Disables every authenticator of the account; only replacing or removing them ends that. */
export const disableAuthenticators = writes(
  'authenticator_disable',
  ({ authenticator: a }) => ({ accountId: a.accountId, now: a.disabledAt }),
  (db, { authenticator: a }, p) =>
    db
      .update(a)
      .set({ disabledAt: p.now })
      .where(and(eq(a.accountId, p.accountId), isNull(a.disabledAt))),
);

/** Spends every time step up to this one. */
export const raiseLastStep = writes(
  'authenticator_raise_step',
  ({ authenticator: a }) => ({ accountId: a.accountId, step: a.lastStep }),
  (db, { authenticator: a }, p) =>
    db
      .update(a)
      .set({ lastStep: p.step })
      .where(and(eq(a.accountId, p.accountId), eq(a.kind, 'app'), lt(a.lastStep, p.step))),
);
