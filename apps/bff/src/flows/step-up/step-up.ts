import type { StepUpRequest } from '@wattsense/contract/step-up';
import { type Right, spend, type Verdict } from '../../authenticators/verdict.ts';
import type { Deps } from '../../deps.ts';
import { type Proof, STEP_UP_MAX_AGE_SECONDS } from '../../domain/assurance.ts';
import { STEP_UP_BUCKET } from '../../domain/attempts.ts';
import { type Refused, refused } from '../../outcome.ts';
import { findAccount, holdAccount } from '../../store/accounts.ts';
import { resetAttempts } from '../../store/attempts.ts';
import { listAuthenticators } from '../../store/authenticators.ts';
import { type ChallengeRow, spendChallenge } from '../../store/challenges.ts';
import { type Lost, lost, together } from '../../store/database.ts';
import { appendEvent, mendGuesses } from '../../store/security-events.ts';
import { type LiveSession, rotateSession } from '../../store/sessions.ts';
import { judgeProof } from '../proving/judge-proof.ts';
import { payForChallenge, prove } from '../proving/prove.ts';
import { verifyPassword } from '../proving/verify-password.ts';
import { eventOf, type Requester } from '../requester.ts';
import { askerOf, hasTwoFactor, renewalOf, unprovable } from '../session/session-proofs.ts';
import { openStepUpToAnswer } from './open-step-up.ts';

/** How long what was under way with the former token may still read; it changes nothing any more. */
const FORMER_TOKEN_SECONDS = 10;

export type StepUpOutcome = SteppedUp | Refused;

interface SteppedUp {
  readonly kind: 'stepped-up';
  readonly validForSeconds: number;
  readonly token: string;
}

/** A fresh proof in a live session: the password, and a code where the account has a usable authenticator. */
export async function stepUp(
  deps: Deps,
  session: LiveSession,
  request: StepUpRequest,
  { client }: Requester,
): Promise<StepUpOutcome> {
  const dead = unprovable(deps, session);
  if (dead !== null) return dead;
  const { usable } = deps.authenticators.usability(deps, session.authenticators);
  const { answer } = request;
  const kind = usable.find((one) => one.kind.method === answer?.method)?.kind;
  if (usable.length === 0 ? answer !== undefined : kind === undefined)
    return refused({ type: 'malformed', fields: ['answer'] });
  const opened = await openStepUpToAnswer(deps, session, kind);
  if (opened.kind === 'refused') return opened;
  const { challenge } = opened;
  const { accountId, id: sessionId, events } = session;
  const method = answer?.method ?? 'pwd';
  // Where the password is all there is, its waits end and nothing is ever disabled.
  const atFactor = hasTwoFactor(session);
  const count = { kind: atFactor ? 'second-factor' : 'password', bucket: STEP_UP_BUCKET } as const;
  return prove<Right, SteppedUp>(deps, {
    subject: accountId,
    pay: (till, now) => payForChallenge(challenge, count, till, now),
    judge: () => judge(deps, session, challenge, request),
    grant: (right) => raise(deps, session, challenge, right, client),
    whyOver: async () => refused({ type: 'challenge-over', reason: 'answered' }),
    guesser: {
      client,
      accountId,
      method,
      bucket: guesserOf(session),
      sessionId,
      lastSignInAt: new Date(Math.max(0, ...events.map(({ at }) => at))),
      atFactor,
      stranger: false,
    },
  });
}

const guesserOf = ({ id, browserId }: LiveSession) => browserId ?? id;

/** The password first: without it a code is not even looked at. */
async function judge(
  deps: Deps,
  session: LiveSession,
  challenge: ChallengeRow,
  { password, answer }: StepUpRequest,
): Promise<Verdict> {
  const { accountId } = session;
  const [account, authenticators] = await deps.database.single(() =>
    together(findAccount({ id: accountId }), listAuthenticators({ accountId })),
  );
  const verdict = await verifyPassword(deps, { password, account, asker: askerOf(session) });
  if (verdict.kind === 'busy') return refused({ type: 'busy', retryAfterSeconds: 2 });
  if (verdict.kind === 'cannot-verify') return refused({ type: 'cannot-verify' });
  if (verdict.kind === 'wrong' || account === undefined) return { kind: 'wrong', what: 'password' };
  if (answer === undefined) return PASSWORD_ALONE;
  return judgeProof(deps, challenge, authenticators, answer);
}

const PASSWORD_ALONE: Right = { kind: 'right', method: null, spend: null };

/** Adds the proofs to the session and gives it a new token, together with what is spent for them. */
function raise(
  deps: Deps,
  session: LiveSession,
  challenge: ChallengeRow,
  right: Right,
  client: Requester['client'],
): Promise<SteppedUp | Lost<'spent' | 'over'>> {
  const { id, accountId, epoch, byRecovery, tokenHash: old } = session;
  const now = deps.clock.now();
  const at = now.getTime();
  const proofs: Proof[] = [{ method: 'pwd', at }, ...(right.method === null ? [] : [{ method: right.method, at }])];
  const formerUntil = new Date(at + FORMER_TOKEN_SECONDS * 1000);
  const { token, tokenHash, events } = renewalOf(deps, session, proofs);
  const event = eventOf(deps, client, accountId, 'stepped-up', { sessionId: id, method: right.method ?? 'pwd' });
  return deps.database.unit<SteppedUp | Lost<'spent' | 'over'>>(function* () {
    const [held, spent, rotated, , answered] = yield* together(
      holdAccount({ id: accountId, epoch }),
      spend(right, now, id),
      rotateSession({ id, old, tokenHash, events, epoch, byRecovery, now, formerUntil }),
      resetAttempts({ accountId, bucket: STEP_UP_BUCKET }),
      spendChallenge({ id: challenge.id, now }),
      mendGuesses(accountId, guesserOf(session), now),
      appendEvent(event),
    );
    if (!held) return lost('over');
    if (!spent) return lost('spent');
    return rotated && answered ? { kind: 'stepped-up', validForSeconds: STEP_UP_MAX_AGE_SECONDS, token } : lost('over');
  });
}
