import type { Deps } from '../../deps.ts';
import { type Refused, refused } from '../../outcome.ts';
import { findBySupersededToken, findLiveSession, type LiveSession } from '../../store/sessions.ts';
import { noteUnknownKinds } from '../proving/unknown-kinds.ts';
import { meetsDemandedLevel, noteActivity } from './session-proofs.ts';

export type { LiveSession };

type Purpose = 'anything' | 'reading or leaving';

/**
 * Lets a live session through; with two-factor on, only one of two factors. Being asked counts as activity.
 * @param purpose see `findSession`.
 * @param duringRecovery whether one is let through that came in by recovery and has not fetched its fresh code yet.
 */
export async function admitSession(
  deps: Deps,
  token: string | null,
  { purpose, duringRecovery }: { readonly purpose: Purpose; readonly duringRecovery: boolean },
): Promise<{ readonly kind: 'admitted'; readonly session: LiveSession } | Refused> {
  const session = await findSession(deps, token, purpose);
  if (session === null) return refused({ type: 'not-signed-in' });
  if (!meetsDemandedLevel(deps, session) && !(duringRecovery && session.byRecovery === 'pending'))
    return refused({ type: 'level-required', requiredLevel: 'aal2' });
  await noteActivity(deps, session);
  return { kind: 'admitted', session };
}

/**
 * The session that a cookie stands for, or null.
 * @param purpose for reading, and for signing out, the token of before a step-up is good a few seconds longer: what was
 * under way with it is answered, and nothing else changes by it.
 */
export async function findSession(
  deps: Deps,
  token: string | null,
  purpose: Purpose = 'anything',
): Promise<LiveSession | null> {
  if (token === null) return null;
  const now = deps.clock.now();
  const idleSince = new Date(now.getTime() - deps.config.SESSION_IDLE_SECONDS * 1000);
  const hash = deps.tokens.hash(token);
  const session = await deps.database.single(function* () {
    const live = yield* findLiveSession(hash, now, idleSince);
    return live ?? (purpose === 'reading or leaving' ? yield* findBySupersededToken(hash, now, idleSince) : undefined);
  });
  if (session === undefined) return null;
  noteUnknownKinds(deps, session.accountId, session.authenticators);
  return session;
}
