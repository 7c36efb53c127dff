import type { Deps } from '../../deps.ts';
import { type Refused, refused } from '../../outcome.ts';
import { closeEnrolment, findEnrolment } from '../../store/enrolments.ts';
import type { LiveSession } from '../../store/sessions.ts';

export type CancelOutcome = { readonly kind: 'cancelled' } | Refused;

/** Gives up an enrolment of this session. Cancelling twice is cancelling. */
export async function cancelEnrolment(deps: Deps, session: LiveSession, id: string): Promise<CancelOutcome> {
  return deps.database.unit<CancelOutcome>(function* () {
    const row = yield* findEnrolment({ id, sessionId: session.id });
    if (row === undefined) return refused({ type: 'enrolment-over', reason: 'none' });
    yield* closeEnrolment({ id, state: 'cancelled' });
    return { kind: 'cancelled' };
  });
}
