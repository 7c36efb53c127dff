import type { AnswerRequest } from '@wattsense/contract/sign-in';
import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import { type Right, spend } from '../../authenticators/verdict.ts';
import type { Deps } from '../../deps.ts';
import type { Proof } from '../../domain/assurance.ts';
import { attemptBucket, recoveryTurn } from '../../domain/attempts.ts';
import { type Refused, refused } from '../../outcome.ts';
import { resetAttempts } from '../../store/attempts.ts';
import { listAuthenticators } from '../../store/authenticators.ts';
import { type ChallengeRow, spendChallenge } from '../../store/challenges.ts';
import { type Lost, lost, nothing, together } from '../../store/database.ts';
import { judgeProof, whyNotJudged } from '../proving/judge-proof.ts';
import { type AccountCount, payForChallenge, prove } from '../proving/prove.ts';
import { judgeRecoveryCode } from '../recovery-code/judge-recovery-code.ts';
import type { Requester } from '../requester.ts';
import { createSession, draftSession, type SignedIn } from '../session/create-session.ts';
import { type OpenChallenge, openCase } from './challenge-case.ts';

export interface Answer {
  readonly challengeToken: string | null;
  readonly proof: AnswerRequest;
  readonly requester: Requester;
}

export type AnswerOutcome = SignedIn | Refused;

/**
 * The second step of a sign-in. The challenge names the account; nothing else in the request can.
 * A try is paid for first, then judged, then what proved right is spent together with the challenge.
 */
export async function answerChallenge(
  deps: Deps,
  { challengeToken, proof, requester }: Answer,
): Promise<AnswerOutcome> {
  const { method } = proof;
  const opened = await openCase(deps, challengeToken, (challenge) => read(deps, method, challenge));
  if (opened.kind === 'refused') return opened;
  const { of } = opened;
  if (of.unjudged !== null) return of.unjudged;
  const { challenge, account } = of;
  const count = countOf(deps, method, of);
  return prove<Right, SignedIn>(deps, {
    subject: account.id,
    pay: (till, now) => payForChallenge(challenge, count, till, now),
    judge: () =>
      proof.method === 'recovery'
        ? judgeRecoveryCode(deps, account.id, proof.code)
        : judgeProof(deps, challenge, of.authenticators, proof),
    grant: (right) => signIn(deps, of, { method, requester, right, bucket: count?.bucket ?? null }),
    whyOver: () => whyOver(deps, challengeToken, method),
    guesser: {
      client: requester.client,
      accountId: account.id,
      method,
      bucket: guesserOf(of),
      lastSignInAt: account.lastSignInAt,
      atFactor: count?.kind === 'second-factor',
      stranger: challenge.browserId === null,
    },
  });
}

/** What is bound, and why the proof that was given is not even looked at. */
function* read(deps: Deps, method: ChallengeMethod, challenge: ChallengeRow) {
  const authenticators = yield* listAuthenticators({ accountId: challenge.accountId });
  const kind = deps.authenticators.by(method);
  const unjudged = method === 'recovery' ? null : yield* whyNotJudged(deps, kind, challenge, authenticators);
  return { authenticators, unjudged };
}

/** Who guesses, as far as it is known. */
const guesserOf = ({ challenge: { id, browserId } }: OpenChallenge) => browserId ?? id;

function countOf({ authenticators }: Deps, method: ChallengeMethod, { challenge }: OpenChallenge): AccountCount | null {
  const { browserId } = challenge;
  if (method === 'recovery')
    return { kind: 'recovery', bucket: attemptBucket('recovery', browserId), turn: recoveryTurn(challenge) };
  if (authenticators.by(method)?.guessable === false) return null;
  return { kind: 'second-factor', bucket: attemptBucket('second-factor', browserId) };
}

interface Proven {
  readonly method: ChallengeMethod;
  readonly requester: Requester;
  readonly right: Right;
  /** Of the failures that are forgotten. */
  readonly bucket: string | null;
}

/** Creates the session and spends what it is created by. One by a recovery code is of the password alone until it is done. */
function signIn(
  deps: Deps,
  of: OpenChallenge,
  { method, requester, right, bucket }: Proven,
): Promise<SignedIn | Lost<'spent' | 'over'>> {
  const { challenge, account } = of;
  const draft = draftSession(deps, account.id, requester, method);
  const { now } = draft;
  const password: Proof = { method: 'pwd', at: challenge.createdAt.getTime() };
  const proofs = right.method === null ? [password] : [password, { method: right.method, at: now.getTime() }];
  const byRecovery = right.method === null ? 'pending' : 'none';
  return deps.database.unit<SignedIn | Lost<'spent' | 'over'>>(function* () {
    const created = yield* createSession(deps, { draft, account, proofs, byRecovery, guesser: guesserOf(of) }, () =>
      together(
        spend(right, now, draft.id),
        bucket === null ? nothing() : resetAttempts({ accountId: account.id, bucket }),
        spendChallenge({ id: challenge.id, now }),
      ),
    );
    if (created.kind === 'lost') return lost('over');
    const [spent, , answered] = created.made;
    if (!spent) return lost('spent');
    return answered ? created.signedIn : lost('over');
  });
}

/** Another request answered, ended or outdated the challenge between reading and writing: say which. */
async function whyOver(deps: Deps, token: string | null, method: ChallengeMethod): Promise<Refused> {
  const now = await openCase(deps, token, (challenge) => read(deps, method, challenge));
  return now.kind === 'refused' ? now : refused({ type: 'challenge-over', reason: 'cancelled' });
}
