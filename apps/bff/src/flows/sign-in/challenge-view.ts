import type { ChallengeOffer } from '@wattsense/contract/methods';
import type { SessionView } from '@wattsense/contract/session';
import type { Deps } from '../../deps.ts';
import { secondsUntil, triesLeft } from '../../domain/processes.ts';
import type { Requester } from '../requester.ts';
import type { OpenChallenge } from './challenge-case.ts';

/**
 * The view of an open challenge, from what was read of it already.
 * @param begun `now`: nothing was sent for it but what the sign-in begins with · `again`: gone on with.
 */
export async function describeChallenge(
  deps: Deps,
  { challenge, account, authenticators }: OpenChallenge,
  { clientKey }: Requester,
  begun: 'before' | 'now' | 'again',
): Promise<SessionView> {
  const { usable, unusable } = deps.authenticators.usability(deps, authenticators);
  const offers: ChallengeOffer[] = [];
  for (const { kind, bound } of usable)
    offers.push(await kind.proving.offerAt(deps, { challenge, account, clientKey, bound }, begun));
  const isPreferred = ({ method }: ChallengeOffer) => Number(method === challenge.preferred);
  return {
    state: 'challenged',
    supportUrl: deps.config.SUPPORT_URL,
    login: account.login,
    expiresInSeconds: secondsUntil(challenge.expiresAt, deps.clock.now()),
    attemptsLeft: triesLeft(challenge.failed),
    methods: [...offers, { method: 'recovery' } as const].toSorted((a, b) => isPreferred(b) - isPreferred(a)),
    unusable,
    resumed: begun === 'again',
  };
}
