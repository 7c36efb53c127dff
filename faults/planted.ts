import { eq } from 'drizzle-orm';
import { statement } from '../apps/bff/src/store/statement.ts';
import type { Exchange } from './armed-database.ts';

/**
 * `authenticator_spend_step` as it must not be: the step that was read before the transaction is believed, and the
 * write asks no more. Read, check, write: whoever read before the first one wrote gets in too.
 */
const unconditional = statement(
  'planted_spend_step',
  ({ authenticator: a }) => ({ id: a.id, step: a.lastStep, now: a.lastUsedAt }),
  (db, { authenticator: a }, p) =>
    db.update(a).set({ lastStep: p.step, lastUsedAt: p.now }).where(eq(a.id, p.id)).returning({ id: a.id }),
);

/** Bugs that the suite must find, by their name on the command line. */
export const PLANTED: Readonly<Record<string, Exchange>> = {
  'read-check-write': (step) =>
    step.statement.name === 'authenticator_spend_step'
      ? { ...step, statement: unconditional as unknown as typeof step.statement }
      : step,
};
