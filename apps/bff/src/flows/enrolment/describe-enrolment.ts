import type { Enrolment } from '@wattsense/contract/enrolments';
import { openSealed } from '../../authenticators/sealed.ts';
import type { Deps } from '../../deps.ts';
import { secondsUntil, triesLeft } from '../../domain/processes.ts';
import type { EnrolmentRow } from '../../store/enrolments.ts';
import type { LiveSession } from '../../store/sessions.ts';

/** What the page of an open enrolment shows; null when its secret does not open. */
export async function describeEnrolment(
  deps: Deps,
  session: LiveSession,
  row: EnrolmentRow,
): Promise<Enrolment | null> {
  const secret = openSealed(deps.keys, 'enrolment', row);
  const kind = deps.authenticators.of(row.kind);
  if (secret === null || kind === undefined) return null;
  return {
    id: row.id,
    expiresInSeconds: secondsUntil(row.expiresAt, deps.clock.now()),
    attemptsLeft: triesLeft(row.failed),
    replaces: row.replaces,
    ...(await kind.enrolling.describe(deps, session, row, secret)),
  };
}
