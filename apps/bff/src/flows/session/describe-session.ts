import type { AuthenticatedView, MethodState, SessionView } from '@wattsense/contract/session';
import type { Deps } from '../../deps.ts';
import { assuranceLevel } from '../../domain/assurance.ts';
import type { UnseenEvents } from '../../store/notices.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { readAuthenticators } from '../proving/judge-proof.ts';
import type { Requester } from '../requester.ts';
import { openCase } from '../sign-in/challenge-case.ts';
import { describeChallenge } from '../sign-in/challenge-view.ts';
import { eventView, findNotices } from './notices.ts';
import { hasTwoFactor } from './session-proofs.ts';

/** The state that the client renders: a session wins over an open challenge. */
export async function describeSession(
  deps: Deps,
  session: LiveSession | null,
  challengeToken: string | null,
  requester: Requester,
): Promise<SessionView> {
  if (session !== null) return authenticatedView(deps, session, await deps.database.single(() => findNotices(session)));
  const supportUrl = deps.config.SUPPORT_URL;
  const open = await openCase(deps, challengeToken, readAuthenticators);
  return open.kind === 'refused'
    ? { state: 'anonymous', supportUrl }
    : describeChallenge(deps, open.of, requester, 'before');
}

/** The view of a session that is live. */
export function authenticatedView(deps: Deps, session: LiveSession, notices: readonly UnseenEvents[]): SessionView {
  const { authenticators, config } = deps;
  return {
    state: 'authenticated',
    supportUrl: config.SUPPORT_URL,
    account: { id: session.accountId, login: session.login, name: session.name, language: session.language },
    assuranceLevel: assuranceLevel(session.events, authenticators.factors),
    twoFactorOn: hasTwoFactor(session),
    protection: protectionOf(deps, session),
    byRecovery: session.byRecovery,
    notices: notices.map((one) => eventView(one, one.total)),
  };
}

/** By kind how it stands with it, and what each has to say beside that. */
function protectionOf(deps: Deps, session: LiveSession): AuthenticatedView['protection'] {
  const { authenticators } = deps;
  const parts = authenticators.kinds.map(({ kind, home }) => {
    const bound = session.authenticators
      .filter((one) => one.kind === kind)
      .map((one) => authenticators.whyUnusable(deps, one));
    const state: MethodState = bound.length === 0 ? 'none' : bound.includes(null) ? 'usable' : (bound[0] ?? 'usable');
    return { [kind]: state, ...home?.(deps) };
  });
  // The kinds of the registry are those of the contract, and each brings its own part.
  return Object.assign({}, ...parts, { recoveryCodeSaved: session.recoveryCodeSavedAt !== null });
}
