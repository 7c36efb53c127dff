import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { beginsWait, CHALLENGE_TRIES, DISABLING_FAILURES, recoveryTurn } from '../../domain/attempts.ts';
import { phaseOf, triesLeft } from '../../domain/processes.ts';
import { isTwoFactorOn } from '../../domain/two-factor.ts';
import { type AccountRow, findAccount } from '../../store/accounts.ts';
import { type AuthenticatorRow, disableAuthenticators, listAuthenticators } from '../../store/authenticators.ts';
import { type ChallengeRow, findChallengeByToken, payChallenge } from '../../store/challenges.ts';
import { appendEvent, tallyGuess } from '../../store/security-events.ts';
import { wasSmsSent } from '../../store/sms-messages.ts';
import { countAccountTry } from '../admission/count-try.ts';
import { type PaidTry, payForTry } from '../admission/paid-try.ts';
import { type Refused, refused } from '../outcome.ts';
import type { CodeVerdict } from '../proving/judge-code.ts';
import { listAuthenticatorsFor } from '../proving/usable-authenticators.ts';
import { eventOf, guessOf, type Requester } from '../requester.ts';
import type { SignedIn } from '../session/create-session.ts';

export interface Answer {
  readonly challengeToken: string | null;
  readonly method: ChallengeMethod;
  readonly code: string;
  readonly requester: Requester;
}

export type AnswerOutcome = SignedIn | Refused;

export interface Case {
  readonly challenge: ChallengeRow;
  readonly account: AccountRow;
  readonly authenticators: readonly AuthenticatorRow[];
  readonly smsWasSent: boolean;
}

/** Who guesses, as far as it is known. */
export const guesserOf = ({ id, browserId }: ChallengeRow) => browserId ?? id;

type Opened = { readonly kind: 'case'; readonly of: Case } | Refused;

export async function openCase(deps: Deps, { challengeToken: token, method }: Answer): Promise<Opened> {
  const hash = token === null ? null : deps.tokens.hash(token);
  const found = await deps.database.single(function* () {
    const challenge = hash === null ? undefined : yield* findChallengeByToken(hash);
    if (challenge === undefined) return undefined;
    const account = yield* findAccount(challenge.accountId);
    const smsWasSent = yield* wasSmsSent(challenge.id);
    // Where nothing will be judged, and so nothing paid, what strangers have closed is not found out by paying.
    const authenticators =
      method === 'sms' && !smsWasSent
        ? yield* listAuthenticatorsFor(challenge.accountId, challenge.browserId)
        : yield* listAuthenticators(challenge.accountId);
    return { challenge, account, authenticators, smsWasSent };
  });
  if (found?.account === undefined) return refused({ type: 'challenge-over', reason: 'none' });
  const phase = phaseOf(found.challenge, deps.clock.now());
  if (phase !== 'open') return refused({ type: 'challenge-over', reason: phase });
  const { account } = found;
  // Turned off, replaced or disabled meanwhile: the person starts again, with neither a free pass nor a dead end.
  if (!account.active || account.securityEpoch !== found.challenge.epoch || !isTwoFactorOn(found.authenticators))
    return refused({ type: 'challenge-over', reason: 'cancelled' });
  return { kind: 'case', of: { ...found, account } };
}

interface Paid {
  readonly kind: 'paid';
  readonly bucket: string;
  /** Failures in a row if this try fails too. */
  readonly inARow: number;
  readonly attemptsLeft: number;
}

/** A try of this challenge that was paid for. */
export interface Tried extends Paid {
  readonly paid: PaidTry;
}

/** In its own committed transaction: no refusal that follows can take the count back. */
export async function pay(deps: Deps, of: Case, answer: Answer, bucket: string): Promise<Tried | Refused> {
  const accountId = of.account.id;
  const [kind, turn] =
    answer.method === 'recovery' ? (['recovery', recoveryTurn(of.challenge)] as const) : (['second-factor'] as const);
  const { outcome, paid } = await payForTry<Paid | Refused>(deps, accountId, function* ({ tryId, put }, now) {
    const counted = yield* countAccountTry({ kind, accountId, bucket, tryId, now, turn });
    if (counted.kind === 'disabled') return refused({ type: 'second-factor-disabled' });
    if (counted.kind === 'blocked')
      return refused({ type: 'second-factor-blocked', retryAfterSeconds: counted.retryAfterSeconds });
    put({ of: 'attempt', paid: counted.payment });
    const used = yield* payChallenge(of.challenge.id, now, CHALLENGE_TRIES);
    if (used === undefined) return refused({ type: 'challenge-over', reason: 'exhausted' });
    put({ of: 'challenge', id: of.challenge.id });
    return { kind: 'paid', bucket, inARow: counted.failed, attemptsLeft: triesLeft(used) };
  });
  return outcome.kind === 'paid' ? { ...outcome, paid } : outcome;
}

export async function cannotVerify({ paid }: Tried): Promise<Refused> {
  await paid.giveBack();
  return refused({ type: 'cannot-verify' });
}

/** Another request answered, ended or outdated the challenge between reading and writing: say which. */
export async function challengeOver(deps: Deps, answer: Answer): Promise<Refused> {
  const now = await openCase(deps, answer);
  return now.kind === 'refused' ? now : refused({ type: 'challenge-over', reason: 'cancelled' });
}

export async function rejected(
  deps: Deps,
  { account, challenge }: Case,
  { requester, method }: Answer,
  tried: Tried,
  verdict: Extract<CodeVerdict, { kind: 'wrong' }>,
): Promise<Refused> {
  const now = deps.clock.now();
  const disabled = method !== 'recovery' && tried.inARow >= DISABLING_FAILURES;
  const { lastSignInAt } = account;
  const guess = { kind: 'wrong-code', bucket: guesserOf(challenge), lastSignInAt } as const;
  const event = guessOf(deps, requester.client, account.id, guess, { method });
  const waits = method !== 'recovery' && beginsWait('second-factor', tried.inARow);
  const blocked = guessOf(deps, requester.client, account.id, { ...guess, kind: 'second-factor-blocked' }, { method });
  const last = eventOf(deps, requester.client, account.id, 'second-factor-disabled', { method });
  await tried.paid.record('note-wrong-code', function* () {
    yield* tallyGuess(event);
    if (waits) yield* tallyGuess(blocked);
    if (!disabled) return;
    yield* appendEvent(last);
    // A stranger's failures close the way for strangers only; those of a known browser are the owner's own.
    if (challenge.browserId !== null) yield* disableAuthenticators(account.id, now);
  });
  return refused({
    type: 'wrong-code',
    attemptsLeft: tried.attemptsLeft,
    ...(verdict.alreadyUsed ? { alreadyUsed: true as const } : {}),
    ...(verdict.clock === null ? {} : { clock: verdict.clock }),
  });
}
