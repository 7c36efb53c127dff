import { type Refused, refused } from '../../outcome.ts';
import { type AccountRow, bumpSecurityEpoch, raiseSecurityEpoch, removePasswordLinks } from '../../store/accounts.ts';
import { removeAttempts } from '../../store/attempts.ts';
import { removeChallenges } from '../../store/challenges.ts';
import { isUndone, type Lost, lost, nothing, together, type Undone, type Work } from '../../store/database.ts';
import { removeEnrolments } from '../../store/enrolments.ts';
import type { RecoveryProgress } from '../../store/schema-values.ts';
import { appendEvent, type SecurityEventRow } from '../../store/security-events.ts';
import { endAllSessions, endOtherSessions, type LiveSession, rotateSession } from '../../store/sessions.ts';
import { forgetRetiredPrefixes } from '../../store/sms-prefixes.ts';
import type { Renewal } from '../session/session-proofs.ts';

/** Something else changed the account since it was read. */
export const elsewhere = refused({ type: 'conflict', conflict: 'changed-elsewhere' });

/** What its owner's own session hears of a change. */
export type ChangeOutcome =
  | { readonly kind: 'changed'; readonly endedSessions: number; readonly token: string }
  | Refused;

/** What came of a change: what its own writing made, and how many sessions ended by it. */
export interface Changed<Made> {
  readonly kind: 'changed';
  readonly made: Made;
  readonly endedSessions: number;
}

/** A change that was made, or what its writing came to instead, with which all is undone. */
type Outcome<Made> = Changed<Exclude<Made, Undone>> | Extract<Made, Undone>;

/** What goes on after a change; everything else that was open in the account's name ends. */
interface Aftermath {
  /** The session that made the change. */
  readonly session?: string;
  /** The enrolment that was confirmed by it: whoever asks for it again is told so. */
  readonly enrolment?: string;
  /** Whether failures so far are forgotten: not while what was guessed at stays (docs/decisions/0004). */
  readonly forgetFailures?: boolean;
}

/** What its owner's own session becomes by a change. */
export interface GoesOn extends Omit<Aftermath, 'session'> {
  readonly renewal: Pick<Renewal, 'tokenHash' | 'events'>;
  readonly byRecovery: RecoveryProgress;
  readonly now: Date;
}

/**
 * Changes the protection of an account from within a live session, which goes on with a new token and the new epoch.
 * @param write the change itself; where it comes to nothing all is undone.
 */
export function* changeInSession<Made>(
  { id, accountId, epoch: seen, tokenHash: old }: LiveSession,
  event: SecurityEventRow,
  { renewal, byRecovery, now, ...rest }: GoesOn,
  write: () => Work<Made>,
): Work<Outcome<Made> | Refused> {
  const epoch = yield* raiseSecurityEpoch(accountId, seen);
  if (epoch === undefined) return elsewhere;
  const made = yield* write();
  if (isUndone(made)) return made as Extract<Made, Undone>;
  const { tokenHash, events } = renewal;
  const [rotated, endedSessions] = yield* together(
    rotateSession({ id, old, tokenHash, events, epoch, byRecovery, now }),
    endWhatStood(accountId, { ...rest, session: id }),
    appendEvent(event),
  );
  return rotated ? { kind: 'changed', made: made as Exclude<Made, Undone>, endedSessions } : elsewhere;
}

/** The same with a one-time link, by whoever read the account as it is: nobody stays signed in. */
export function* changeByLink<Made>(
  { id, securityEpoch }: Pick<AccountRow, 'id' | 'securityEpoch'>,
  event: SecurityEventRow,
  write: () => Work<Made>,
): Work<Outcome<Made> | Refused> {
  if ((yield* raiseSecurityEpoch(id, securityEpoch)) === undefined) return elsewhere;
  return yield* afterEpoch(event, {}, write);
}

/** The same by an operator's hand, whatever the account was like: nobody stays signed in. */
export function* changeByOperator<Made>(
  event: SecurityEventRow,
  rest: Pick<Aftermath, 'forgetFailures'>,
  write: () => Work<Made>,
): Work<Outcome<Made> | Lost<'unknown-account'>> {
  if (!(yield* bumpSecurityEpoch({ id: event.accountId }))) return lost('unknown-account');
  return yield* afterEpoch(event, rest, write);
}

/** In the lock order of docs/contributing.md: what is changed, and then all that stood. */
function* afterEpoch<Made>(event: SecurityEventRow, rest: Aftermath, write: () => Work<Made>): Work<Outcome<Made>> {
  const made = yield* write();
  if (isUndone(made)) return made as Extract<Made, Undone>;
  const [endedSessions] = yield* together(endWhatStood(event.accountId, rest), appendEvent(event));
  return { kind: 'changed', made: made as Exclude<Made, Undone>, endedSessions };
}

/**
 * Ends what is open in an account's name; returns how many sessions ended. In the lock order of docs/contributing.md: a
 * code that is being paid for holds its count and then wants its challenge.
 */
export function* endWhatIsOpen(
  accountId: string,
  { session, enrolment, forgetFailures = false }: Aftermath = {},
): Work<number> {
  const [, ended] = yield* together(
    removeEnrolments(accountId, session, enrolment),
    session === undefined ? endAllSessions({ accountId }) : endOtherSessions({ accountId, keep: session }),
    forgetFailures ? removeAttempts({ accountId }) : nothing(),
    removeChallenges({ accountId }),
  );
  return ended;
}

/**
 * What every change of an account's protection brings, whoever makes it and through whatever door: all that was open
 * before ends, a one-time link for the password included, since it is of the time before the change, and numbers that
 * are the account's no more leave its messages.
 */
function* endWhatStood(accountId: string, aftermath: Aftermath): Work<number> {
  const [ended] = yield* together(
    endWhatIsOpen(accountId, aftermath),
    removePasswordLinks({ accountId }),
    forgetRetiredPrefixes({ accountId }),
  );
  return ended;
}
