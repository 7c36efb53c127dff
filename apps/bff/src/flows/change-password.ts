import type { Deps } from '../deps.ts';
import { judgeNewPassword } from '../domain/password-policy.ts';
import { findAccount, raiseSecurityEpoch, setPassword } from '../store/accounts.ts';
import { removeChallenges } from '../store/challenges.ts';
import { RolledBack } from '../store/database.ts';
import { removeEnrolments } from '../store/enrolments.ts';
import { appendEvent } from '../store/security-events.ts';
import { endOtherSessions, type LiveSession, rotateSession } from '../store/sessions.ts';
import { renewalOf, stepUpDemand } from './live-session.ts';
import { refused } from './outcome.ts';
import { eventOf, type Requester } from './requester.ts';
import type { ChangeOutcome } from './turn-off-two-factor.ts';

/** Sets the account's own new password; every other session and every open challenge ends. */
export async function changePassword(
  deps: Deps,
  session: LiveSession,
  password: string,
  requester: Requester,
): Promise<ChangeOutcome> {
  const demand = stepUpDemand(deps, session);
  if (demand !== null) return demand;
  const verdict = judgeNewPassword(password, session.login);
  if (verdict.kind === 'refused') return refused({ type: 'password-refused', reason: verdict.reason });
  const account = await deps.database.single(() => findAccount(session.accountId));
  if (account === undefined) return refused({ type: 'not-signed-in' });
  const same = await deps.passwords.verify(password, account.passwordHash, 'signed-in');
  if (same.kind === 'busy') return refused({ type: 'busy', retryAfterSeconds: 2 });
  if (same.kind === 'right') return refused({ type: 'password-refused', reason: 'same' });
  const hash = await deps.passwords.hash(password, 'signed-in');
  if (hash === null) return refused({ type: 'busy', retryAfterSeconds: 2 });

  const now = deps.clock.now();
  const renewal = renewalOf(deps, session, []);
  const event = eventOf(deps, requester.client, account.id, 'password-changed', { sessionId: session.id });
  return deps.database.unit<ChangeOutcome>(function* () {
    const elsewhere = new RolledBack<ChangeOutcome>(refused({ type: 'conflict', conflict: 'changed-elsewhere' }));
    const epoch = yield* raiseSecurityEpoch(account.id, session.epoch);
    if (epoch === undefined) return elsewhere;
    yield* setPassword(account.id, hash, now);
    const { tokenHash, events } = renewal;
    const rotation = {
      id: session.id,
      old: session.tokenHash,
      tokenHash,
      events,
      epoch,
      byRecovery: session.byRecovery,
      now,
    };
    if (!(yield* rotateSession(rotation))) return elsewhere;
    const endedSessions = yield* endOtherSessions(account.id, session.id);
    yield* removeChallenges(account.id);
    yield* removeEnrolments(account.id);
    yield* appendEvent(event);
    return { kind: 'changed', endedSessions, token: renewal.token };
  });
}
