import type { Deps } from '../../deps.ts';
import { phaseOf } from '../../domain/processes.ts';
import { refused } from '../../outcome.ts';
import { findAccount } from '../../store/accounts.ts';
import { findChallengeByToken } from '../../store/challenges.ts';
import type { Requester } from '../requester.ts';
import { sendToPhone } from './challenge-message.ts';
import type { SendSmsOutcome } from './send-sms.ts';

/** Sends or resends the code of a sign-in challenge: the same code each time, and no new tries. */
export async function sendChallengeSms(
  deps: Deps,
  challengeToken: string | null,
  requester: Requester,
): Promise<SendSmsOutcome> {
  const now = deps.clock.now();
  const hash = challengeToken === null ? null : deps.tokens.hash(challengeToken);
  const found = await deps.database.single(function* () {
    const challenge = hash === null ? undefined : yield* findChallengeByToken(hash);
    const account = challenge && (yield* findAccount(challenge.accountId));
    return { challenge, account };
  });
  const { challenge, account } = found;
  if (challenge === undefined || account === undefined) return refused({ type: 'challenge-over', reason: 'none' });
  const phase = phaseOf(challenge, now);
  if (phase !== 'open') return refused({ type: 'challenge-over', reason: phase });
  if (!account.active || account.securityEpoch !== challenge.epoch)
    return refused({ type: 'challenge-over', reason: 'cancelled' });
  return sendToPhone(deps, { challenge, account, requester }, challenge.browserId !== null);
}
