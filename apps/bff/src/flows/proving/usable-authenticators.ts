import { attemptBucket, DISABLING_FAILURES } from '../../domain/attempts.ts';
import { findAttempts } from '../../store/attempts.ts';
import { type AuthenticatorRow, listAuthenticators } from '../../store/authenticators.ts';
import type { Work } from '../../store/database.ts';

/**
 * The authenticators of an account as a sign-in from this browser may use them. Where a hundred failures have closed
 * them to it they count as disabled, so that nobody is offered what would be refused, nor sent a code for nothing.
 * @param browserId null: the browser never signed in to the account, and shares the count of all such.
 */
export function* listAuthenticatorsFor(accountId: string, browserId: string | null): Work<readonly AuthenticatorRow[]> {
  const authenticators = yield* listAuthenticators({ accountId });
  if (authenticators.length === 0) return authenticators;
  const count = yield* findAttempts({ accountId, bucket: attemptBucket('second-factor', browserId) });
  if (count === undefined || count.failed < DISABLING_FAILURES) return authenticators;
  return authenticators.map((one) => ({ ...one, disabledAt: one.disabledAt ?? count.updatedAt }));
}
