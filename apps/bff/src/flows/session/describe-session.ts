import type { MethodState, SessionView } from '@wattsense/contract/session';
import type { ChallengeMessage, SmsProgress } from '@wattsense/contract/sms';
import type { AuthenticatorKind, ChallengeMethod } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { assuranceLevel } from '../../domain/assurance.ts';
import { CHALLENGE_TRIES } from '../../domain/attempts.ts';
import { phaseOf, secondsUntil, triesLeft } from '../../domain/processes.ts';
import { isTwoFactorOn } from '../../domain/two-factor.ts';
import { usabilityOf, whyUnusable } from '../../domain/usability.ts';
import { type AccountRow, findAccount } from '../../store/accounts.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';
import { type ChallengeRow, findChallengeByToken, findOpenStepUp } from '../../store/challenges.ts';
import { findOpenEnrolment } from '../../store/enrolments.ts';
import type { UnseenEvents } from '../../store/notices.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { listAuthenticatorsFor, offersOf } from '../proving/usable-authenticators.ts';
import type { Requester } from '../requester.ts';
import { describeMessage } from '../sms/send-challenge-sms.ts';
import { type ProgressSubject, progressOfMessage } from '../sms/send-sms.ts';
import { findSession, hasTwoFactor } from './live-session.ts';
import { eventView, findNotices } from './notices.ts';

export interface Cookies {
  readonly sessionToken: string | null;
  readonly challengeToken: string | null;
}

/** The state that the client renders: a session wins over an open challenge. */
export async function describeSession(
  deps: Deps,
  { sessionToken, challengeToken }: Cookies,
  requester: Requester,
): Promise<SessionView> {
  const session = await findSession(deps, sessionToken, 'reading or leaving');
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

interface OpenChallenge {
  readonly challenge: ChallengeRow;
  readonly account: AccountRow;
  readonly authenticators: readonly AuthenticatorRow[];
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

/**
 * The view of an open challenge, from what was read of it already.
 * @param begun `now`: no message was asked for unless it is what the sign-in begins with · `again`: gone on with.
 */
export async function describeChallenge(
  deps: Deps,
  { challenge, account, authenticators }: OpenChallenge,
  requester: Requester,
  begun: 'before' | 'now' | 'again',
): Promise<SessionView> {
  const { usable, unusable } = usabilityOf(authenticators, offersOf(deps));
  const methods: ChallengeMethod[] = [...usable, 'recovery'];
  const phone = authenticators.find((one) => one.kind === 'phone');
  const place = phone && { table: 'authenticator', column: 'sealed', accountId: account.id, rowId: phone.id };
  const message: ChallengeMessage =
    begun === 'now' && challenge.preferred !== 'sms'
      ? { state: 'none' }
      : await describeMessage(deps, { challenge, account, requester }, authenticators);
  return {
    state: 'challenged',
    supportUrl: deps.config.SUPPORT_URL,
    login: account.login,
    expiresInSeconds: secondsUntil(challenge.expiresAt, deps.clock.now()),
    attemptsLeft: triesLeft(challenge.failed),
    methods: methods.toSorted((a, b) => Number(b === challenge.preferred) - Number(a === challenge.preferred)),
    unusable: [...unusable],
    phoneHint:
      usable.includes('sms') && phone && place ? (deps.keys.open(phone.sealed, place)?.slice(-2) ?? null) : null,
    message,
    resumed: begun === 'again',
  };
}

/**
 * How one message is getting on, for whoever holds the challenge, enrolment or step-up that it belongs to;
 * null for everybody else.
 */
export async function describeSms(
  deps: Deps,
  { sessionToken, challengeToken }: Cookies,
  id: string,
): Promise<SmsProgress | null> {
  const now = deps.clock.now();
  const session = await findSession(deps, sessionToken, 'reading or leaving');
  const hash = challengeToken === null ? null : deps.tokens.hash(challengeToken);
  return deps.database.single(function* () {
    const challenge = hash === null ? undefined : yield* findChallengeByToken(hash);
    const enrolment = session === null ? undefined : yield* findOpenEnrolment(session.id, 'phone');
    const stepUp = session === null ? undefined : yield* findOpenStepUp(session.id, now, CHALLENGE_TRIES);
    const subjects: ProgressSubject[] = [];
    if (challenge) subjects.push({ ...challenge, known: challenge.browserId !== null });
    if (enrolment) subjects.push({ ...enrolment, known: true });
    if (stepUp) subjects.push({ ...stepUp, known: true });
    return yield* progressOfMessage(deps.config, id, subjects, now);
  });
}
