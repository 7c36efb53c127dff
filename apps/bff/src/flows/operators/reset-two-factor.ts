import type { AuthenticatorKind, Language } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { clearPassword, findAccount, putPasswordLink } from '../../store/accounts.ts';
import { type AuthenticatorRow, listAuthenticators, removeAllAuthenticators } from '../../store/authenticators.ts';
import { forgetBrowsers } from '../../store/browsers.ts';
import { type Lost, lost, type Work } from '../../store/database.ts';
import { removeRecoveryCodes } from '../../store/recovery-codes.ts';
import { draftPasswordLink, type IssuedPasswordLink } from '../password/issue-password-link.ts';
import { changeByOperator } from '../protection/change-protection.ts';
import { eventOf } from '../requester.ts';

export type ResetOutcome =
  | {
      readonly kind: 'reset';
      readonly removed: readonly AuthenticatorKind[];
      readonly endedSessions: number;
      readonly link: IssuedPasswordLink;
      /** For those of them that are told that they protect the account no more, and in which language. */
      readonly gone: readonly AuthenticatorRow[];
      readonly language: Language;
    }
  | { readonly kind: 'unknown-account' }
  | { readonly kind: 'two-factor-off' };

/**
 * For an owner who has lost phone and recovery code, by an operator's hand: the second factor goes with all that hangs
 * on it, nobody stays signed in, and the password ends too. Whoever knows it may be why the owner asks: with the factor
 * gone it alone would be a session (D039). The link is for the owner alone, who is told the reason at the next sign-in.
 */
export async function resetTwoFactor(
  deps: Pick<Deps, 'config' | 'database' | 'clock' | 'random' | 'tokens'>,
  accountId: string,
  reason: string,
): Promise<ResetOutcome> {
  const { row, link } = draftPasswordLink(deps, accountId);
  const event = eventOf(deps, null, accountId, 'two-factor-reset', { reason });
  const outcome = await deps.database.unit(function* () {
    const changed = yield* changeByOperator(event, { forgetFailures: true }, takeAway);
    if (changed.kind === 'changed') yield* putPasswordLink(row);
    return changed;
  });
  if (outcome.kind === 'lost') return { kind: outcome.to };
  const { endedSessions, made } = outcome;
  return { kind: 'reset', removed: made.gone.map(({ kind }) => kind), endedSessions, link, ...made };

  function* takeAway(): Work<
    Pick<Extract<ResetOutcome, { kind: 'reset' }>, 'gone' | 'language'> | Lost<'two-factor-off'>
  > {
    const account = yield* findAccount({ id: accountId });
    const gone = yield* listAuthenticators({ accountId });
    const removed = yield* removeAllAuthenticators(accountId);
    if (removed.length === 0) return lost('two-factor-off');
    yield* clearPassword({ id: accountId, now: row.createdAt });
    yield* removeRecoveryCodes({ accountId });
    yield* forgetBrowsers({ accountId });
    return { gone, language: account?.language ?? 'fr' };
  }
}
