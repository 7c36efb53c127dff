import { sendChallengeMessage } from '../../authenticators/phone/challenge-message.ts';
import type { Deps } from '../../deps.ts';
import { phaseOf } from '../../domain/processes.ts';
import { refused } from '../../outcome.ts';
import type { SendSmsOutcome } from '../../sms/send-sms.ts';
import { findAccount } from '../../store/accounts.ts';
import { findChallengeByToken } from '../../store/challenges.ts';
import { together } from '../../store/database.ts';
import { listAuthenticatorsFor } from '../proving/judge-proof.ts';
import type { Requester } from '../requester.ts';

/** Sends or resends the code of a sign-in challenge: the same code each time, and no new tries. */
export async function sendChallengeSms(
  deps: Deps,
  challengeToken: string | null,
  { clientKey }: Requester,
): Promise<SendSmsOutcome> {
  const now = deps.clock.now();
  const hash = challengeToken === null ? null : deps.tokens.hash(challengeToken);
  const found = await deps.database.single(function* () {
    const challenge = hash === null ? undefined : yield* findChallengeByToken({ tokenHash: hash });
    if (challenge === undefined) return undefined;
    const { accountId, browserId } = challenge;
    const [account, all] = yield* together(findAccount({ id: accountId }), listAuthenticatorsFor(accountId, browserId));
    return account && { challenge, account, bound: all.filter(({ kind }) => kind === 'phone') };
  });
  if (found === undefined) return refused({ type: 'challenge-over', reason: 'none' });
  const { challenge, account, bound } = found;
  const phase = phaseOf(challenge, now);
  if (phase !== 'open') return refused({ type: 'challenge-over', reason: phase });
  if (!account.active || account.securityEpoch !== challenge.epoch)
    return refused({ type: 'challenge-over', reason: 'cancelled' });
  return sendChallengeMessage(deps, { challenge, account, clientKey, bound }, challenge.browserId !== null);
}
