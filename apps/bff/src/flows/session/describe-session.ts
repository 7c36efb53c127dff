import type { MethodState, SessionView } from '@wattsense/contract/session';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { assuranceLevel } from '../../domain/assurance.ts';
import { phaseOf } from '../../domain/processes.ts';
import { isTwoFactorOn } from '../../domain/two-factor.ts';
import { whyUnusable } from '../../domain/usability.ts';
import { findAccount } from '../../store/accounts.ts';
import { findChallengeByToken } from '../../store/challenges.ts';
import type { UnseenEvents } from '../../store/notices.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { listAuthenticatorsFor, offersOf } from '../proving/usable-authenticators.ts';
import type { Requester } from '../requester.ts';
import { describeChallenge, type OpenChallenge } from '../sign-in/challenge-view.ts';
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
  const open = await findOpenChallenge(deps, challengeToken);
  return open === null ? { state: 'anonymous', supportUrl } : describeChallenge(deps, open, requester, 'before');
}

/** The view of a session that is live. */
export function authenticatedView(
  deps: Pick<Deps, 'config' | 'sms'>,
  session: LiveSession,
  notices: readonly UnseenEvents[],
): SessionView {
  const offers = offersOf(deps);
  const stateOf = (kind: AuthenticatorKind): MethodState => {
    const bound = session.authenticators.find((one) => one.kind === kind);
    return bound === undefined ? 'none' : (whyUnusable(bound, offers) ?? 'usable');
  };
  return {
    state: 'authenticated',
    supportUrl: deps.config.SUPPORT_URL,
    account: { id: session.accountId, login: session.login, name: session.name, language: session.language },
    assuranceLevel: assuranceLevel(session.events),
    twoFactorOn: hasTwoFactor(session),
    protection: {
      app: stateOf('app'),
      phone: stateOf('phone'),
      smsOffered: offers.sms,
      recoveryCodeSaved: session.recoveryCodeSavedAt !== null,
    },
    byRecovery: session.byRecovery,
    notices: notices.map((one) => eventView(one, one.total)),
  };
}

async function findOpenChallenge(deps: Deps, token: string | null): Promise<OpenChallenge | null> {
  if (token === null) return null;
  const now = deps.clock.now();
  const hash = deps.tokens.hash(token);
  return deps.database.single(function* () {
    const challenge = yield* findChallengeByToken(hash);
    if (challenge === undefined || phaseOf(challenge, now) !== 'open') return null;
    const account = yield* findAccount(challenge.accountId);
    if (account === undefined || !account.active || account.securityEpoch !== challenge.epoch) return null;
    const authenticators = yield* listAuthenticatorsFor(account.id, challenge.browserId);
    return isTwoFactorOn(authenticators) ? { challenge, account, authenticators } : null;
  });
}
