import type { SessionView } from '@wattsense/contract/session';
import type { SmsProgress } from '@wattsense/contract/sms';
import type { AuthenticatorKind, ChallengeMethod } from '@wattsense/contract/vocabulary';
import type { Deps } from '../deps.ts';
import { assuranceLevel } from '../domain/assurance.ts';
import { CHALLENGE_TRIES } from '../domain/attempts.ts';
import { phaseOf, secondsUntil, triesLeft } from '../domain/processes.ts';
import { isKnownKind, isTwoFactorOn } from '../domain/two-factor.ts';
import { type AccountRow, findAccount } from '../store/accounts.ts';
import type { AuthenticatorRow } from '../store/authenticators.ts';
import { type ChallengeRow, findChallengeByToken, findOpenStepUp } from '../store/challenges.ts';
import { findOpenEnrolment } from '../store/enrolments.ts';
import type { LiveSession } from '../store/sessions.ts';
import { findSession, hasTwoFactor } from './live-session.ts';
import { latestProgress, type ProgressSubject, progressOfMessage } from './send-sms.ts';
import { listAuthenticatorsFor } from './usable-authenticators.ts';

export interface Cookies {
  readonly sessionToken: string | null;
  readonly challengeToken: string | null;
}

/** The state that the client renders: a session wins over an open challenge. */
export async function describeSession(deps: Deps, { sessionToken, challengeToken }: Cookies): Promise<SessionView> {
  const session = await findSession(deps, sessionToken);
  if (session !== null) return authenticatedView(deps, session);
  const supportUrl = deps.config.SUPPORT_URL;
  const open = await findOpenChallenge(deps, challengeToken);
  return open === null ? { state: 'anonymous', supportUrl } : challengedView(deps, open);
}

/** The view of a session that is live. */
export function authenticatedView(deps: Pick<Deps, 'config'>, session: LiveSession): SessionView {
  const { notice } = session;
  const isLive = (kind: AuthenticatorKind) =>
    session.authenticators.some((one) => one.kind === kind && one.disabledAt === null);
  return {
    state: 'authenticated',
    supportUrl: deps.config.SUPPORT_URL,
    account: { id: session.accountId, login: session.login, name: session.name, language: session.language },
    assuranceLevel: assuranceLevel(session.events),
    twoFactorOn: hasTwoFactor(session),
    protection: {
      app: isLive('app'),
      phone: isLive('phone'),
      recoveryCodeSaved: session.recoveryCodeSavedAt !== null,
    },
    byRecovery: session.byRecovery,
    sinceLastSignIn:
      notice === null
        ? null
        : {
            ...notice,
            lastSignInAt: notice.lastSignInAt === null ? null : new Date(notice.lastSignInAt).toISOString(),
          },
  };
}

interface OpenChallenge {
  readonly challenge: ChallengeRow;
  readonly account: AccountRow;
  readonly authenticators: readonly AuthenticatorRow[];
  readonly sms: SmsProgress | null;
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
    const sms = yield* latestProgress(deps.config, { ...challenge, known: challenge.browserId !== null }, now);
    return !isTwoFactorOn(authenticators) ? null : { challenge, account, authenticators, sms };
  });
}

/** The view of a challenge that was begun just now, from what its beginning read already. */
export async function describeBegunChallenge(deps: Deps, begun: Omit<OpenChallenge, 'sms'>): Promise<SessionView> {
  const { challenge } = begun;
  if (challenge.preferred !== 'sms') return challengedView(deps, { ...begun, sms: null });
  const subject = { ...challenge, known: challenge.browserId !== null };
  const sms = await deps.database.single(() => latestProgress(deps.config, subject, deps.clock.now()));
  return challengedView(deps, { ...begun, sms });
}

function challengedView(deps: Deps, { challenge, account, authenticators, sms }: OpenChallenge): SessionView {
  const offered = authenticators.filter(isKnownKind).filter((one) => one.kind === 'app' || deps.sms !== null);
  const methodOf = (one: AuthenticatorRow): ChallengeMethod => (one.kind === 'app' ? 'otp' : 'sms');
  const usable = offered.filter((one) => one.disabledAt === null).map(methodOf);
  const methods = [...usable, 'recovery' as const];
  const phone = offered.find((one) => one.kind === 'phone');
  const place = phone && { table: 'authenticator', column: 'sealed', accountId: account.id, rowId: phone.id };
  return {
    state: 'challenged',
    supportUrl: deps.config.SUPPORT_URL,
    login: account.login,
    expiresInSeconds: secondsUntil(challenge.expiresAt, deps.clock.now()),
    attemptsLeft: triesLeft(challenge.failed),
    methods: methods.toSorted((a, b) => Number(b === challenge.preferred) - Number(a === challenge.preferred)),
    disabledMethods: offered.filter((one) => one.disabledAt !== null).map(methodOf),
    phoneHint: phone && place ? (deps.keys.open(phone.sealed, place)?.slice(-2) ?? null) : null,
    sms,
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
  const session = await findSession(deps, sessionToken);
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
