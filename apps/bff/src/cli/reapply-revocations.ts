import type { Deps } from '../deps.ts';
import { eraseAccount } from '../flows/operators/erase-account.ts';
import { resetTwoFactor } from '../flows/operators/reset-two-factor.ts';
import { setAccountActive } from '../flows/operators/set-account-active.ts';
import { offerPasswordLink } from '../flows/operators/set-password.ts';
import type { Lost, Revocation } from '../flows/running/lost-revocations.ts';
import { disableAuthenticators } from '../store/authenticators.ts';

/**
 * Takes away again what was taken away before: what the database knew better is not brought back, but what it no longer
 * honoured ends. A changed password is cleared, and an authenticator that was replaced or removed goes with all that a
 * reset takes: the owner is given a link. A former login is left to the operator, who knows who has which.
 * @returns how many accounts were touched.
 */
export async function reapplyRevocations(
  deps: Pick<Deps, 'config' | 'database' | 'clock' | 'random' | 'tokens'>,
  lost: readonly Lost[],
  reason: string,
): Promise<number> {
  let touched = 0;
  for (const { accountId, revocations } of lost) {
    const has = (one: Revocation) => revocations.includes(one);
    if (has('erased')) await eraseAccount(deps, accountId, reason);
    if (has('authenticator-gone')) await resetTwoFactor(deps, accountId, reason);
    else if (has('password-cleared') || has('password-changed'))
      await offerPasswordLink(deps, accountId, { clear: true });
    if (has('second-factor-disabled'))
      await deps.database.unit(() => disableAuthenticators({ accountId, now: deps.clock.now() }));
    if (has('disabled')) await setAccountActive(deps, accountId, false, reason);
    if (revocations.some((one) => one !== 'login-changed')) touched += 1;
  }
  return touched;
}
