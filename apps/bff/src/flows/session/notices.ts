import type { SecurityEvent } from '@wattsense/contract/security';
import type { Work } from '../../store/database.ts';
import { listUnseen, type UnseenEvents } from '../../store/notices.ts';
import type { SecurityEventRow } from '../../store/security-events.ts';
import type { LiveSession } from '../../store/sessions.ts';

/** How far back a browser that is new is told what happened. */
const TOLD_BACK_MS = 14 * 24 * 3600_000;

/** From when on whoever signs in with a new browser is told what happened. */
export const toldFrom = (firstSeenAt: Date) => new Date(firstSeenAt.getTime() - TOLD_BACK_MS);

/**
 * What happened to the account and was not seen in this browser yet. What each browser has seen is its own: a thief who
 * signs in, or dismisses, takes nothing from the owner's.
 */
export function findNotices(
  session: Pick<LiveSession, 'id' | 'accountId' | 'seenAt' | 'createdAt'>,
): Work<UnseenEvents[]> {
  return listUnseen(session.accountId, session.id, session.seenAt ?? toldFrom(session.createdAt));
}

/** An event as its account's owner is shown it. */
export function eventView(event: SecurityEventRow, count = event.count ?? 1): SecurityEvent {
  const { id, kind, method, authenticatorKind, client, reason } = event;
  return { id, kind, at: event.at.toISOString(), method, authenticatorKind, client, reason, count };
}
