import type { StepUpRequest } from '@wattsense/contract/step-up';
import type { StepUpMethod } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { type Proof, STEP_UP_MAX_AGE_SECONDS } from '../../domain/assurance.ts';
import { beginsWait, CHALLENGE_TRIES, DISABLING_FAILURES, STEP_UP_BUCKET } from '../../domain/attempts.ts';
import { triesLeft } from '../../domain/processes.ts';
import { findAccount, holdAccount } from '../../store/accounts.ts';
import { resetAttempts } from '../../store/attempts.ts';
import { disableAuthenticators, listAuthenticators } from '../../store/authenticators.ts';
import { type ChallengeRow, payChallenge, spendChallenge } from '../../store/challenges.ts';
import { appendEvent, mendGuesses, tallyGuess } from '../../store/security-events.ts';
import { type LiveSession, rotateSession } from '../../store/sessions.ts';
import { markSmsVerified, wasSmsSent } from '../../store/sms-messages.ts';
import { countAccountTry } from '../admission/count-try.ts';
import { type PaidTry, payForTry } from '../admission/paid-try.ts';
import { type Refused, refused } from '../outcome.ts';
import { type CodeVerdict, judgeCode, type RightCode, spendCode } from '../proving/judge-code.ts';
import { verifyPassword } from '../proving/verify-password.ts';
import { eventOf, guessOf, type Requester } from '../requester.ts';
import { askerOf, hasTwoFactor, type Renewal, renewalOf, stepUpMethods, unprovable } from '../session/live-session.ts';
import { openStepUpToAnswer } from './open-step-up.ts';

/** How long what was under way with the former token may still read; it changes nothing any more. */
const FORMER_TOKEN_SECONDS = 10;

export type StepUpOutcome =
  | { readonly kind: 'stepped-up'; readonly validForSeconds: number; readonly token: string }
  | Refused;

/** A fresh proof in a live session: the password, and a code where the account has a usable authenticator. */
export async function stepUp(
  deps: Deps,
  session: LiveSession,
  request: StepUpRequest,
  requester: Requester,
): Promise<StepUpOutcome> {
  const dead = unprovable(deps, session);
  if (dead !== null) return dead;
  const methods = stepUpMethods(deps, session);
  const { answer } = request;
  const fitting = methods.length === 0 ? answer === undefined : answer !== undefined && methods.includes(answer.method);
  if (!fitting) return refused({ type: 'malformed', fields: ['answer'] });
  const opened = await openStepUpToAnswer(deps, session, answer?.method);
  if (opened.kind === 'refused') return opened;
  const { challenge } = opened;
  const tried = await pay(deps, session, challenge);
  if (tried.kind === 'refused') return tried;
  return tried.paid.unlessUnavailable(() => prove(deps, { session, challenge, tried, request, requester }));
}

interface StepUpTry {
  readonly session: LiveSession;
  readonly challenge: ChallengeRow;
  readonly tried: Tried;
  readonly request: StepUpRequest;
  readonly requester: Requester;
}

async function prove(deps: Deps, of: StepUpTry): Promise<StepUpOutcome> {
  const { session, challenge, tried, request, requester } = of;
  const { answer } = request;
  const account = await deps.database.single(() => findAccount(session.accountId));
  const password = await verifyPassword(deps, { password: request.password, account, asker: askerOf(session) });
  if (password.kind === 'busy') {
    await tried.paid.giveBack();
    return refused({ type: 'busy', retryAfterSeconds: 2 });
  }
  if (password.kind === 'cannot-verify') {
    await tried.paid.giveBack();
    return refused({ type: 'cannot-verify' });
  }
  if (password.kind === 'wrong' || account === undefined) {
    await note(deps, session, requester, { kind: 'wrong-password', method: 'pwd' }, tried);
    return refused({ type: 'wrong-credentials' });
  }
  const verdict = answer === undefined ? null : await judge(deps, challenge, answer.method, answer.code);
  if (verdict?.kind === 'cannot-verify') {
    await tried.paid.giveBack();
    return refused({ type: 'cannot-verify' });
  }
  const asked = { kind: 'wrong-code', method: answer?.method ?? 'pwd' } as const;
  if (verdict?.kind === 'wrong') return rejected(deps, session, requester, tried, asked, verdict);
  const granted = await grant(deps, session, challenge, verdict, requester);
  return granted.kind === 'spent' ? rejected(deps, session, requester, tried, asked, SPENT) : granted;
}

/** What was wrong, and of which method. */
interface Wrong {
  readonly kind: 'wrong-password' | 'wrong-code';
  readonly method: 'pwd' | StepUpMethod;
}

type WrongCode = Extract<CodeVerdict, { kind: 'wrong' }>;
const SPENT: WrongCode = { kind: 'wrong', clock: null, alreadyUsed: true };

async function rejected(
  deps: Deps,
  session: LiveSession,
  requester: Requester,
  tried: Tried,
  wrong: Wrong,
  verdict: WrongCode,
): Promise<Refused> {
  await note(deps, session, requester, wrong, tried);
  return refused({
    type: 'wrong-code',
    attemptsLeft: tried.attemptsLeft,
    ...(verdict.alreadyUsed ? { alreadyUsed: true as const } : {}),
    ...(verdict.clock === null ? {} : { clock: verdict.clock }),
  });
}

interface Paid {
  readonly kind: 'paid';
  readonly inARow: number;
  readonly attemptsLeft: number;
}

/** A step-up's try that was paid for. */
interface Tried extends Paid {
  readonly paid: PaidTry;
}

async function pay(deps: Deps, session: LiveSession, challenge: ChallengeRow): Promise<Tried | Refused> {
  const { accountId } = session;
  // Where the password is all there is, its waits end and nothing is ever disabled.
  const kind = hasTwoFactor(session) ? 'second-factor' : 'password';
  const { outcome, paid } = await payForTry<Paid | Refused>(deps, accountId, function* ({ tryId, put }, now) {
    const counted = yield* countAccountTry({ kind, accountId, bucket: STEP_UP_BUCKET, tryId, now });
    if (counted.kind === 'disabled') return refused({ type: 'second-factor-disabled' });
    if (counted.kind === 'blocked')
      return refused({
        type: kind === 'password' ? 'too-many-attempts' : 'second-factor-blocked',
        retryAfterSeconds: counted.retryAfterSeconds,
      });
    put({ of: 'attempt', paid: counted.payment });
    const used = yield* payChallenge(challenge.id, now, CHALLENGE_TRIES);
    if (used === undefined) return refused({ type: 'challenge-over', reason: 'exhausted' });
    put({ of: 'challenge', id: challenge.id });
    return { kind: 'paid', inARow: counted.failed, attemptsLeft: triesLeft(used) };
  });
  return outcome.kind === 'paid' ? { ...outcome, paid } : outcome;
}

async function judge(deps: Deps, challenge: ChallengeRow, method: 'otp' | 'sms', typed: string): Promise<CodeVerdict> {
  const { authenticators, smsWasSent } = await deps.database.single(function* () {
    return {
      authenticators: yield* listAuthenticators(challenge.accountId),
      smsWasSent: yield* wasSmsSent(challenge.id),
    };
  });
  const { id, accountId, keyId } = challenge;
  const subject = { purpose: 'step-up', id, accountId, keyId } as const;
  return judgeCode(deps, { method, typed, authenticators, subject, smsWasSent });
}

/** Adds the proofs to the session and gives it a new token, together with what is spent for them. */
async function grant(
  deps: Deps,
  session: LiveSession,
  challenge: ChallengeRow,
  code: RightCode | null,
  requester: Requester,
): Promise<StepUpOutcome | { readonly kind: 'spent' }> {
  const now = deps.clock.now();
  const proofs = proofsOf(code, now);
  const formerUntil = new Date(now.getTime() + FORMER_TOKEN_SECONDS * 1000);
  const renewal: Renewal = renewalOf(deps, session, proofs);
  const event = eventOf(deps, requester.client, session.accountId, 'stepped-up', { sessionId: session.id });
  type Granted = StepUpOutcome | { readonly kind: 'spent' };
  return deps.database.unit<Granted>(function* () {
    const over = refused({ type: 'challenge-over', reason: 'answered' });
    if (!(yield* holdAccount(session.accountId, session.epoch))) return over;
    if (code !== null && !(yield* spendCode(code, now))) return { kind: 'spent' };
    const { tokenHash, events } = renewal;
    const { id, epoch, byRecovery, tokenHash: old } = session;
    if (!(yield* rotateSession({ id, old, tokenHash, events, epoch, byRecovery, now, formerUntil }))) return over;
    yield* resetAttempts(session.accountId, STEP_UP_BUCKET);
    if (!(yield* spendChallenge(challenge.id, now))) return over;
    if (code?.kind === 'sms-code') yield* markSmsVerified(challenge.id, now);
    yield* mendGuesses(session.accountId, guesserOf(session), now);
    yield* appendEvent(event);
    return { kind: 'stepped-up', validForSeconds: STEP_UP_MAX_AGE_SECONDS, token: renewal.token };
  });
}

function proofsOf(code: RightCode | null, now: Date): Proof[] {
  const at = now.getTime();
  const password: Proof = { method: 'pwd', at };
  return code === null ? [password] : [password, { method: code.kind === 'time-step' ? 'otp' : 'sms', at }];
}

async function note(
  deps: Deps,
  session: LiveSession,
  requester: Requester,
  { kind, method }: Wrong,
  tried: Tried,
): Promise<void> {
  const now = deps.clock.now();
  const { accountId, id: sessionId } = session;
  const guess = { kind, bucket: guesserOf(session), lastSignInAt: lastProvedAt(session) };
  const event = guessOf(deps, requester.client, accountId, guess, { method, sessionId });
  const waits = hasTwoFactor(session) && beginsWait('second-factor', tried.inARow);
  const details = { method, sessionId };
  const blocked = guessOf(deps, requester.client, accountId, { ...guess, kind: 'second-factor-blocked' }, details);
  const disabled = eventOf(deps, requester.client, accountId, 'second-factor-disabled', details);
  await tried.paid.record('note-wrong-proof', function* () {
    yield* tallyGuess(event);
    if (waits) yield* tallyGuess(blocked);
    if (tried.inARow < DISABLING_FAILURES) return;
    if (yield* disableAuthenticators(accountId, now)) yield* appendEvent(disabled);
  });
}

const guesserOf = ({ id, browserId }: LiveSession) => browserId ?? id;
const lastProvedAt = ({ events }: LiveSession) => new Date(Math.max(0, ...events.map(({ at }) => at)));
