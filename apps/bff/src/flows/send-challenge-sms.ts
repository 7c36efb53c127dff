import type { Deps } from '../deps.ts';
import { phaseOf } from '../domain/processes.ts';
import { type AccountRow, findAccount } from '../store/accounts.ts';
import { type AuthenticatorRow, listAuthenticators } from '../store/authenticators.ts';
import { type ChallengeRow, findChallengeByToken } from '../store/challenges.ts';
import { refused } from './outcome.ts';
import type { Requester } from './requester.ts';
import { type DraftedSms, reserveSms } from './reserve-sms.ts';
import { dispatchSms, draftSms, heldBack, type SendSmsOutcome, sendSms } from './send-sms.ts';
import { listAuthenticatorsFor } from './usable-authenticators.ts';

export interface ChallengeSms {
  readonly challenge: ChallengeRow;
  readonly account: AccountRow;
  readonly requester: Requester;
}

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

/** The same for any challenge, whoever found it; awaits the provider's answer (at most 8 s). */
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

/** For the first message of a sign-in: counted before the answer, sent after it. A wait is no failure here. */
export async function sendChallengeSmsLater(deps: Deps, target: ChallengeSms): Promise<void> {
  const authenticators = await deps.database.single(() => listAuthenticators(target.account.id));
  const phone = usablePhone(deps, authenticators);
  const sms = phone && draftFor(deps, target, phone, target.challenge.browserId !== null);
  if (!sms) return;
  const reservation = await deps.database.unit(() => reserveSms(sms));
  if (reservation.kind === 'held') {
    heldBack(deps, sms, reservation.hold);
    return;
  }
  deps.background.run('send-challenge-sms', async () => {
    await dispatchSms(deps, sms);
  });
}

function usablePhone(deps: Deps, authenticators: readonly AuthenticatorRow[]): AuthenticatorRow | undefined {
  if (deps.sms === null) return undefined;
  return authenticators.find((one) => one.kind === 'phone' && one.disabledAt === null);
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
