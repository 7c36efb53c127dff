import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import type { Proof } from '../../domain/assurance.ts';
import { attemptBucket, recoveryTurn } from '../../domain/attempts.ts';
import { type Refused, refused } from '../../outcome.ts';
import { resetAttempts } from '../../store/attempts.ts';
import { spendChallenge } from '../../store/challenges.ts';
import { type Lost, lost } from '../../store/database.ts';
import { judgeCode, whyNotJudged } from '../proving/judge-code.ts';
import { type AccountCount, payForChallenge, prove } from '../proving/prove.ts';
import { type Right, spend } from '../proving/verdict.ts';
import { judgeRecoveryCode } from '../recovery-code/judge-recovery-code.ts';
import type { Requester } from '../requester.ts';
import { createSession, draftSession, type SignedIn } from '../session/create-session.ts';
import { type Case, openCase } from './challenge-case.ts';

export interface Answer {
  readonly challengeToken: string | null;
  readonly method: ChallengeMethod;
  readonly code: string;
  readonly requester: Requester;
}

export type AnswerOutcome = SignedIn | Refused;

/**
 * The second step of a sign-in. The challenge names the account; nothing else in the request can.
 * A try is paid for first, then judged, then what proved right is spent together with the challenge.
 */
export async function answerChallenge(deps: Deps, answer: Answer): Promise<AnswerOutcome> {
  const { method, code: typed, requester } = answer;
  const opened = await openCase(deps, answer);
  if (opened.kind === 'refused') return opened;
  const { of } = opened;
  const { challenge, account } = of;
  if (method !== 'recovery') {
    const unjudged = whyNotJudged(deps, { ...of, method });
    if (unjudged !== null) return unjudged;
  }
  const count = countOf(method, of);
  return prove<Right, SignedIn>(deps, {
    subject: account.id,
    pay: (till, now) => payForChallenge(challenge, count, till, now),
    judge: async () =>
      method === 'recovery'
        ? judgeRecoveryCode(deps, account.id, typed)
        : judgeCode(deps, { ...of, method, typed, subject: challenge }),
    grant: (right) => signIn(deps, of, { answer, right, bucket: count.bucket }),
    whyOver: () => whyOver(deps, answer),
    guesser: {
      client: requester.client,
      accountId: account.id,
      method,
      bucket: guesserOf(of),
      lastSignInAt: account.lastSignInAt,
      atFactor: method !== 'recovery',
      stranger: challenge.browserId === null,
    },
  });
}

/** Who guesses, as far as it is known. */
const guesserOf = ({ challenge: { id, browserId } }: Case) => browserId ?? id;

const countOf = (method: ChallengeMethod, { challenge }: Case): AccountCount =>
  method === 'recovery'
    ? { kind: 'recovery', bucket: attemptBucket('recovery', challenge.browserId), turn: recoveryTurn(challenge) }
    : { kind: 'second-factor', bucket: attemptBucket('second-factor', challenge.browserId) };

interface Proven {
  readonly answer: Answer;
  readonly right: Right;
  readonly bucket: string;
}

/** Creates the session and spends what it is created by. One by a recovery code is of the password alone until it is done. */
function signIn(deps: Deps, of: Case, { answer, right, bucket }: Proven): Promise<SignedIn | Lost<'spent' | 'over'>> {
  const { challenge, account } = of;
  const draft = draftSession(deps, account.id, answer.requester, answer.method);
  const { now } = draft;
  const password: Proof = { method: 'pwd', at: challenge.createdAt.getTime() };
  const proofs = right.method === null ? [password] : [password, { method: right.method, at: now.getTime() }];
  const byRecovery = right.method === null ? 'pending' : 'none';
  return deps.database.unit<SignedIn | Lost<'spent' | 'over'>>(function* () {
    const created = yield* createSession(deps, { draft, account, proofs, byRecovery, guesser: guesserOf(of) });
    if (created.kind === 'lost') return lost('over');
    if (!(yield* spend(right, now, draft.id))) return lost('spent');
    yield* resetAttempts(account.id, bucket);
    return (yield* spendChallenge(challenge.id, now)) ? created : lost('over');
  });
}

/** Another request answered, ended or outdated the challenge between reading and writing: say which. */
async function whyOver(deps: Deps, answer: Answer): Promise<Refused> {
  const now = await openCase(deps, answer);
  return now.kind === 'refused' ? now : refused({ type: 'challenge-over', reason: 'cancelled' });
}
