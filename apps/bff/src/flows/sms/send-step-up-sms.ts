import type { Deps } from '../../deps.ts';
import { refused } from '../../outcome.ts';
import { findAccount } from '../../store/accounts.ts';
import type { LiveSession } from '../../store/sessions.ts';
import type { Requester } from '../requester.ts';
import { stepUpMethods } from '../session/session-proofs.ts';
import { openStepUp } from '../step-up/open-step-up.ts';
import { sendToPhone } from './challenge-message.ts';
import type { SendSmsOutcome } from './send-sms.ts';

/** Sends or resends the code of the session's step-up. */
export async function sendStepUpSms(deps: Deps, session: LiveSession, requester: Requester): Promise<SendSmsOutcome> {
  if (!stepUpMethods(deps, session).includes('sms')) return refused({ type: 'sms-not-offered' });
  const opened = await openStepUp(deps, session);
  if (opened.kind === 'refused') return opened;
  const account = await deps.database.single(() => findAccount(session.accountId));
  if (account === undefined) return refused({ type: 'not-signed-in' });
  return sendToPhone(deps, { challenge: opened.challenge, account, requester }, true);
}
