import { sendChallengeMessage } from '../../authenticators/phone/challenge-message.ts';
import type { Deps } from '../../deps.ts';
import type { SendSmsOutcome } from '../../sms/send-sms.ts';
import { readAuthenticators } from '../proving/judge-proof.ts';
import type { Requester } from '../requester.ts';
import { openCase } from '../sign-in/challenge-case.ts';

/** Sends or resends the code of a sign-in challenge: the same code each time, and no new tries. */
export async function sendChallengeSms(
  deps: Deps,
  challengeToken: string | null,
  { clientKey }: Requester,
): Promise<SendSmsOutcome> {
  const opened = await openCase(deps, challengeToken, readAuthenticators);
  if (opened.kind === 'refused') return opened;
  const { challenge, account, authenticators } = opened.of;
  const bound = authenticators.filter(({ kind }) => kind === 'phone');
  return sendChallengeMessage(deps, { challenge, account, clientKey, bound }, challenge.browserId !== null);
}
