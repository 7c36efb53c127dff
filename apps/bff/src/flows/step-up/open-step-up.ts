import type { Kind } from '../../authenticators/kind.ts';
import type { Deps } from '../../deps.ts';
import { CHALLENGE_TRIES } from '../../domain/attempts.ts';
import { PROCESS_LIFE_SECONDS, phaseOf } from '../../domain/processes.ts';
import { type Refused, refused } from '../../outcome.ts';
import { holdAccount } from '../../store/accounts.ts';
import { type ChallengeRow, findOpenStepUp, insertChallenge } from '../../store/challenges.ts';
import { together } from '../../store/database.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { whyNotJudged } from '../proving/judge-proof.ts';

type OpenedStepUp = { readonly kind: 'open'; readonly challenge: ChallengeRow } | Refused;

/** The step-up that is answered, unless its kind says that the answer is not even looked at, and so not counted. */
export async function openStepUpToAnswer(
  deps: Deps,
  session: LiveSession,
  kind: Kind<Deps> | undefined,
): Promise<OpenedStepUp> {
  const opened = await openStepUp(deps, session);
  if (opened.kind === 'refused' || kind === undefined) return opened;
  const { challenge } = opened;
  const { unjudged } = await deps.database.single(function* () {
    return { unjudged: yield* whyNotJudged(deps, kind, challenge, session.authenticators) };
  });
  return unjudged ?? opened;
}

/** The open step-up challenge of the session, or a new one. */
export function openStepUp(deps: Deps, session: LiveSession): Promise<OpenedStepUp> {
  const now = deps.clock.now();
  const fresh: ChallengeRow = {
    id: deps.random.id(),
    accountId: session.accountId,
    purpose: 'step-up',
    tokenHash: null,
    sessionId: session.id,
    epoch: session.epoch,
    keyId: deps.keys.primaryId,
    preferred: deps.authenticators.usability(deps, session.authenticators).usable[0]?.kind.method ?? 'recovery',
    browserId: session.browserId,
    failed: 0,
    state: 'open',
    createdAt: now,
    expiresAt: new Date(now.getTime() + PROCESS_LIFE_SECONDS * 1000),
  };
  return deps.database.unit<OpenedStepUp>(function* () {
    // Two tabs that ask at once get one challenge, and so one code.
    const [held, open] = yield* together(
      holdAccount({ id: session.accountId, epoch: session.epoch }),
      findOpenStepUp({ sessionId: session.id, now, limit: CHALLENGE_TRIES }),
    );
    if (!held) return refused({ type: 'challenge-over', reason: 'answered' });
    if (open !== undefined && open.epoch === session.epoch && phaseOf(open, now) === 'open')
      return { kind: 'open', challenge: open };
    yield* insertChallenge(fresh);
    return { kind: 'open', challenge: fresh };
  });
}
