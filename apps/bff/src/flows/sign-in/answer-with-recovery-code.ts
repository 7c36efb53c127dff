import { readRecoveryCode } from '@wattsense/contract/typed-code';
import type { Deps } from '../../deps.ts';
import type { Proof } from '../../domain/assurance.ts';
import { RESERVATION_SECONDS, reservedSeconds } from '../../domain/recovery-code.ts';
import { resetAttempts } from '../../store/attempts.ts';
import { spendChallenge } from '../../store/challenges.ts';
import { type Lost, lost, type Work } from '../../store/database.ts';
import { findActiveRecoveryCode, type RecoveryCodeRow, reserveRecoveryCode } from '../../store/recovery-codes.ts';
import { RETIRED_HASH } from '../../store/retired.ts';
import { type Refused, refused } from '../outcome.ts';
import { keyIdOf, recoveryCodeHash } from '../recovery-code/issue-recovery-code.ts';
import { createSession, draftSession, type SignedIn } from '../session/create-session.ts';
import {
  type Answer,
  type AnswerOutcome,
  type Case,
  cannotVerify,
  challengeOver,
  guesserOf,
  rejected,
  type Tried,
} from './challenge-case.ts';

export async function answerWithRecoveryCode(
  deps: Deps,
  of: Case,
  answer: Answer,
  tried: Tried,
): Promise<AnswerOutcome> {
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
  const open = function* (): Work<SignedIn | Lost<'wrong' | 'changed'>> {
    const session = yield* createSession(deps, {
      draft,
      account,
      proofs,
      byRecovery: 'pending',
      guesser: guesserOf(challenge),
    });
    if (session.kind === 'lost') return session;
    const reservation = { accountId: account.id, hash, sessionId: draft.id, until, now };
    if (!(yield* reserveRecoveryCode(reservation))) return lost('wrong');
    yield* resetAttempts(account.id, tried.bucket);
    if (!(yield* spendChallenge(challenge.id, now))) return lost('changed');
    return session;
  };
  const outcome = await tried.paid.unlessUnavailable(() =>
    deps.database.unit<SignedIn | Lost<'wrong' | 'changed'>>(open),
  );
  if (outcome.kind === 'signed-in') return outcome;
  if (outcome.to === 'wrong') {
    // Another tab reserved it a moment ago, or it was used or replaced.
    const rival = await tried.paid.unlessUnavailable(() =>
      deps.database.single(() => findActiveRecoveryCode(account.id)),
    );
    return rival?.hash === hash ? inUse(deps, tried, rival) : rejected(deps, of, answer, tried, wrong);
  }
  return challengeOver(deps, answer);
}

/** The right code, and the answer to it was lost or is under way: nobody has guessed, and nothing is counted. */
async function inUse(deps: Deps, { paid }: Tried, code: RecoveryCodeRow): Promise<Refused> {
  await paid.giveBack();
  return refused({
    type: 'recovery-code-in-use',
    retryAfterSeconds: Math.max(1, reservedSeconds(code, deps.clock.now())),
  });
}
