import { readRecoveryCode } from '@wattsense/contract/typed-code';
import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import type { Deps } from '../deps.ts';
import type { Proof } from '../domain/assurance.ts';
import { attemptBucket, beginsWait, CHALLENGE_TRIES, DISABLING_FAILURES, recoveryTurn } from '../domain/attempts.ts';
import { phaseOf, triesLeft } from '../domain/processes.ts';
import { RESERVATION_SECONDS, reservedSeconds } from '../domain/recovery-code.ts';
import { isTwoFactorOn } from '../domain/two-factor.ts';
import { type AccountRow, findAccount } from '../store/accounts.ts';
import { resetAttempts } from '../store/attempts.ts';
import {
  type AuthenticatorRow,
  disableAuthenticators,
  listAuthenticators,
  notePhoneUse,
  spendTimeStep,
} from '../store/authenticators.ts';
import { type ChallengeRow, findChallengeByToken, payChallenge, spendChallenge } from '../store/challenges.ts';
import { RolledBack, type Work } from '../store/database.ts';
import { findActiveRecoveryCode, type RecoveryCodeRow, reserveRecoveryCode } from '../store/recovery-codes.ts';
import { RETIRED_HASH } from '../store/retired.ts';
import { appendEvent, tallyGuess } from '../store/security-events.ts';
import { markSmsVerified, wasSmsSent } from '../store/sms-messages.ts';
import { countAccountTry } from './admission/count-try.ts';
import { type PaidTry, payForTry } from './admission/paid-try.ts';
import { type CreatedSession, createSession, draftSession } from './create-session.ts';
import { keyIdOf, recoveryCodeHash } from './issue-recovery-code.ts';
import { type CodeVerdict, judgeCode, whyNotJudged } from './judge-code.ts';
import { type Refused, refused } from './outcome.ts';
import { eventOf, guessOf, type Requester } from './requester.ts';
import { listAuthenticatorsFor } from './usable-authenticators.ts';

export interface Answer {
  readonly challengeToken: string | null;
  readonly method: ChallengeMethod;
  readonly code: string;
  readonly requester: Requester;
}

export type AnswerOutcome = { readonly kind: 'signed-in'; readonly session: CreatedSession } | Refused;

interface Case {
  readonly challenge: ChallengeRow;
  readonly account: AccountRow;
  readonly authenticators: readonly AuthenticatorRow[];
  readonly smsWasSent: boolean;
}

/**
 * The second step of a sign-in. The challenge names the account; nothing else in the request can.
 * A try is paid for first, then judged, then what proved right is spent together with the challenge.
 */
export async function answerChallenge(deps: Deps, answer: Answer): Promise<AnswerOutcome> {
  const opened = await openCase(deps, answer);
  if (opened.kind === 'refused') return opened;
  const { of } = opened;
  if (answer.method !== 'recovery') {
    const unjudged = whyNotJudged(deps, { ...of, method: answer.method });
    if (unjudged !== null) return unjudged;
  }
  const bucket = attemptBucket(answer.method === 'recovery' ? 'recovery' : 'second-factor', of.challenge.browserId);
  const tried = await pay(deps, of, answer, bucket);
  if (tried.kind === 'refused') return tried;
  return answer.method === 'recovery'
    ? answerWithRecoveryCode(deps, of, answer, tried)
    : answerWithCode(deps, of, answer, tried, answer.method);
}

/** Who guesses, as far as it is known. */
const guesserOf = ({ id, browserId }: ChallengeRow) => browserId ?? id;

type Opened = { readonly kind: 'case'; readonly of: Case } | Refused;

async function openCase(deps: Deps, { challengeToken: token, method }: Answer): Promise<Opened> {
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
interface Tried extends Paid {
  readonly paid: PaidTry;
}

/** In its own committed transaction: no refusal that follows can take the count back. */
async function pay(deps: Deps, of: Case, answer: Answer, bucket: string): Promise<Tried | Refused> {
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
    if (used === undefined)
      return new RolledBack<Paid | Refused>(refused({ type: 'challenge-over', reason: 'exhausted' }));
    put({ of: 'challenge', id: of.challenge.id });
    return { kind: 'paid', bucket, inARow: counted.failed, attemptsLeft: triesLeft(used) };
  });
  return outcome.kind === 'paid' ? { ...outcome, paid } : outcome;
}

async function answerWithCode(
  deps: Deps,
  of: Case,
  answer: Answer,
  tried: Tried,
  method: 'otp' | 'sms',
): Promise<AnswerOutcome> {
  const { challenge, account } = of;
  const subject = { purpose: challenge.purpose, id: challenge.id, accountId: account.id, keyId: challenge.keyId };
  const verdict = judgeCode(deps, { ...of, method, typed: answer.code, subject });
  if (verdict.kind === 'cannot-verify') return cannotVerify(tried);
  if (verdict.kind === 'wrong') return rejected(deps, of, answer, tried, verdict);

  const draft = draftSession(deps, account.id, answer.requester, method);
  const at = draft.now.getTime();
  const proofs: Proof[] = [
    { method: 'pwd', at: challenge.createdAt.getTime() },
    { method, at },
  ];
  const open = function* (): Work<CreatedSession | RolledBack<CreatedSession | 'spent' | 'changed'>> {
    const session = yield* createSession(deps, {
      draft,
      account,
      proofs,
      byRecovery: 'none',
      guesser: guesserOf(challenge),
    });
    if (session === undefined) return new RolledBack('changed');
    if (!(yield* spendCode(verdict, draft.now))) return new RolledBack('spent');
    yield* resetAttempts(account.id, tried.bucket);
    if (!(yield* spendChallenge(challenge.id, draft.now))) return new RolledBack('changed');
    if (method === 'sms') yield* markSmsVerified(challenge.id, draft.now);
    return session;
  };
  const outcome = await tried.paid.unlessUnavailable(() =>
    deps.database.unit<CreatedSession | 'spent' | 'changed'>(open),
  );
  if (outcome === 'spent') return rejected(deps, of, answer, tried, { kind: 'wrong', clock: null, alreadyUsed: true });
  if (outcome === 'changed') return challengeOver(deps, answer);
  return { kind: 'signed-in', session: outcome };
}

/** A time step is spent with the authenticator; an SMS code belongs to its challenge and is spent with it. */
function spendCode(verdict: Extract<CodeVerdict, { kind: 'time-step' | 'sms-code' }>, now: Date): Work<boolean> {
  return verdict.kind === 'time-step'
    ? spendTimeStep(verdict.authenticatorId, verdict.step, now)
    : notePhoneUse(verdict.authenticatorId, now);
}

async function answerWithRecoveryCode(deps: Deps, of: Case, answer: Answer, tried: Tried): Promise<AnswerOutcome> {
  const { challenge, account } = of;
  const wrong = { kind: 'wrong', clock: null, alreadyUsed: false } as const;
  const { code } = readRecoveryCode(answer.code);
  const active = await tried.paid.unlessUnavailable(() =>
    deps.database.single(() => findActiveRecoveryCode(account.id)),
  );
  if (code === null || active === undefined || active.hash === RETIRED_HASH)
    return rejected(deps, of, answer, tried, wrong);
  const hash = recoveryCodeHash(deps, code, keyIdOf(active.hash));
  if (hash === null) {
    deps.log.error('the key of a recovery code is not in the ring', { event: 'cannot-verify', accountId: account.id });
    return cannotVerify(tried);
  }
  const draft = draftSession(deps, account.id, answer.requester, 'recovery');
  const now = draft.now;
  if (active.hash === hash && reservedSeconds(active, now) > 0) return inUse(deps, tried, active);
  const until = new Date(now.getTime() + RESERVATION_SECONDS * 1000);
  const proofs: Proof[] = [{ method: 'pwd', at: challenge.createdAt.getTime() }];
  const open = function* (): Work<CreatedSession | RolledBack<CreatedSession | 'wrong' | 'changed'>> {
    const session = yield* createSession(deps, {
      draft,
      account,
      proofs,
      byRecovery: 'pending',
      guesser: guesserOf(challenge),
    });
    if (session === undefined) return new RolledBack('changed');
    const reservation = { accountId: account.id, hash, sessionId: draft.id, until, now };
    if (!(yield* reserveRecoveryCode(reservation))) return new RolledBack('wrong');
    yield* resetAttempts(account.id, tried.bucket);
    if (!(yield* spendChallenge(challenge.id, now))) return new RolledBack('changed');
    return session;
  };
  const outcome = await tried.paid.unlessUnavailable(() =>
    deps.database.unit<CreatedSession | 'wrong' | 'changed'>(open),
  );
  if (outcome === 'wrong') {
    // Another tab reserved it a moment ago, or it was used or replaced.
    const rival = await tried.paid.unlessUnavailable(() =>
      deps.database.single(() => findActiveRecoveryCode(account.id)),
    );
    return rival?.hash === hash ? inUse(deps, tried, rival) : rejected(deps, of, answer, tried, wrong);
  }
  if (outcome === 'changed') return challengeOver(deps, answer);
  return { kind: 'signed-in', session: outcome };
}

/** The right code, and the answer to it was lost or is under way: nobody has guessed, and nothing is counted. */
async function inUse(deps: Deps, { paid }: Tried, code: RecoveryCodeRow): Promise<Refused> {
  await paid.giveBack();
  return refused({
    type: 'recovery-code-in-use',
    retryAfterSeconds: Math.max(1, reservedSeconds(code, deps.clock.now())),
  });
}

async function cannotVerify({ paid }: Tried): Promise<Refused> {
  await paid.giveBack();
  return refused({ type: 'cannot-verify' });
}

/** Another request answered, ended or outdated the challenge between reading and writing: say which. */
async function challengeOver(deps: Deps, answer: Answer): Promise<Refused> {
  const now = await openCase(deps, answer);
  return now.kind === 'refused' ? now : refused({ type: 'challenge-over', reason: 'cancelled' });
}

async function rejected(
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
