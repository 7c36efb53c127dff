import type { ChallengeMessage } from '@wattsense/contract/sms';
import type { Deps } from '../../deps.ts';
import { refused } from '../../outcome.ts';
import { type DraftedSms, findHold, reserveSms, type SmsReservation } from '../../sms/reserve-sms.ts';
import {
  dispatchSms,
  draftSms,
  latestProgress,
  noteHeldBack,
  type SendSmsOutcome,
  sendSms,
} from '../../sms/send-sms.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';
import type { Work } from '../../store/database.ts';
import { wasSmsSent } from '../../store/sms-messages.ts';
import type { Target } from '../kind.ts';
import { openSealed } from '../sealed.ts';

/**
 * Sends or resends the code of a challenge, whoever found it; awaits the provider's answer (at most 8 s).
 * @param known whether it is asked for in a browser that has signed in before, or in a live session.
 */
export async function sendChallengeMessage(deps: Deps, target: Target, known: boolean): Promise<SendSmsOutcome> {
  const phone = usablePhone(deps, target);
  if (phone === undefined) return refused({ type: 'sms-not-offered' });
  const sms = draftFor(deps, target, phone, known);
  return sms === null ? refused({ type: 'cannot-verify' }) : sendSms(deps, sms);
}

/**
 * The first message of a sign-in by text: counted before the answer, sent after it. A wait is no failure here: the view
 * tells of it. A challenge that goes on gets none where one left for it already.
 */
export async function sendFirstMessage(deps: Deps, target: Target, again: boolean): Promise<void> {
  const sms = draftPreferred(deps, target);
  if (sms === null) return;
  const reservation = await deps.database.unit(function* (): Work<SmsReservation | null> {
    if (again && (yield* wasSmsSent(target.challenge.id))) return null;
    return yield* reserveSms(sms);
  });
  if (reservation?.kind === 'held') noteHeldBack(deps, sms, reservation.hold);
  if (reservation?.kind !== 'reserved') return;
  deps.background.run('send-challenge-sms', async () => {
    await dispatchSms(deps, sms);
  });
}

/** What there is to say of the text message of a sign-in: how it is getting on, or that none was sent and until when. */
export async function describeMessage(deps: Deps, target: Target): Promise<ChallengeMessage> {
  const now = deps.clock.now();
  const { challenge } = target;
  const subject = { ...challenge, known: challenge.browserId !== null };
  const progress = await deps.database.single(() => latestProgress(deps.config, subject, now));
  if (progress !== null) return progress;
  const sms = draftPreferred(deps, target);
  const hold = sms && (await deps.database.single(() => findHold(sms)));
  return hold ? { state: 'held', sendableInSeconds: hold.retryAfterSeconds } : { state: 'none' };
}

/** The message that a sign-in by text begins with; null where it begins with something else. */
function draftPreferred(deps: Deps, target: Target): DraftedSms | null {
  const { preferred, browserId } = target.challenge;
  const phone = preferred === 'sms' ? usablePhone(deps, target) : undefined;
  return phone === undefined ? null : draftFor(deps, target, phone, browserId !== null);
}

const usablePhone = (deps: Deps, { bound }: Target) =>
  bound.find((one) => deps.authenticators.whyUnusable(deps, one) === null);

function draftFor(
  deps: Deps,
  { challenge, account, clientKey }: Target,
  phone: AuthenticatorRow,
  known: boolean,
): DraftedSms | null {
  const number = openSealed(deps.keys, 'authenticator', phone);
  if (number === null || phone.phoneIndex === null || phone.country === null) {
    deps.log.error('a phone number does not open', { event: 'cannot-verify', accountId: account.id });
    return null;
  }
  return draftSms(deps, {
    subject: challenge,
    expiresAt: challenge.expiresAt,
    number,
    country: phone.country,
    phoneIndex: phone.phoneIndex,
    language: account.language,
    clientKey,
    known,
  });
}
