import type { ConfirmedEnrolment } from '@wattsense/contract/enrolments';
import { readOneTimeCode } from '@wattsense/contract/typed-code';
import type { Deps } from '../../deps.ts';
import { proofOfBinding } from '../../domain/assurance.ts';
import { CHALLENGE_TRIES } from '../../domain/attempts.ts';
import { sameCode } from '../../domain/one-time-code.ts';
import { phaseOf, triesLeft } from '../../domain/processes.ts';
import { clockHint, matchTotp } from '../../domain/totp.ts';
import { type Refused, refused } from '../../outcome.ts';
import {
  type AuthenticatorRow,
  insertAuthenticator,
  listAuthenticators,
  removeAuthenticatorRow,
} from '../../store/authenticators.ts';
import { forgetOtherBrowsers } from '../../store/browsers.ts';
import { type Lost, lost, type Work } from '../../store/database.ts';
import { type EnrolmentRow, findEnrolment, payEnrolment, spendEnrolment } from '../../store/enrolments.ts';
import { findActiveRecoveryCode, insertRecoveryCode } from '../../store/recovery-codes.ts';
import { appendEvent } from '../../store/security-events.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { markSmsVerified, wasSmsSent } from '../../store/sms-messages.ts';
import type { Till } from '../admission/paid-try.ts';
import { changeInSession, elsewhere } from '../protection/change-protection.ts';
import { type Price, prove } from '../proving/prove.ts';
import { type Right, spend, type Verdict } from '../proving/verdict.ts';
import { type DraftedRecoveryCode, draftRecoveryCode } from '../recovery-code/issue-recovery-code.ts';
import { eventOf, type Requester } from '../requester.ts';
import { hasTwoFactor, renewalOf, stepUpDemand } from '../session/session-proofs.ts';
import { notifyOldNumbersLater } from '../sms/notify-old-number.ts';
import { openEnrolmentSecret } from './describe-enrolment.ts';
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
  typed: string,
  requester: Requester,
): Promise<ConfirmOutcome> {
  const now = deps.clock.now();
  const row = await deps.database.single(() => findEnrolment(id, session.id));
  if (row === undefined) return refused({ type: 'enrolment-over', reason: 'none' });
  const phase = phaseOf(row, now);
  if (phase !== 'open') return refused({ type: 'enrolment-over', reason: phase });
  // Begun with a fresh proof, it may take ten minutes: the change is made now.
  const demand = stepUpDemand(deps, session);
  if (demand !== null) return demand;
  if (row.kind === 'phone' && !(await deps.database.single(() => wasSmsSent(row.id))))
    return refused({ type: 'no-code-sent' });
  return prove<RightBinding, Confirmed>(deps, {
    subject: id,
    pay: (till, at) => pay(id, till, at),
    judge: async () => judge(deps, row, typed),
    grant: (right) => bind(deps, session, row, right, requester),
    whyOver: () => whyOver(deps, session, id),
    guesser: null,
  });
}

function* pay(id: string, { put }: Till, now: Date): Work<Price | Lost<'over'>> {
  const used = yield* payEnrolment(id, now, CHALLENGE_TRIES);
  if (used === undefined) return lost('over');
  put({ of: 'enrolment', id });
  return { kind: 'paid', inARow: used, attemptsLeft: triesLeft(used) };
}

interface RightBinding extends Right {
  /** Sealed anew in the authenticator's own place. */
  readonly secret: string;
  readonly step: number;
}

function judge(deps: Deps, row: EnrolmentRow, typed: string): Verdict<RightBinding> {
  const now = deps.clock.now();
  const secret = openEnrolmentSecret(deps, row);
  if (secret === null) return refused({ type: 'cannot-verify' });
  const { code } = readOneTimeCode(typed);
  const wrong = { kind: 'wrong', what: 'code' } as const;
  if (code === null) return wrong;
  if (row.kind === 'app') {
    const step = matchTotp({ secret, code, now, toleranceSteps: deps.config.TOTP_TOLERANCE_STEPS });
    if (step === 'secret-refused') {
      const [event, accountId] = ['cannot-verify', row.accountId];
      deps.log.error('an enrolment secret is not taken by the library', { event, accountId });
      return refused({ type: 'cannot-verify' });
    }
    return step === null
      ? { ...wrong, clock: clockHint({ secret, code, now, mode: 'enrolment' }) }
      : { kind: 'right', method: 'otp', secret, step, spend: null };
  }
  const expected = deps.keys.smsCode({ purpose: 'enrolment', id: row.id, accountId: row.accountId, keyId: row.keyId });
  if (expected === null) return refused({ type: 'cannot-verify' });
  return sameCode(code, expected)
    ? { kind: 'right', method: 'sms', secret, step: 0, spend: (at) => markSmsVerified(row.id, at) }
    : wrong;
}

async function bind(
  deps: Deps,
  session: LiveSession,
  row: EnrolmentRow,
  right: RightBinding,
  requester: Requester,
): Promise<Confirmed | Refused | Lost<'over'>> {
  const now = deps.clock.now();
  const { accountId, id: sessionId } = session;
  const { kind, replaces, phoneIndex, country } = row;
  const rowId = deps.random.id();
  const authenticator: AuthenticatorRow = {
    id: rowId,
    accountId,
    kind,
    sealed: deps.keys.seal(right.secret, { table: 'authenticator', column: 'sealed', accountId, rowId }),
    phoneIndex,
    country,
    lastStep: right.step,
    addedAt: now,
    lastUsedAt: null,
    disabledAt: null,
  };
  const recovery = draftRecoveryCode(deps, session);
  const method = kind === 'app' ? 'otp' : 'sms';
  const renewal = renewalOf(deps, session, [proofOfBinding(method, session.events, hasTwoFactor(session), now)]);
  const what = replaces === null ? 'authenticator-added' : 'authenticator-replaced';
  const event = eventOf(deps, requester.client, accountId, what, { authenticatorKind: kind, sessionId });
  const issued = eventOf(deps, requester.client, accountId, 'recovery-code-issued', { sessionId });
  // Whoever came in by recovery has dealt with what was lost.
  const byRecovery = replaces === null ? session.byRecovery : 'none';
  const goesOn = { renewal, byRecovery, now, enrolment: row.id, forgetFailures: true };
  const before = await deps.database.single(() => listAuthenticators(accountId));
  const outcome = await deps.database.unit(function* () {
    const changed = yield* changeInSession(session, event, goesOn, () =>
      bindIn(session, row, { authenticator, recovery, right, now }),
    );
    if (changed.kind === 'changed' && changed.made.first) yield* appendEvent(issued);
    return changed;
  });
  if (outcome.kind !== 'changed') return outcome;
  notifyOldNumbersLater(
    deps,
    { language: session.language, clientKey: requester.clientKey },
    before.filter((one) => one.id === replaces),
  );
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
  { id, accountId, browserId }: LiveSession,
  { id: enrolmentId, kind, replaces }: EnrolmentRow,
  { authenticator, recovery, right, now }: Binding,
): Work<{ readonly kind: 'bound'; readonly first: boolean } | Lost<'over'> | Refused> {
  // It ended after the try was paid for: only a look at it tells how.
  if (!(yield* spendEnrolment(enrolmentId, now))) return lost('over');
  const misfit = whyNot(yield* listAuthenticators(accountId), kind, replaces ?? undefined);
  if (misfit !== null) return misfit;
  if (replaces !== null) yield* removeAuthenticatorRow(replaces, accountId);
  if (!(yield* insertAuthenticator(authenticator))) return elsewhere;
  const first = (yield* findActiveRecoveryCode(accountId)) === undefined;
  if (first) {
    yield* insertRecoveryCode(recovery.row);
    // Else whoever knew the password before would have counts of their own to guess on.
    yield* forgetOtherBrowsers(accountId, browserId);
  }
  yield* spend(right, now, id);
  return { kind: 'bound', first };
}

async function whyOver(deps: Deps, session: LiveSession, id: string): Promise<Refused> {
  const row = await deps.database.single(() => findEnrolment(id, session.id));
  const phase = row === undefined ? 'none' : phaseOf(row, deps.clock.now());
  return refused({ type: 'enrolment-over', reason: phase === 'open' ? 'exhausted' : phase });
}
