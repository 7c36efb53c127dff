import type { PhoneEnrolment } from '@wattsense/contract/enrolments';
import type { Authenticator, SecurityView } from '@wattsense/contract/security';
import type { Deps } from '../../deps.ts';
import { phaseOf } from '../../domain/processes.ts';
import { offeredCountries } from '../../domain/sms-senders.ts';
import { isKnownKind, isTwoFactorOn } from '../../domain/two-factor.ts';
import { whyUnusable } from '../../domain/usability.ts';
import { findAccount } from '../../store/accounts.ts';
import { type AuthenticatorRow, listAuthenticators } from '../../store/authenticators.ts';
import { findOpenEnrolment } from '../../store/enrolments.ts';
import { findActiveRecoveryCode } from '../../store/recovery-codes.ts';
import { RETIRED_HASH } from '../../store/retired.ts';
import { listRecentEvents } from '../../store/security-events.ts';
import { type ListedSession, type LiveSession, listSessions } from '../../store/sessions.ts';
import { describeEnrolment } from '../enrolment/describe-enrolment.ts';
import { offersOf } from '../proving/usable-authenticators.ts';
import { replaceableInSeconds } from '../recovery-code/issue-recovery-code.ts';
import { eventView } from '../session/notices.ts';

/** Everything that the Security tab shows. It never holds a secret, a code or a whole number. */
export async function describeSecurity(deps: Deps, session: LiveSession): Promise<SecurityView> {
  const now = deps.clock.now();
  const idleSince = new Date(now.getTime() - deps.config.SESSION_IDLE_SECONDS * 1000);
  const rows = await deps.database.single(function* () {
    return {
      account: yield* findAccount(session.accountId),
      authenticators: yield* listAuthenticators(session.accountId),
      recovery: yield* findActiveRecoveryCode(session.accountId),
      sessions: yield* listSessions(session.accountId, now, idleSince),
      events: yield* listRecentEvents(session.accountId),
      enrolment: yield* findOpenEnrolment(session.id, 'phone'),
    };
  });
  const { recovery, enrolment } = rows;
  const described =
    enrolment && phaseOf(enrolment, now) === 'open' ? await describeEnrolment(deps, session, enrolment) : null;
  return {
    twoFactorOn: isTwoFactorOn(rows.authenticators),
    smsOffered: deps.sms !== null,
    smsCountries: offeredCountries(deps.config),
    authenticators: rows.authenticators.filter(isKnownKind).map((one) => authenticatorView(deps, one)),
    recoveryCode: recovery
      ? {
          id: recovery.id,
          issuedAt: recovery.issuedAt.toISOString(),
          saved: recovery.savedAt !== null,
          takenBack: recovery.hash === RETIRED_HASH,
          replaceableInSeconds: replaceableInSeconds(recovery, session, now),
        }
      : null,
    phoneEnrolment: described?.kind === 'phone' ? (described satisfies PhoneEnrolment) : null,
    sessions: rows.sessions.map((one) => sessionView(one, session)),
    events: rows.events.map((one) => eventView(one)),
    passwordChangedAt: (rows.account?.passwordChangedAt ?? now).toISOString(),
  };
}

function authenticatorView(deps: Deps, one: AuthenticatorRow): Authenticator {
  const place = { table: 'authenticator', column: 'sealed', accountId: one.accountId, rowId: one.id };
  const lastDigits = one.kind === 'phone' ? (deps.keys.open(one.sealed, place)?.slice(-2) ?? '') : '';
  return {
    id: one.id,
    kind: one.kind,
    addedAt: one.addedAt.toISOString(),
    lastUsedAt: one.lastUsedAt?.toISOString() ?? null,
    unusable: whyUnusable(one, offersOf(deps)),
    phone: one.kind === 'phone' ? { country: one.country ?? '', lastDigits } : null,
  };
}

function sessionView(one: ListedSession, current: LiveSession): SecurityView['sessions'][number] {
  return {
    id: one.id,
    current: one.id === current.id,
    startedAt: one.createdAt.toISOString(),
    lastSeenAt: one.lastSeenAt.toISOString(),
    methods: one.events.map((event) => event.method),
    client: one.client,
  };
}
