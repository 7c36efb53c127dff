import { removeAttempts } from '../../store/attempts.ts';
import { removeChallenges } from '../../store/challenges.ts';
import type { Work } from '../../store/database.ts';
import { endAllSessions, endOtherSessions } from '../../store/ended-sessions.ts';
import { removeEnrolments, removeOtherEnrolments } from '../../store/enrolments.ts';
import { removePasswordLinks } from '../../store/password-links.ts';
import { forgetRetiredPrefixes } from '../../store/sms-prefixes.ts';

/** What goes on after a change; everything else that was open in the account's name ends. */
export interface Aftermath {
  /** The session that made the change. */
  readonly session?: string;
  /** The enrolment that was confirmed by it: whoever asks for it again is told so. */
  readonly enrolment?: string;
  /** Whether failures so far are forgotten: not while what was guessed at stays (docs/decisions/0004). */
  readonly forgetFailures?: boolean;
}

/**
 * Ends what is open in an account's name; returns how many sessions ended. In the lock order of docs/contributing.md: a
 * code that is being paid for holds its count and then wants its challenge.
 */
export function* endWhatIsOpen(
  accountId: string,
  { session, enrolment, forgetFailures = false }: Aftermath = {},
): Work<number> {
  if (enrolment === undefined) yield* removeEnrolments(accountId);
  else yield* removeOtherEnrolments(accountId, enrolment);
  const ended = session === undefined ? yield* endAllSessions(accountId) : yield* endOtherSessions(accountId, session);
  if (forgetFailures) yield* removeAttempts(accountId);
  yield* removeChallenges(accountId);
  return ended;
}

/**
 * What every change of an account's protection brings, whoever makes it and through whatever door: all that was open
 * before ends, a one-time link for the password included, since it is of the time before the change, and numbers that
 * are the account's no more leave its messages. Returns how many sessions ended.
 */
export function* endWhatStood(accountId: string, aftermath: Aftermath = {}): Work<number> {
  const ended = yield* endWhatIsOpen(accountId, aftermath);
  yield* removePasswordLinks(accountId);
  yield* forgetRetiredPrefixes(accountId);
  return ended;
}
