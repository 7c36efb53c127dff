import type { SecurityView } from '@wattsense/contract/security';
import type { Deps } from '../../deps.ts';
import { isTwoFactorOn } from '../../domain/assurance.ts';
import { phaseOf } from '../../domain/processes.ts';
import { findAccount } from '../../store/accounts.ts';
import { listAuthenticators } from '../../store/authenticators.ts';
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
  const rows = await deps.database.single(function* () {
    return {
      account: yield* findAccount({ id: session.accountId }),
      authenticators: yield* listAuthenticators({ accountId: session.accountId }),
      recovery: yield* findActiveRecoveryCode({ accountId: session.accountId }),
      sessions: yield* listSessions(session.accountId, now, idleSince),
      events: yield* listRecentEvents({ accountId: session.accountId }),
    };
  });
  const { recovery } = rows;
  const view = {
    twoFactorOn: isTwoFactorOn(rows.authenticators),
    authenticators: rows.authenticators.flatMap((one) => deps.authenticators.of(one.kind)?.describe(deps, one) ?? []),
    recoveryCode: recovery
      ? {
          id: recovery.id,
          issuedAt: recovery.issuedAt.toISOString(),
          saved: recovery.savedAt !== null,
          takenBack: recovery.hash === RETIRED_HASH,
          replaceableInSeconds: replaceableInSeconds(recovery, session, now),
        }
      : null,
    sessions: rows.sessions.map((one) => sessionView(one, session)),
    events: rows.events.map((one) => eventView(one)),
    passwordChangedAt: (rows.account?.passwordChangedAt ?? now).toISOString(),
  };
  // The kinds of the registry are those of the contract, and each brings its own part.
  return Object.assign(view, ...(await partsOf(deps, session)));
}

/** What each kind has to say, with what this session is enrolling of it, so that a reload finds its place again. */
async function partsOf(deps: Deps, session: LiveSession): Promise<Partial<SecurityView>[]> {
  const parts: Partial<SecurityView>[] = [];
  for (const { kind, tab } of deps.authenticators.kinds) {
    if (tab === undefined) continue;
    const open = await deps.database.single(() => findOpenEnrolment({ sessionId: session.id, kind }));
    const isOpen = open !== undefined && phaseOf(open, deps.clock.now()) === 'open';
    parts.push(tab(deps, isOpen ? await describeEnrolment(deps, session, open) : null));
  }
  return parts;
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
