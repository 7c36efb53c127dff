import type { Deps } from '../../deps.ts';
import { markSeen } from '../../store/notices.ts';
import type { LiveSession } from '../../store/sessions.ts';

/** Notes that the notices up to an instant were seen in this session's browser. */
export async function dismissNotices(deps: Deps, session: LiveSession, seenAt: Date): Promise<void> {
  const { accountId, browserId, id: sessionId } = session;
  const now = deps.clock.now();
  const at = seenAt < now ? seenAt : now;
  await deps.database.unit(() => markSeen({ accountId, sessionId, browserId, at }));
}
