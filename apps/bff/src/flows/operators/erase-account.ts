import type { Deps } from '../../deps.ts';
import { removeAllAuthenticators } from '../../store/authenticators.ts';
import { forgetBrowsers } from '../../store/browsers.ts';
import type { Work } from '../../store/database.ts';
import { eraseAccountRow } from '../../store/logins.ts';
import { removeRecoveryCodes } from '../../store/recovery-codes.ts';
import { stripEvents } from '../../store/security-events.ts';
import { forgetPrefixes } from '../../store/sms-prefixes.ts';
import { changeByOperator } from '../protection/change-protection.ts';
import { eventOf } from '../requester.ts';

export type EraseOutcome =
  | { readonly kind: 'erased'; readonly endedSessions: number }
  | { readonly kind: 'unknown-account' };

/**
 * Erases an account, by an operator's hand and for good: login, name, password, authenticators with
 * their secrets and numbers, recovery codes, known browsers and all that is open. What stays is the record, under the
 * account's id alone: which events there were and when, without networks, browsers or what somebody wrote, for as long
 * as events are kept, and the counts of text messages under keyed hashes, without which one could be erased and go on
 * at others' expense.
 * @param reason goes on the record.
 */
export async function eraseAccount(
  deps: Pick<Deps, 'database' | 'clock' | 'random'>,
  accountId: string,
  reason: string,
): Promise<EraseOutcome> {
  const event = eventOf(deps, null, accountId, 'account-erased', { reason });
  const outcome = await deps.database.unit(() => changeByOperator(event, { forgetFailures: true }, erase));
  return outcome.kind === 'lost' ? { kind: outcome.to } : { kind: 'erased', endedSessions: outcome.endedSessions };

  function* erase(): Work<void> {
    yield* eraseAccountRow(accountId, event.at);
    yield* removeAllAuthenticators(accountId);
    yield* removeRecoveryCodes({ accountId });
    yield* forgetBrowsers({ accountId });
    yield* forgetPrefixes({ accountId });
    yield* stripEvents(accountId);
  }
}
