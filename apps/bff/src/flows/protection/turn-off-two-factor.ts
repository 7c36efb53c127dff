import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { isTwoFactorOn } from '../../domain/assurance.ts';
import { type Refused, refused } from '../../outcome.ts';
import {
  type AuthenticatorRow,
  listAuthenticators,
  removeAllAuthenticators,
  removeAuthenticatorRow,
} from '../../store/authenticators.ts';
import type { Work } from '../../store/database.ts';
import { removeRecoveryCodes } from '../../store/recovery-codes.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { eventOf, type Requester } from '../requester.ts';
import { renewalOf, stepUpDemand } from '../session/session-proofs.ts';
import { type ChangeOutcome, changeInSession, elsewhere } from './change-protection.ts';

/** Removes every authenticator and the recovery code, in one transaction that leaves nothing behind. */
export async function turnOffTwoFactor(deps: Deps, session: LiveSession, requester: Requester): Promise<ChangeOutcome> {
  const demand = stepUpDemand(deps, session);
  if (demand !== null) return demand;
  const authenticators = await deps.database.single(() => listAuthenticators({ accountId: session.accountId }));
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
  const authenticators = await deps.database.single(() => listAuthenticators({ accountId: session.accountId }));
  const one = authenticators.find((authenticator) => authenticator.id === id);
  if (one === undefined) return refused({ type: 'not-found' });
  return change(deps, session, requester, {
    off: !isTwoFactorOn(authenticators.filter((other) => other !== one)),
    gone: [one],
    authenticatorKind: one.kind,
    remove: function* () {
      const kind = yield* removeAuthenticatorRow(id, session.accountId);
      return kind === undefined ? elsewhere : null;
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

/** What every removal has in common. */
async function change(
  deps: Deps,
  session: LiveSession,
  requester: Requester,
  { off, gone, authenticatorKind, remove }: Removal,
): Promise<ChangeOutcome> {
  const { accountId, id: sessionId } = session;
  const { token, ...renewal } = renewalOf(deps, session, []);
  const event = eventOf(deps, requester.client, accountId, off ? 'two-factor-turned-off' : 'authenticator-removed', {
    sessionId,
    ...(authenticatorKind === undefined ? {} : { authenticatorKind }),
  });
  // What was lost is dealt with.
  const goesOn = { renewal, byRecovery: 'none', now: deps.clock.now(), forgetFailures: off } as const;
  const outcome = await deps.database.unit(() =>
    changeInSession(session, event, goesOn, function* (): Work<Refused | null> {
      const refusal = yield* remove();
      if (refusal === null && off) yield* removeRecoveryCodes({ accountId });
      return refusal;
    }),
  );
  if (outcome.kind !== 'changed') return outcome;
  for (const one of gone) deps.authenticators.of(one.kind)?.gone?.(deps, session, one, requester.clientKey);
  return { kind: 'changed', endedSessions: outcome.endedSessions, token };
}
