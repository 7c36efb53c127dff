import { sendChallengeMessage } from '../../authenticators/phone/challenge-message.ts';
import type { Deps } from '../../deps.ts';
import { refused } from '../../outcome.ts';
import type { SendSmsOutcome } from '../../sms/send-sms.ts';
import { listAuthenticators } from '../../store/authenticators.ts';
import type { LiveSession } from '../../store/sessions.ts';
import type { Requester } from '../requester.ts';
import { openStepUp } from '../step-up/open-step-up.ts';

/** Sends or resends the code of the session's step-up. */
export async function sendStepUpSms(
  deps: Deps,
  session: LiveSession,
  { clientKey }: Requester,
): Promise<SendSmsOutcome> {
  const { usable } = deps.authenticators.usability(deps, session.authenticators);
  if (!usable.some(({ kind }) => kind.method === 'sms')) return refused({ type: 'sms-not-offered' });
  const opened = await openStepUp(deps, session);
  if (opened.kind === 'refused') return opened;
  const { accountId, language } = session;
  // A step-up has a count of its own: what strangers did at sign-in does not close it.
  const bound = (await deps.database.single(() => listAuthenticators({ accountId }))).filter(
    ({ kind }) => kind === 'phone',
  );
  const target = { challenge: opened.challenge, account: { id: accountId, language }, clientKey, bound };
  return sendChallengeMessage(deps, target, true);
}
