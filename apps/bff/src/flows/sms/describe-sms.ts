import type { SmsProgress } from '@wattsense/contract/sms';
import type { Deps } from '../../deps.ts';
import { CHALLENGE_TRIES } from '../../domain/attempts.ts';
import { type ProgressSubject, progressOfMessage } from '../../sms/send-sms.ts';
import { findChallengeByToken, findOpenStepUp } from '../../store/challenges.ts';
import { nothing, together } from '../../store/database.ts';
import { findOpenEnrolment } from '../../store/enrolments.ts';
import type { LiveSession } from '../../store/sessions.ts';

/**
 * How one message is getting on, for whoever holds the challenge, enrolment or step-up that it belongs to;
 * null for everybody else.
 */
export async function describeSms(
  deps: Deps,
  session: LiveSession | null,
  challengeToken: string | null,
  id: string,
): Promise<SmsProgress | null> {
  const now = deps.clock.now();
  const hash = challengeToken === null ? null : deps.tokens.hash(challengeToken);
  return deps.database.single(function* () {
    const [challenge, enrolment, stepUp] = yield* together(
      hash === null ? nothing() : findChallengeByToken({ tokenHash: hash }),
      session === null ? nothing() : findOpenEnrolment({ sessionId: session.id, kind: 'phone' }),
      session === null ? nothing() : findOpenStepUp({ sessionId: session.id, now, limit: CHALLENGE_TRIES }),
    );
    const subjects: ProgressSubject[] = [];
    if (challenge) subjects.push({ ...challenge, known: challenge.browserId !== null });
    if (enrolment) subjects.push({ ...enrolment, known: true });
    if (stepUp) subjects.push({ ...stepUp, known: true });
    return yield* progressOfMessage(deps.config, id, subjects, now);
  });
}
