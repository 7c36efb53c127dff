import type { Deps } from '../deps.ts';
import { findAccount, setAccountActive as setActive } from '../store/accounts.ts';
import { removeChallenges } from '../store/challenges.ts';
import { RolledBack } from '../store/database.ts';
import { removeEnrolments } from '../store/enrolments.ts';
import { bumpSecurityEpoch, endAllSessions } from '../store/operator-accounts.ts';
import { removePasswordLinks } from '../store/password-links.ts';
import { appendEvent } from '../store/security-events.ts';
import { eventOf } from './requester.ts';

export type ActiveOutcome =
  | { readonly kind: 'changed'; readonly endedSessions: number }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unknown-account' };

/** Disables or enables an account, by an operator's hand. Disabling ends whatever is open in its name. */
export async function setAccountActive(
  deps: Pick<Deps, 'database' | 'clock' | 'random'>,
  accountId: string,
  active: boolean,
  reason: string | null,
): Promise<ActiveOutcome> {
  const kind = active ? 'account-enabled' : 'account-disabled';
  const event = eventOf(deps, null, accountId, kind, reason === null ? {} : { reason });
  return deps.database.unit<ActiveOutcome>(function* () {
    // Held first, so that of two operators one sees what the other did.
    if (!(yield* bumpSecurityEpoch(accountId))) return { kind: 'unknown-account' };
    if ((yield* findAccount(accountId))?.active === active) return new RolledBack<ActiveOutcome>({ kind: 'unchanged' });
    yield* setActive(accountId, active);
    yield* removeEnrolments(accountId);
    const endedSessions = yield* endAllSessions(accountId);
    yield* removeChallenges(accountId);
    yield* removePasswordLinks(accountId);
    yield* appendEvent(event);
    return { kind: 'changed', endedSessions };
  });
}
