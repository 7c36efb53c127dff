import { openSealed } from '../../authenticators/sealed.ts';
import type { Deps } from '../../deps.ts';
import { phaseOf } from '../../domain/processes.ts';
import { refused } from '../../outcome.ts';
import { draftSms, type SendSmsOutcome, sendSms } from '../../sms/send-sms.ts';
import { findEnrolment } from '../../store/enrolments.ts';
import type { LiveSession } from '../../store/sessions.ts';
import type { Requester } from '../requester.ts';

/** Resends the code of a phone enrolment: the same code, and no new tries. */
export async function sendEnrolmentSms(
  deps: Deps,
  session: LiveSession,
  id: string,
  requester: Requester,
): Promise<SendSmsOutcome> {
  const now = deps.clock.now();
  const row = await deps.database.single(() => findEnrolment({ id, sessionId: session.id }));
  if (row === undefined) return refused({ type: 'enrolment-over', reason: 'none' });
  const phase = phaseOf(row, now);
  if (phase !== 'open') return refused({ type: 'enrolment-over', reason: phase });
  if (deps.sms === null || row.kind !== 'phone') return refused({ type: 'sms-not-offered' });
  const number = openSealed(deps.keys, 'enrolment', row);
  if (number === null || row.phoneIndex === null || row.country === null) return refused({ type: 'cannot-verify' });
  const sms = draftSms(deps, {
    subject: { purpose: 'enrolment', id, accountId: row.accountId, keyId: row.keyId },
    expiresAt: row.expiresAt,
    number,
    country: row.country,
    phoneIndex: row.phoneIndex,
    language: session.language,
    clientKey: requester.clientKey,
    known: true,
  });
  return sendSms(deps, sms);
}
