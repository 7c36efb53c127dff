import type { Deps } from '../../deps.ts';
import { bumpSecurityEpoch } from '../../store/accounts.ts';
import type { Work } from '../../store/database.ts';
import { listAccountIdsAfter } from '../../store/operator-accounts.ts';
import { pages } from '../../store/pages.ts';
import { appendEvent, type SecurityEventRow } from '../../store/security-events.ts';
import { endSession } from '../../store/sessions.ts';
import { endWhatIsOpen } from '../protection/change-protection.ts';
import { eventOf } from '../requester.ts';

type Needs = Pick<Deps, 'database' | 'clock' | 'random'>;

/** Ends one session, by an operator's hand; false when the account has no such session. */
export function endAccountSession(deps: Needs, accountId: string, sessionId: string): Promise<boolean> {
  const event = eventOf(deps, null, accountId, 'session-ended', { sessionId });
  return deps.database.unit(function* () {
    if (!(yield* endSession({ id: sessionId, accountId }))) return false;
    return yield* appendEvent(event);
  });
}

/** Ends every session of an account, and the sign-ins that are under way; returns how many sessions. */
export function endAccountSessions(deps: Needs, accountId: string): Promise<number> {
  const event = eventOf(deps, null, accountId, 'sessions-ended');
  return deps.database.unit(() => endAllOf(event));
}

function* endAllOf(event: SecurityEventRow): Work<number> {
  const { accountId } = event;
  // Whoever is between the two steps of a sign-in, or about to be given a session, starts again.
  yield* bumpSecurityEpoch({ id: accountId });
  const ended = yield* endWhatIsOpen(accountId);
  if (ended > 0) yield* appendEvent(event);
  return ended;
}

export interface EndedEverywhere {
  readonly accounts: number;
  readonly sessions: number;
}

/** Ends the sessions of all accounts, one account at a time, so that nobody else waits for it. */
export async function endEverySession(deps: Needs): Promise<EndedEverywhere> {
  const ended = { accounts: 0, sessions: 0 };
  // All of them: a sign-in that is under way has no session yet.
  for await (const page of pages(deps.database, listAccountIdsAfter))
    for (const { id } of page) {
      const count = await endAccountSessions(deps, id);
      ended.sessions += count;
      if (count > 0) ended.accounts += 1;
    }
  return ended;
}
