import type { ConfirmEnrolmentRequest, ConfirmedEnrolment } from '@wattsense/contract/enrolments';
import type { Kind, RightBinding } from '../../authenticators/kind.ts';
import { openSealed, sealFor } from '../../authenticators/sealed.ts';
import { spend } from '../../authenticators/verdict.ts';
import type { Deps } from '../../deps.ts';
import { proofOfBinding } from '../../domain/assurance.ts';
import { CHALLENGE_TRIES } from '../../domain/attempts.ts';
import { phaseOf, triesLeft } from '../../domain/processes.ts';
import { type Refused, refused } from '../../outcome.ts';
import {
  type AuthenticatorRow,
  insertAuthenticator,
  listAuthenticators,
  NO_CREDENTIAL,
  removeAuthenticatorRow,
} from '../../store/authenticators.ts';
import { forgetOtherBrowsers } from '../../store/browsers.ts';
import { type Lost, lost, nothing, together, type Work } from '../../store/database.ts';
import {
  type EnrolmentRow,
  findEnrolment,
  giveEnrolmentTryBack,
  payEnrolment,
  spendEnrolment,
} from '../../store/enrolments.ts';
import { findActiveRecoveryCode, insertRecoveryCode } from '../../store/recovery-codes.ts';
import { appendEvent } from '../../store/security-events.ts';
import type { LiveSession } from '../../store/sessions.ts';
import type { Till } from '../admission/paid-try.ts';
import { changeInSession, elsewhere } from '../protection/change-protection.ts';
import { type Price, prove } from '../proving/prove.ts';
import { type DraftedRecoveryCode, draftRecoveryCode } from '../recovery-code/issue-recovery-code.ts';
import { eventOf, type Requester } from '../requester.ts';
import { hasTwoFactor, renewalOf, stepUpDemand } from '../session/session-proofs.ts';
import { whyNot } from './why-not.ts';

interface Confirmed {
  readonly kind: 'confirmed';
  readonly answer: ConfirmedEnrolment;
  readonly token: string;
}

export type ConfirmOutcome = Confirmed | Refused;

/**
 * Proves an authenticator with a code. In one transaction it becomes live (or takes the place of the
 * one it replaces), the first one issues the recovery code, and every other session ends.
 */
export async function confirmEnrolment(
  deps: Deps,
  session: LiveSession,
  id: string,
  proof: ConfirmEnrolmentRequest,
  { client, clientKey }: Requester,
): Promise<ConfirmOutcome> {
  const row = await deps.database.single(() => findEnrolment({ id, sessionId: session.id }));
  const kind = row && deps.authenticators.of(row.kind);
  if (row === undefined || kind === undefined) return refused({ type: 'enrolment-over', reason: 'none' });
  const phase = phaseOf(row, deps.clock.now());
  if (phase !== 'open') return refused({ type: 'enrolment-over', reason: phase });
  // Begun with a fresh proof, it may take ten minutes: the change is made now.
  const demand = stepUpDemand(deps, session);
  if (demand !== null) return demand;
  const { enrolling, shapes } = kind;
  if (!shapes.confirmation.safeParse(proof).success) return refused({ type: 'malformed', fields: ['body'] });
  const { unconfirmable } = enrolling;
  const why = unconfirmable ? await deps.database.single(() => unconfirmable(row)) : null;
  if (why !== null) return refused(why);
  const secret = openSealed(deps.keys, 'enrolment', row);
  return prove<RightBinding, Confirmed>(deps, {
    subject: id,
    pay: (till, now) => pay(id, till, now),
    judge: async () =>
      secret === null ? refused({ type: 'cannot-verify' }) : enrolling.judge(deps, row, secret, proof),
    grant: (right) => bind(deps, session, { kind, row, right, client, clientKey }),
    whyOver: () => whyOver(deps, session, id),
    guesser: null,
  });
}

function* pay(id: string, { put }: Till, now: Date): Work<Price | Lost<'over'>> {
  const used = yield* payEnrolment(id, now, CHALLENGE_TRIES);
  if (used === undefined) return lost('over');
  put(() => giveEnrolmentTryBack({ id }));
  return { kind: 'paid', inARow: used, attemptsLeft: triesLeft(used) };
}

interface ToBind {
  readonly kind: Kind<Deps>;
  readonly row: EnrolmentRow;
  readonly right: RightBinding;
  readonly client: Requester['client'];
  readonly clientKey: string;
}

async function bind(
  deps: Deps,
  session: LiveSession,
  { kind, row, right, client, clientKey }: ToBind,
): Promise<Confirmed | Refused | Lost<'over'>> {
  const now = deps.clock.now();
  const { accountId, id: sessionId } = session;
  const { replaces } = row;
  const id = deps.random.id();
  const authenticator: AuthenticatorRow = {
    id,
    accountId,
    kind: kind.kind,
    sealed: sealFor(deps.keys, 'authenticator', { id, accountId }, right.secret),
    ...NO_CREDENTIAL,
    ...right.columns,
    addedAt: now,
    lastUsedAt: null,
    disabledAt: null,
  };
  const recovery = draftRecoveryCode(deps, session);
  const { factors } = deps.authenticators;
  const proof = proofOfBinding(kind.method, session.events, hasTwoFactor(session), now, factors);
  const renewal = renewalOf(deps, session, [proof]);
  const what = replaces === null ? 'authenticator-added' : 'authenticator-replaced';
  const event = eventOf(deps, client, accountId, what, { authenticatorKind: kind.kind, sessionId });
  const issued = eventOf(deps, client, accountId, 'recovery-code-issued', { sessionId });
  // Whoever came in by recovery has dealt with what was lost.
  const byRecovery = replaces === null ? session.byRecovery : 'none';
  const goesOn = { renewal, byRecovery, now, enrolment: row.id, forgetFailures: true };
  const before = await deps.database.single(() => listAuthenticators({ accountId }));
  const outcome = await deps.database.unit(function* () {
    const binding = { authenticator, recovery, right, now };
    const changed = yield* changeInSession(session, event, goesOn, () => bindIn(kind, session, row, binding));
    if (changed.kind === 'changed' && changed.made.first) yield* appendEvent(issued);
    return changed;
  });
  if (outcome.kind !== 'changed') return outcome;
  for (const one of before) if (one.id === replaces) kind.gone?.(deps, session, one, clientKey);
  const recoveryCode = outcome.made.first ? recovery.once : null;
  return { kind: 'confirmed', answer: { recoveryCode, endedSessions: outcome.endedSessions }, token: renewal.token };
}

interface Binding {
  readonly authenticator: AuthenticatorRow;
  readonly recovery: DraftedRecoveryCode;
  readonly right: RightBinding;
  readonly now: Date;
}

/** Whether it was the account's first, which issues the recovery code. */
function* bindIn(
  kind: Kind<Deps>,
  { id, accountId, browserId }: LiveSession,
  { id: enrolmentId, replaces }: EnrolmentRow,
  { authenticator, recovery, right, now }: Binding,
): Work<{ readonly kind: 'bound'; readonly first: boolean } | Lost<'over'> | Refused> {
  // It ended after the try was paid for: only a look at it tells how.
  const [spent, bound, code] = yield* together(
    spendEnrolment({ id: enrolmentId, now }),
    listAuthenticators({ accountId }),
    findActiveRecoveryCode({ accountId }),
  );
  if (!spent) return lost('over');
  const misfit = whyNot(kind, bound, replaces ?? undefined);
  if (misfit !== null) return misfit;
  const first = code === undefined;
  const [, inserted] = yield* together(
    replaces === null ? nothing() : removeAuthenticatorRow(replaces, accountId),
    insertAuthenticator(authenticator),
    first ? insertRecoveryCode(recovery.row) : nothing(),
    // Else whoever knew the password before would have counts of their own to guess on.
    first ? forgetOtherBrowsers({ accountId, keep: browserId ?? '' }) : nothing(),
    spend(right, now, id),
  );
  return inserted ? { kind: 'bound', first } : elsewhere;
}

async function whyOver(deps: Deps, session: LiveSession, id: string): Promise<Refused> {
  const row = await deps.database.single(() => findEnrolment({ id, sessionId: session.id }));
  const phase = row === undefined ? 'none' : phaseOf(row, deps.clock.now());
  return refused({ type: 'enrolment-over', reason: phase === 'open' ? 'exhausted' : phase });
}
