import type { Deps } from '../../deps.ts';
import { type Refused, refused } from '../../outcome.ts';
import { cancelChallenge } from '../../store/challenges.ts';
import { appendEvent } from '../../store/security-events.ts';
import { endOtherSessions, endSession, type LiveSession } from '../../store/sessions.ts';
import { eventOf, type Requester } from '../requester.ts';

export type EndOutcome = { readonly kind: 'ended'; readonly count: number } | Refused;

/** Ends this session, on every instance at once. */
export async function signOut(deps: Deps, session: LiveSession, requester: Requester): Promise<void> {
  const event = eventOf(deps, requester.client, session.accountId, 'signed-out', { sessionId: session.id });
  await deps.database.unit(function* () {
    if (yield* endSession({ id: session.id, accountId: session.accountId })) yield* appendEvent(event);
  });
}

/** Gives up a sign-in between its two steps. */
export async function cancelSignIn(deps: Deps, challengeToken: string | null): Promise<void> {
  if (challengeToken === null) return;
  const hash = deps.tokens.hash(challengeToken);
  await deps.database.single(() => cancelChallenge({ tokenHash: hash }));
}

export async function endOneSession(
  deps: Deps,
  session: LiveSession,
  id: string,
  requester: Requester,
): Promise<EndOutcome> {
  const event = eventOf(deps, requester.client, session.accountId, 'session-ended', { sessionId: id });
  return deps.database.unit<EndOutcome>(function* () {
    if (!(yield* endSession({ id, accountId: session.accountId }))) return refused({ type: 'not-found' });
    yield* appendEvent(event);
    return { kind: 'ended', count: 1 };
  });
}

export async function endAllOtherSessions(deps: Deps, session: LiveSession, requester: Requester): Promise<EndOutcome> {
  const event = eventOf(deps, requester.client, session.accountId, 'sessions-ended', { sessionId: session.id });
  return deps.database.unit<EndOutcome>(function* () {
    const count = yield* endOtherSessions({ accountId: session.accountId, keep: session.id });
    if (count > 0) yield* appendEvent(event);
    return { kind: 'ended', count };
  });
}
