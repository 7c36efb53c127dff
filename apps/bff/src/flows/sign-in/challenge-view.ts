import type { SessionView } from '@wattsense/contract/session';
import type { ChallengeMessage } from '@wattsense/contract/sms';
import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { secondsUntil, triesLeft } from '../../domain/processes.ts';
import { usabilityOf } from '../../domain/usability.ts';
import type { AccountRow } from '../../store/accounts.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';
import type { ChallengeRow } from '../../store/challenges.ts';
import { offersOf } from '../proving/usable-authenticators.ts';
import type { Requester } from '../requester.ts';
import { describeMessage } from '../sms/challenge-message.ts';

export interface OpenChallenge {
  readonly challenge: ChallengeRow;
  readonly account: AccountRow;
  readonly authenticators: readonly AuthenticatorRow[];
}

/**
 * The view of an open challenge, from what was read of it already.
 * @param begun `now`: no message was asked for unless it is what the sign-in begins with · `again`: gone on with.
 */
export async function describeChallenge(
  deps: Deps,
  { challenge, account, authenticators }: OpenChallenge,
  requester: Requester,
  begun: 'before' | 'now' | 'again',
): Promise<SessionView> {
  const { usable, unusable } = usabilityOf(authenticators, offersOf(deps));
  const methods: ChallengeMethod[] = [...usable, 'recovery'];
  const phone = authenticators.find((one) => one.kind === 'phone');
  const place = phone && { table: 'authenticator', column: 'sealed', accountId: account.id, rowId: phone.id };
  const message: ChallengeMessage =
    begun === 'now' && challenge.preferred !== 'sms'
      ? { state: 'none' }
      : await describeMessage(deps, { challenge, account, requester }, authenticators);
  return {
    state: 'challenged',
    supportUrl: deps.config.SUPPORT_URL,
    login: account.login,
    expiresInSeconds: secondsUntil(challenge.expiresAt, deps.clock.now()),
    attemptsLeft: triesLeft(challenge.failed),
    methods: methods.toSorted((a, b) => Number(b === challenge.preferred) - Number(a === challenge.preferred)),
    unusable: [...unusable],
    phoneHint:
      usable.includes('sms') && phone && place ? (deps.keys.open(phone.sealed, place)?.slice(-2) ?? null) : null,
    message,
    resumed: begun === 'again',
  };
}
