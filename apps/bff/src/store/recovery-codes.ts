import { and, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { CLOCKS_AGREE_MS } from '../domain/processes.ts';
import { finds, type Work, writes } from './database.ts';
import type { Row } from './schema.ts';
import { isActive } from './schema-values.ts';
import { removal } from './shared-queries.ts';
import type { ValuesOf, Whole } from './statement.ts';

export type RecoveryCodeRow = Row<'recoveryCode'>;

export const findActiveRecoveryCode = finds(
  'recovery_active',
  ({ recoveryCode: r }) => ({ accountId: r.accountId }),
  (db, { recoveryCode: r }, p) =>
    db
      .select()
      .from(r)
      .where(and(eq(r.accountId, p.accountId), isActive(r))),
);

/** Fails on the unique index when the account has an active one. */
export const insertRecoveryCode = writes(
  'recovery_insert',
  ({ recoveryCode: r }) => ({
    id: r.id,
    accountId: r.accountId,
    hash: r.hash,
    issuedBySession: r.issuedBySession,
    issuedAt: r.issuedAt,
  }),
  (db, { recoveryCode: r }, p) =>
    db.insert(r).values({ ...p, state: 'active', savedAt: null, reservedBySession: null, reservedUntil: null }),
);

export type NewRecoveryCode = ValuesOf<typeof insertRecoveryCode>;

const reserve = writes(
  'recovery_reserve',
  ({ recoveryCode: r }) => ({
    accountId: r.accountId,
    hash: r.hash,
    sessionId: r.reservedBySession,
    until: r.reservedUntil,
    now: r.reservedUntil,
    farthest: r.reservedUntil,
  }),
  (db, { recoveryCode: r }, p) =>
    db
      .update(r)
      .set({ reservedBySession: p.sessionId, reservedUntil: p.until })
      .where(
        and(
          eq(r.accountId, p.accountId),
          eq(r.hash, p.hash),
          isActive(r),
          or(isNull(r.reservedUntil), lte(r.reservedUntil, p.now), gt(r.reservedUntil, p.farthest)),
        ),
      ),
);

/**
 * Reserves the code for one new session; false when it is wrong, used, replaced or reserved for another. A reservation
 * that ends later than one made now was made while a clock was wrong, and its session is as dead.
 */
export function reserveRecoveryCode(reservation: Whole<Omit<ValuesOf<typeof reserve>, 'farthest'>>): Work<boolean> {
  const farthest = new Date(reservation.until.getTime() + CLOCKS_AGREE_MS);
  return reserve({ ...reservation, farthest });
}

/** Spends the code that was reserved for this session; false when the reservation lapsed. */
export const spendRecoveryCode = writes(
  'recovery_finish',
  ({ recoveryCode: r }) => ({ accountId: r.accountId, sessionId: r.reservedBySession, now: r.reservedUntil }),
  (db, { recoveryCode: r }, p) =>
    db
      .update(r)
      .set({ state: 'used' })
      .where(
        and(
          eq(r.accountId, p.accountId),
          isActive(r),
          eq(r.reservedBySession, p.sessionId),
          gt(r.reservedUntil, p.now),
        ),
      ),
);

/** Ends the active code that was seen, to make room for its successor; false when it changed meanwhile. */
export const replaceRecoveryCodeRow = writes(
  'recovery_replace',
  ({ recoveryCode: r }) => ({ accountId: r.accountId, id: r.id }),
  (db, { recoveryCode: r }, p) =>
    db
      .update(r)
      .set({ state: 'replaced' })
      .where(and(eq(r.accountId, p.accountId), eq(r.id, p.id), isActive(r))),
);

/** The owner says it is saved; false when it is no longer the active one or was acknowledged before. */
export const acknowledgeRecoveryCodeRow = writes(
  'recovery_save',
  ({ recoveryCode: r }) => ({ accountId: r.accountId, id: r.id, now: r.savedAt }),
  (db, { recoveryCode: r }, p) =>
    db
      .update(r)
      .set({ savedAt: p.now })
      .where(and(eq(r.accountId, p.accountId), eq(r.id, p.id), isActive(r), isNull(r.savedAt))),
);

export const removeRecoveryCodes = removal('recovery_remove_all', ({ recoveryCode }) => recoveryCode);

/** No key can have this id, so that no code ever gives this hash. */
export const RETIRED_HASH = '~.retired';

/**
 * Takes the active recovery code its use: it may have been spent after the backup was made. It stays the
 * account's one active code and counts as not saved, so that the Security tab asks the owner to fetch another.
 */
export const retireRecoveryCode = writes(
  'recovery_retire',
  ({ recoveryCode: r }) => ({ accountId: r.accountId }),
  (db, { recoveryCode: r }, p) =>
    db
      .update(r)
      .set({ hash: RETIRED_HASH, savedAt: null, issuedBySession: null, reservedBySession: null, reservedUntil: null })
      .where(and(eq(r.accountId, p.accountId), isActive(r))),
);

/** The session that it was reserved for is gone. */
export const releaseRecoveryCode = writes(
  'recovery_release',
  ({ recoveryCode: r }) => ({ accountId: r.accountId }),
  (db, { recoveryCode: r }, p) =>
    db
      .update(r)
      .set({ reservedBySession: null, reservedUntil: null })
      .where(and(eq(r.accountId, p.accountId), isActive(r))),
);
