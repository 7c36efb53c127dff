import type { ChallengeMessage } from '@wattsense/contract/sms';
import type { Deps } from '../../deps.ts';
import { whyUnusable } from '../../domain/usability.ts';
import { refused } from '../../outcome.ts';
import type { AccountRow } from '../../store/accounts.ts';
import { type AuthenticatorRow, listAuthenticators } from '../../store/authenticators.ts';
import type { ChallengeRow } from '../../store/challenges.ts';
import type { Work } from '../../store/database.ts';
import { wasSmsSent } from '../../store/sms-messages.ts';
import { listAuthenticatorsFor, offersOf } from '../proving/usable-authenticators.ts';
import type { Requester } from '../requester.ts';
import { type DraftedSms, findHold, reserveSms, type SmsReservation } from './reserve-sms.ts';
import { dispatchSms, draftSms, latestProgress, noteHeldBack, type SendSmsOutcome, sendSms } from './send-sms.ts';

export interface ChallengeSms {
  readonly challenge: ChallengeRow;
  readonly account: AccountRow;
  readonly requester: Requester;
}

/** Sends or resends the code of a challenge, whoever found it; awaits the provider's answer (at most 8 s). */
export async function sendToPhone(deps: Deps, target: ChallengeSms, known: boolean): Promise<SendSmsOutcome> {
  const { challenge, account } = target;
  // A step-up has a count of its own: what strangers did at sign-in does not close it.
  const authenticators = await deps.database.single(() =>
    challenge.purpose === 'sign-in'
      ? listAuthenticatorsFor(account.id, challenge.browserId)
      : listAuthenticators(account.id),
  );
  const phone = usablePhone(deps, authenticators);
  if (phone === undefined) return refused({ type: 'sms-not-offered' });
  const sms = draftFor(deps, target, phone, known);
  return sms === null ? refused({ type: 'cannot-verify' }) : sendSms(deps, sms);
}

/**
 * The first message of a sign-in by text: counted before the answer, sent after it. A wait is no failure here: the view
 * tells of it. A challenge that goes on gets none where one left for it already.
 */
export async function sendFirstMessage(
  deps: Deps,
  target: ChallengeSms,
  authenticators: readonly AuthenticatorRow[],
  goesOn: boolean,
): Promise<void> {
  const sms = draftPreferred(deps, target, authenticators);
  if (sms === null) return;
  const reservation = await deps.database.unit(function* (): Work<SmsReservation | null> {
    if (goesOn && (yield* wasSmsSent(target.challenge.id))) return null;
    return yield* reserveSms(sms);
  });
  if (reservation?.kind === 'held') noteHeldBack(deps, sms, reservation.hold);
  if (reservation?.kind !== 'reserved') return;
  deps.background.run('send-challenge-sms', async () => {
    await dispatchSms(deps, sms);
  });
}

/** What there is to say of the text message of a sign-in: how it is getting on, or that none was sent and until when. */
export async function describeMessage(
  deps: Deps,
  target: ChallengeSms,
  authenticators: readonly AuthenticatorRow[],
): Promise<ChallengeMessage> {
  const now = deps.clock.now();
  const { challenge } = target;
  const subject = { ...challenge, known: challenge.browserId !== null };
  const progress = await deps.database.single(() => latestProgress(deps.config, subject, now));
  if (progress !== null) return progress;
  const sms = draftPreferred(deps, target, authenticators);
  const hold = sms && (await deps.database.single(() => findHold(sms)));
  return hold ? { state: 'held', sendableInSeconds: hold.retryAfterSeconds } : { state: 'none' };
}

/** The message that a sign-in by text begins with; null where it begins with something else. */
function draftPreferred(
  deps: Deps,
  target: ChallengeSms,
  authenticators: readonly AuthenticatorRow[],
): DraftedSms | null {
  if (target.challenge.preferred !== 'sms') return null;
  const phone = usablePhone(deps, authenticators);
  return phone === undefined ? null : draftFor(deps, target, phone, target.challenge.browserId !== null);
}

function usablePhone(deps: Deps, authenticators: readonly AuthenticatorRow[]): AuthenticatorRow | undefined {
  return authenticators.find((one) => one.kind === 'phone' && whyUnusable(one, offersOf(deps)) === null);
}

function draftFor(
  deps: Deps,
  { challenge, account, requester }: ChallengeSms,
  phone: AuthenticatorRow,
  known: boolean,
): DraftedSms | null {
  const place = { table: 'authenticator', column: 'sealed', accountId: account.id, rowId: phone.id };
  const number = deps.keys.open(phone.sealed, place);
  if (number === null || phone.phoneIndex === null || phone.country === null) {
    deps.log.error('a phone number does not open', { event: 'cannot-verify', accountId: account.id });
    return null;
  }
  return draftSms(deps, {
    subject: { purpose: challenge.purpose, id: challenge.id, accountId: account.id, keyId: challenge.keyId },
    expiresAt: challenge.expiresAt,
    number,
    country: phone.country,
    phoneIndex: phone.phoneIndex,
    language: account.language,
    clientKey: requester.clientKey,
    known,
  });
}
