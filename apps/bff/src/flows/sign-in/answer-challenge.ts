import type { Deps } from '../../deps.ts';
import type { Proof } from '../../domain/assurance.ts';
import { attemptBucket } from '../../domain/attempts.ts';
import { resetAttempts } from '../../store/attempts.ts';
import { spendChallenge } from '../../store/challenges.ts';
import { type Lost, lost, type Work } from '../../store/database.ts';
import { markSmsVerified } from '../../store/sms-messages.ts';
import { judgeCode, spendCode, whyNotJudged } from '../proving/judge-code.ts';
import { createSession, draftSession, type SignedIn } from '../session/create-session.ts';
import { answerWithRecoveryCode } from './answer-with-recovery-code.ts';
import {
  type Answer,
  type AnswerOutcome,
  type Case,
  cannotVerify,
  challengeOver,
  guesserOf,
  openCase,
  pay,
  rejected,
  type Tried,
} from './challenge-case.ts';

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
  const open = function* (): Work<SignedIn | Lost<'spent' | 'changed'>> {
    const session = yield* createSession(deps, {
      draft,
      account,
      proofs,
      byRecovery: 'none',
      guesser: guesserOf(challenge),
    });
    if (session.kind === 'lost') return session;
    if (!(yield* spendCode(verdict, draft.now))) return lost('spent');
    yield* resetAttempts(account.id, tried.bucket);
    if (!(yield* spendChallenge(challenge.id, draft.now))) return lost('changed');
    if (method === 'sms') yield* markSmsVerified(challenge.id, draft.now);
    return session;
  };
  const outcome = await tried.paid.unlessUnavailable(() =>
    deps.database.unit<SignedIn | Lost<'spent' | 'changed'>>(open),
  );
  if (outcome.kind === 'signed-in') return outcome;
  if (outcome.to === 'spent')
    return rejected(deps, of, answer, tried, { kind: 'wrong', clock: null, alreadyUsed: true });
  return challengeOver(deps, answer);
}
