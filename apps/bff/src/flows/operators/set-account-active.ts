import type { Deps } from '../../deps.ts';
import { findAccount, setAccountActive as setActive } from '../../store/accounts.ts';
import { type Lost, lost } from '../../store/database.ts';
import { bumpSecurityEpoch } from '../../store/operator-accounts.ts';
import { appendEvent } from '../../store/security-events.ts';
import { endWhatStood } from '../protection/end-what-stood.ts';
import { eventOf } from '../requester.ts';

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
  const outcome = await deps.database.unit<ActiveOutcome | Lost<'unchanged'>>(function* () {
    // Held first, so that of two operators one sees what the other did.
    if (!(yield* bumpSecurityEpoch(accountId))) return { kind: 'unknown-account' };
    if ((yield* findAccount(accountId))?.active === active) return lost('unchanged');
    yield* setActive(accountId, active);
    const endedSessions = yield* endWhatStood(accountId);
    yield* appendEvent(event);
    return { kind: 'changed', endedSessions };
  });
  return outcome.kind === 'lost' ? { kind: outcome.to } : outcome;
}
