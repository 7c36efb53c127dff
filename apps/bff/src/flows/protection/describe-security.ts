import type { SecurityView } from '@wattsense/contract/security';
import type { Deps } from '../../deps.ts';
import { isTwoFactorOn } from '../../domain/assurance.ts';
import { phaseOf } from '../../domain/processes.ts';
import { findAccount } from '../../store/accounts.ts';
import { listAuthenticators } from '../../store/authenticators.ts';
import { together } from '../../store/database.ts';
import { findOpenEnrolment } from '../../store/enrolments.ts';
import { findActiveRecoveryCode, RETIRED_HASH } from '../../store/recovery-codes.ts';
import { listRecentEvents } from '../../store/security-events.ts';
import { type ListedSession, type LiveSession, listSessions } from '../../store/sessions.ts';
import { describeEnrolment } from '../enrolment/describe-enrolment.ts';
import { replaceableInSeconds } from '../recovery-code/issue-recovery-code.ts';
import { eventView } from '../session/notices.ts';

/** Everything that the Security tab shows. It never holds a secret, a code or a whole number. */
export async function describeSecurity(deps: Deps, session: LiveSession): Promise<SecurityView> {
  const now = deps.clock.now();
  const idleSince = new Date(now.getTime() - deps.config.SESSION_IDLE_SECONDS * 1000);
  const { accountId } = session;
  const tabs = deps.authenticators.kinds.flatMap(({ kind, tab }) => (tab === undefined ? [] : [{ kind, tab }]));
  const [account, authenticators, recovery, sessions, events, begun] = await deps.database.single(() =>
    together(
      findAccount({ id: accountId }),
      listAuthenticators({ accountId }),
      findActiveRecoveryCode({ accountId }),
      listSessions(accountId, now, idleSince),
      listRecentEvents({ accountId }),
      together(...tabs.map(({ kind }) => findOpenEnrolment({ sessionId: session.id, kind }))),
    ),
  );
  const view = {
    twoFactorOn: isTwoFactorOn(authenticators),
    authenticators: authenticators.flatMap((one) => deps.authenticators.of(one.kind)?.describe(deps, one) ?? []),
    recoveryCode: recovery
      ? {
          id: recovery.id,
          issuedAt: recovery.issuedAt.toISOString(),
          saved: recovery.savedAt !== null,
          takenBack: recovery.hash === RETIRED_HASH,
          replaceableInSeconds: replaceableInSeconds(recovery, session, now),
        }
      : null,
    sessions: sessions.map((one) => sessionView(one, session)),
    events: events.map((one) => eventView(one)),
    passwordChangedAt: (account?.passwordChangedAt ?? now).toISOString(),
  };
  // The kinds of the registry are those of the contract, and each brings its own part.
  for (const [index, { tab }] of tabs.entries()) {
    // What this session is enrolling of a kind, so that a reload finds its place again.
    const open = begun[index];
    const isOpen = open !== undefined && phaseOf(open, now) === 'open';
    Object.assign(view, tab(deps, isOpen ? await describeEnrolment(deps, session, open) : null));
  }
  return view as typeof view & SecurityView;
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
