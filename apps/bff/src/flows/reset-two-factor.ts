import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import type { Deps } from '../deps.ts';
import { removeAttempts } from '../store/attempts.ts';
import { removeAllAuthenticators } from '../store/authenticators.ts';
import { forgetBrowsers } from '../store/browsers.ts';
import { removeChallenges } from '../store/challenges.ts';
import { RolledBack } from '../store/database.ts';
import { removeEnrolments } from '../store/enrolments.ts';
import { bumpSecurityEpoch, endAllSessions } from '../store/operator-accounts.ts';
import { removeRecoveryCodes } from '../store/recovery-codes.ts';
import { appendEvent } from '../store/security-events.ts';
import { eventOf } from './requester.ts';

export type ResetOutcome =
  | { readonly kind: 'reset'; readonly removed: readonly AuthenticatorKind[]; readonly endedSessions: number }
  | { readonly kind: 'unknown-account' }
  | { readonly kind: 'two-factor-off' };

/**
 * For an owner who has lost phone and recovery code, by an operator's hand: the second factor goes with all that
 * hangs on it, and nobody stays signed in. The password stays; the owner is told the reason at the next sign-in.
 */
export async function resetTwoFactor(
  deps: Pick<Deps, 'database' | 'clock' | 'random'>,
  accountId: string,
  reason: string,
): Promise<ResetOutcome> {
  const event = eventOf(deps, null, accountId, 'two-factor-reset', { reason });
  return deps.database.unit<ResetOutcome>(function* () {
    if (!(yield* bumpSecurityEpoch(accountId))) return { kind: 'unknown-account' };
    yield* removeEnrolments(accountId);
    const removed = yield* removeAllAuthenticators(accountId);
    if (removed.length === 0) return new RolledBack<ResetOutcome>({ kind: 'two-factor-off' });
    yield* removeRecoveryCodes(accountId);
    const endedSessions = yield* endAllSessions(accountId);
    yield* removeAttempts(accountId);
    yield* removeChallenges(accountId);
    yield* forgetBrowsers(accountId);
    yield* appendEvent(event);
    return { kind: 'reset', removed, endedSessions };
  });
}
