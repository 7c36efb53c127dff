import type { RecoveryCodeOnce } from '@wattsense/contract/recovery-code';
import type { Deps } from '../../deps.ts';
import { withProofs } from '../../domain/assurance.ts';
import { type Refused, refused } from '../../outcome.ts';
import { holdAccount } from '../../store/accounts.ts';
import { type Lost, lost, together, type Work } from '../../store/database.ts';
import {
  acknowledgeRecoveryCodeRow,
  findActiveRecoveryCode,
  insertRecoveryCode,
  type RecoveryCodeRow,
  replaceRecoveryCodeRow,
  spendRecoveryCode,
} from '../../store/recovery-codes.ts';
import { appendEvent } from '../../store/security-events.ts';
import { endSession, type LiveSession } from '../../store/sessions.ts';
import { changeInSession, elsewhere } from '../protection/change-protection.ts';
import { eventOf, type Requester } from '../requester.ts';
import { hasTwoFactor, meetsDemandedLevel, stepUpDemand } from '../session/session-proofs.ts';
import { draftRecoveryCode, replaceableInSeconds } from './issue-recovery-code.ts';

/** Within so many seconds of a recovery's fresh code asking again is the same asking: a double press, a proxy's retry. */
const SAME_ASKING_SECONDS = 2;

export type RecoveryCodeOutcome =
  | { readonly kind: 'issued'; readonly code: RecoveryCodeOnce }
  /** The reservation lapsed before the fresh code was fetched: the code works again, this session does not. */
  | { readonly kind: 'lapsed' }
  | Refused;

/**
 * Issues a fresh recovery code and ends the old one. For a session that came in by recovery it first
 * spends the code that was reserved for it; otherwise it asks for a step-up, unless this session was
 * shown the present code a moment ago and its owner has not saved it.
 */
export async function replaceRecoveryCode(
  deps: Deps,
  session: LiveSession,
  requester: Requester,
): Promise<RecoveryCodeOutcome> {
  if (!hasTwoFactor(session)) return refused({ type: 'conflict', conflict: 'two-factor-off' });
  if (session.byRecovery === 'pending') return finishRecovery(deps, session, requester);
  if (!meetsDemandedLevel(deps, session)) return refused({ type: 'level-required', requiredLevel: 'aal2' });
  const active = await deps.database.single(() => findActiveRecoveryCode({ accountId: session.accountId }));
  if (active === undefined || isSameAsking(active, session, deps.clock.now())) return elsewhere;
  const demand = stepUpDemand(deps, session);
  if (demand !== null && replaceableInSeconds(active, session, deps.clock.now()) === 0) return demand;
  // Replaced without a fresh proof, it opens no ten minutes of its own: they would never end.
  const draft = draftRecoveryCode(deps, session, { replaceable: demand === null });
  const event = eventOf(deps, requester.client, session.accountId, 'recovery-code-replaced', { sessionId: session.id });
  return deps.database.unit<RecoveryCodeOutcome>(function* () {
    // Without it a code inserted beside a turning off would outlive it (PostgreSQL: not in the delete's snapshot).
    const [held, replaced] = yield* together(
      holdAccount({ id: session.accountId, epoch: session.epoch }),
      replaceRecoveryCodeRow({ accountId: session.accountId, id: active.id }),
    );
    if (!held || !replaced) return elsewhere;
    yield* together(insertRecoveryCode(draft.row), appendEvent(event));
    return { kind: 'issued', code: draft.once };
  });
}

function isSameAsking(active: RecoveryCodeRow, { byRecovery, id }: LiveSession, now: Date): boolean {
  const ageMs = now.getTime() - active.issuedAt.getTime();
  return byRecovery === 'finished' && active.issuedBySession === id && ageMs < SAME_ASKING_SECONDS * 1000;
}

/**
 * The token stays (docs/decisions/0012): were this answer lost, nobody would hold a new one, the old code would be
 * spent and the fresh one never seen. So whoever asks again is still here, and gets a code in place of the unseen one.
 */
async function finishRecovery(deps: Deps, session: LiveSession, requester: Requester): Promise<RecoveryCodeOutcome> {
  const now = deps.clock.now();
  const draft = draftRecoveryCode(deps, session);
  const events = withProofs(session.events, [{ method: 'recovery', at: now.getTime() }]);
  const event = eventOf(deps, requester.client, session.accountId, 'recovery-code-used', {
    sessionId: session.id,
    method: 'recovery',
  });
  const goesOn = { renewal: { tokenHash: session.tokenHash, events }, byRecovery: 'finished', now } as const;
  const outcome = await deps.database.unit(() =>
    changeInSession(session, event, goesOn, function* (): Work<Lost<'reservation'> | boolean> {
      if (!(yield* spendRecoveryCode({ accountId: session.accountId, sessionId: session.id, now })))
        return lost('reservation');
      return yield* insertRecoveryCode(draft.row);
    }),
  );
  if (outcome.kind === 'changed') return { kind: 'issued', code: draft.once };
  if (outcome.kind === 'refused') return outcome;
  await deps.database.single(() => endSession({ id: session.id, accountId: session.accountId }));
  return { kind: 'lapsed' };
}

export type AcknowledgeOutcome = { readonly kind: 'acknowledged' } | Refused;

/** The owner says that the code is saved. Saying so twice is saying so. */
export async function acknowledgeRecoveryCode(
  deps: Deps,
  session: LiveSession,
  id: string,
  requester: Requester,
): Promise<AcknowledgeOutcome> {
  const now = deps.clock.now();
  const event = eventOf(deps, requester.client, session.accountId, 'recovery-code-saved', { sessionId: session.id });
  return deps.database.unit<AcknowledgeOutcome>(function* () {
    if (yield* acknowledgeRecoveryCodeRow({ accountId: session.accountId, id, now })) {
      yield* appendEvent(event);
      return { kind: 'acknowledged' };
    }
    const active = yield* findActiveRecoveryCode({ accountId: session.accountId });
    return active?.id === id ? { kind: 'acknowledged' } : elsewhere;
  });
}
