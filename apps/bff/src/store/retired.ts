import { and, eq, lt } from 'drizzle-orm';
import { deleteBatch } from './batches.ts';
import { counts, type Work, writes } from './database.ts';
import { isActive } from './partial-indexes.ts';
import { oneForEach } from './statement.ts';

/** What a database that was brought back may still hold open: none of it may go on. */
export const DROPPABLE = ['session', 'challenge', 'enrolment', 'passwordLink'] as const;
type Droppable = (typeof DROPPABLE)[number];

const drops = oneForEach(DROPPABLE, (what) =>
  counts(
    `drop_${what}`,
    () => ({}),
    (db, { [what]: table }) => deleteBatch(db, table, table.id),
  ),
);

/** Deletes one batch; returns how many rows went. */
export function dropBatch(what: Droppable): Work<number> {
  return drops[what]({});
}

/** Spends every time step up to this one. */
export const raiseLastStep = writes(
  'authenticator_raise_step',
  ({ authenticator: a }) => ({ accountId: a.accountId, step: a.lastStep }),
  (db, { authenticator: a }, p) =>
    db
      .update(a)
      .set({ lastStep: p.step })
      .where(and(eq(a.accountId, p.accountId), eq(a.kind, 'app'), lt(a.lastStep, p.step)))
      .returning({ id: a.id }),
);

/** No key can have this id, so that no code ever gives this hash. */
export const RETIRED_HASH = '~.retired';

const retire = writes(
  'recovery_retire',
  ({ recoveryCode: r }) => ({ accountId: r.accountId, hash: r.hash }),
  (db, { recoveryCode: r }, p) =>
    db
      .update(r)
      .set({ hash: p.hash, savedAt: null, issuedBySession: null, reservedBySession: null, reservedUntil: null })
      .where(and(eq(r.accountId, p.accountId), isActive(r)))
      .returning({ id: r.id }),
);

/**
 * Takes the active recovery code its use: it may have been spent after the backup was made. It stays the
 * account's one active code and counts as not saved, so that the Security tab asks the owner to fetch another.
 */
export function retireRecoveryCode(accountId: string): Work<boolean> {
  return retire({ accountId, hash: RETIRED_HASH });
}

/** The session that it was reserved for is gone. */
export const releaseRecoveryCode = writes(
  'recovery_release',
  ({ recoveryCode: r }) => ({ accountId: r.accountId }),
  (db, { recoveryCode: r }, p) =>
    db
      .update(r)
      .set({ reservedBySession: null, reservedUntil: null })
      .where(and(eq(r.accountId, p.accountId), isActive(r)))
      .returning({ id: r.id }),
);
