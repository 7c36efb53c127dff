import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { isTwoFactorOn } from '../../domain/two-factor.ts';
import { raiseSecurityEpoch } from '../../store/accounts.ts';
import {
  type AuthenticatorRow,
  listAuthenticators,
  removeAllAuthenticators,
  removeAuthenticatorRow,
} from '../../store/authenticators.ts';
import type { Work } from '../../store/database.ts';
import { removeRecoveryCodes } from '../../store/recovery-codes.ts';
import { appendEvent } from '../../store/security-events.ts';
import { type LiveSession, rotateSession } from '../../store/sessions.ts';
import { type Refused, refused } from '../outcome.ts';
import { eventOf, type Requester } from '../requester.ts';
import { type Renewal, renewalOf, stepUpDemand } from '../session/live-session.ts';
import { notifyOldNumbersLater } from '../sms/notify-old-number.ts';
import { endWhatStood } from './end-what-stood.ts';

export type ChangeOutcome =
  | { readonly kind: 'changed'; readonly endedSessions: number; readonly token: string }
  | Refused;

/** Removes every authenticator and the recovery code, in one transaction that leaves nothing behind. */
export async function turnOffTwoFactor(deps: Deps, session: LiveSession, requester: Requester): Promise<ChangeOutcome> {
  const demand = stepUpDemand(deps, session);
  if (demand !== null) return demand;
  const authenticators = await deps.database.single(() => listAuthenticators(session.accountId));
  return change(deps, session, requester, {
    off: true,
    gone: authenticators,
    remove: function* () {
      const removed = yield* removeAllAuthenticators(session.accountId);
      return removed.length === 0 ? refused({ type: 'conflict', conflict: 'two-factor-off' }) : null;
    },
  });
}

/** Removes one authenticator. Removing the last one is turning off. */
export async function removeAuthenticator(
  deps: Deps,
  session: LiveSession,
  id: string,
  requester: Requester,
): Promise<ChangeOutcome> {
  const demand = stepUpDemand(deps, session);
  if (demand !== null) return demand;
  const authenticators = await deps.database.single(() => listAuthenticators(session.accountId));
  const one = authenticators.find((authenticator) => authenticator.id === id);
  if (one === undefined) return refused({ type: 'not-found' });
  return change(deps, session, requester, {
    off: !isTwoFactorOn(authenticators.filter((other) => other !== one)),
    gone: [one],
    authenticatorKind: one.kind,
    remove: function* () {
      const kind = yield* removeAuthenticatorRow(id, session.accountId);
      return kind === undefined ? refused({ type: 'conflict', conflict: 'changed-elsewhere' }) : null;
    },
  });
}

interface Removal {
  /** Whether two-factor is off afterwards. */
  readonly off: boolean;
  readonly gone: readonly AuthenticatorRow[];
  readonly authenticatorKind?: AuthenticatorKind;
  readonly remove: () => Work<Refused | null>;
}

/** What every removal has in common: the epoch first, then the removal, then the ends it brings. */
async function change(
  deps: Deps,
  session: LiveSession,
  requester: Requester,
  { off, gone, authenticatorKind, remove }: Removal,
): Promise<ChangeOutcome> {
  const renewal: Renewal = renewalOf(deps, session, []);
  const now = deps.clock.now();
  const event = eventOf(
    deps,
    requester.client,
    session.accountId,
    off ? 'two-factor-turned-off' : 'authenticator-removed',
    { sessionId: session.id, ...(authenticatorKind === undefined ? {} : { authenticatorKind }) },
  );
  const outcome = await deps.database.unit<ChangeOutcome>(function* () {
    const elsewhere = refused({ type: 'conflict', conflict: 'changed-elsewhere' });
    const epoch = yield* raiseSecurityEpoch(session.accountId, session.epoch);
    if (epoch === undefined) return elsewhere;
    const refusal = yield* remove();
    if (refusal !== null) return refusal;
    if (off) yield* removeRecoveryCodes(session.accountId);
    const { tokenHash, events } = renewal;
    const rotation = {
      id: session.id,
      old: session.tokenHash,
      tokenHash,
      events,
      epoch,
      // What was lost is dealt with.
      byRecovery: 'none' as const,
      now,
    };
    if (!(yield* rotateSession(rotation))) return elsewhere;
    const endedSessions = yield* endWhatStood(session.accountId, { session: session.id, forgetFailures: off });
    yield* appendEvent(event);
    return { kind: 'changed', endedSessions, token: renewal.token };
  });
  if (outcome.kind === 'changed') notifyOldNumbersLater(deps, session, gone, requester);
  return outcome;
}
