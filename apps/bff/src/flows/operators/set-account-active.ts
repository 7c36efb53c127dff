import type { Deps } from '../../deps.ts';
import { findAccount, setAccountActive as setActive } from '../../store/accounts.ts';
import { type Lost, lost, type Work } from '../../store/database.ts';
import { changeByOperator } from '../protection/change-protection.ts';
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
  const outcome = await deps.database.unit(() =>
    // Its row is held by then, so that of two operators one sees what the other did.
    changeByOperator(event, {}, function* (): Work<boolean | Lost<'unchanged'>> {
      if ((yield* findAccount({ id: accountId }))?.active === active) return lost('unchanged');
      return yield* setActive({ id: accountId, active });
    }),
  );
  return outcome.kind === 'lost' ? { kind: outcome.to } : { kind: 'changed', endedSessions: outcome.endedSessions };
}
