import type { BeginEnrolmentRequest, Enrolment } from '@wattsense/contract/enrolments';
import type { Draft } from '../../authenticators/kind.ts';
import { openSealed, sealFor } from '../../authenticators/sealed.ts';
import type { Deps } from '../../deps.ts';
import { PROCESS_LIFE_SECONDS, phaseOf } from '../../domain/processes.ts';
import { type Refused, refused } from '../../outcome.ts';
import { listAuthenticators } from '../../store/authenticators.ts';
import { type Lost, lost, type Work } from '../../store/database.ts';
import {
  closeEnrolment,
  type EnrolmentRow,
  findOpenEnrolment,
  insertEnrolment,
  reopenEnrolment,
} from '../../store/enrolments.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { elsewhere } from '../protection/change-protection.ts';
import type { Requester } from '../requester.ts';
import { stepUpDemand } from '../session/session-proofs.ts';
import { describeEnrolment } from './describe-enrolment.ts';
import { whyNot } from './why-not.ts';

export type EnrolmentOutcome =
  | { readonly kind: 'enrolment'; readonly enrolment: Enrolment; readonly resumed: boolean }
  | Refused;

/**
 * Begins to bind an authenticator. Asked again within its life it resumes the same one, so that a reload shows the same
 * QR code and the code on the phone still counts. It never touches a live authenticator.
 */
export async function beginEnrolment(
  deps: Deps,
  session: LiveSession,
  request: BeginEnrolmentRequest,
  { clientKey }: Requester,
): Promise<EnrolmentOutcome> {
  const demand = stepUpDemand(deps, session);
  if (demand !== null) return demand;
  const kind = deps.authenticators.of(request.kind);
  if (kind === undefined) return refused({ type: 'malformed', fields: ['kind'] });
  const present = await deps.database.single(() => listAuthenticators({ accountId: session.accountId }));
  const misfit = whyNot(kind, present, request.replaces);
  if (misfit !== null) return misfit;
  const off = kind.whyOff(deps);
  if (off !== null) return refused(off);
  const now = deps.clock.now();
  const begun = {
    id: deps.random.id(),
    keyId: deps.keys.primaryId,
    expiresAt: new Date(now.getTime() + PROCESS_LIFE_SECONDS * 1000),
  };
  const draft = await kind.enrolling.begin(deps, { ...begun, session, clientKey }, request);
  if ('kind' in draft) return draft;
  const { accountId, id: sessionId } = session;
  const fresh: EnrolmentRow = {
    ...begun,
    accountId,
    sessionId,
    kind: kind.kind,
    sealed: sealFor(deps.keys, 'enrolment', { id: begun.id, accountId }, draft.secret),
    ...draft.columns,
    replaces: request.replaces ?? null,
    failed: 0,
    state: 'open',
    createdAt: now,
  };
  const outcome = await deps.database.unit(() => beginOrResume(deps, fresh, draft));
  if (outcome.kind === 'refused') return outcome;
  if (outcome.kind === 'lost') return outcome.to();
  if (!outcome.resumed) await draft.afterwards?.();
  const enrolment = await describeEnrolment(deps, session, outcome.row);
  if (enrolment === null) return refused({ type: 'cannot-verify' });
  return { kind: 'enrolment', enrolment, resumed: outcome.resumed };
}

interface Begun {
  readonly kind: 'begun';
  readonly row: EnrolmentRow;
  readonly resumed: boolean;
}

/** The enrolment and what is counted with it stand or fall together. */
function* beginOrResume(
  deps: Deps,
  fresh: EnrolmentRow,
  { isSame, earlier, alongside }: Draft,
): Work<Begun | Refused | Lost<() => Promise<Refused>>> {
  const { sessionId, kind, replaces, createdAt: now } = fresh;
  const isWanted = (open: EnrolmentRow) =>
    phaseOf(open, now) === 'open' &&
    open.replaces === replaces &&
    (isSame?.(openSealed(deps.keys, 'enrolment', open)) ?? true);
  const open = yield* findOpenEnrolment({ sessionId, kind });
  if (open !== undefined && isWanted(open)) return { kind: 'begun', row: open, resumed: true };
  const left = earlier && (yield* earlier(fresh));
  if (open !== undefined) yield* closeEnrolment({ id: open.id, state: 'cancelled' });
  if (left !== undefined && (yield* reopenEnrolment({ id: left.id, now })))
    return { kind: 'begun', row: left, resumed: true };
  if (!(yield* insertEnrolment(fresh))) {
    // Another tab began a moment ago: both go on with its one.
    const other = yield* findOpenEnrolment({ sessionId, kind });
    return other !== undefined && isWanted(other) ? { kind: 'begun', row: other, resumed: true } : elsewhere;
  }
  const held = alongside ? yield* alongside() : null;
  return held === null ? { kind: 'begun', row: fresh, resumed: false } : lost(held.to);
}
