import type { ConfirmedEnrolment } from '@wattsense/contract/enrolments';
import { readOneTimeCode } from '@wattsense/contract/typed-code';
import type { AuthenticationMethod } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { proofOfBinding } from '../../domain/assurance.ts';
import { CHALLENGE_TRIES } from '../../domain/attempts.ts';
import { sameCode } from '../../domain/one-time-code.ts';
import { phaseOf, triesLeft } from '../../domain/processes.ts';
import { clockHint, matchTotp } from '../../domain/totp.ts';
import { raiseSecurityEpoch } from '../../store/accounts.ts';
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
import { type LiveSession, rotateSession } from '../../store/sessions.ts';
import { markSmsVerified, wasSmsSent } from '../../store/sms-messages.ts';
import { payForTry } from '../admission/paid-try.ts';
import { type Refused, refused } from '../outcome.ts';
import { endWhatStood } from '../protection/end-what-stood.ts';
import { type DraftedRecoveryCode, draftRecoveryCode } from '../recovery-code/issue-recovery-code.ts';
import { eventOf, type Requester } from '../requester.ts';
import { hasTwoFactor, type Renewal, renewalOf, stepUpDemand } from '../session/live-session.ts';
import { notifyOldNumbersLater } from '../sms/notify-old-number.ts';
import { whyNot } from './begin-enrolment.ts';
import { openEnrolmentSecret } from './describe-enrolment.ts';

export type ConfirmOutcome =
  | { readonly kind: 'confirmed'; readonly answer: ConfirmedEnrolment; readonly token: string }
  | Refused;

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
  const { outcome: used, paid } = await payForTry(deps, id, function* ({ put }, now) {
    const used = yield* payEnrolment(id, now, CHALLENGE_TRIES);
    if (used !== undefined) put({ of: 'enrolment', id });
    return used;
  });
  if (used === undefined) return whyOver(deps, session, id);
  return paid.unlessUnavailable(async () => {
    const verdict = await judge(deps, row, typed);
    if (verdict.kind === 'refused') {
      await paid.giveBack();
      return verdict;
    }
    if (verdict.kind === 'wrong')
      return refused({
        type: 'wrong-code',
        attemptsLeft: triesLeft(used),
        ...(verdict.clock === null ? {} : { clock: verdict.clock }),
      });
    return bind(deps, session, row, verdict.step, requester);
  });
}

type Verdict = { kind: 'right'; step: number } | { kind: 'wrong'; clock: ReturnType<typeof clockHint> } | Refused;

async function judge(deps: Deps, row: EnrolmentRow, typed: string): Promise<Verdict> {
  const now = deps.clock.now();
  const secret = openEnrolmentSecret(deps, row);
  if (secret === null) return refused({ type: 'cannot-verify' });
  const { code } = readOneTimeCode(typed);
  if (code === null) return { kind: 'wrong', clock: null };
  if (row.kind === 'app') {
    const step = matchTotp({ secret, code, now, toleranceSteps: deps.config.TOTP_TOLERANCE_STEPS });
    if (step === 'secret-refused') {
      const [event, accountId] = ['cannot-verify', row.accountId];
      deps.log.error('an enrolment secret is not taken by the library', { event, accountId });
      return refused({ type: 'cannot-verify' });
    }
    return step === null
      ? { kind: 'wrong', clock: clockHint({ secret, code, now, mode: 'enrolment' }) }
      : { kind: 'right', step };
  }
  const expected = deps.keys.smsCode({ purpose: 'enrolment', id: row.id, accountId: row.accountId, keyId: row.keyId });
  if (expected === null) return refused({ type: 'cannot-verify' });
  return sameCode(code, expected) ? { kind: 'right', step: 0 } : { kind: 'wrong', clock: null };
}

/** Everything that binding writes, drawn before the unit of work. */
interface Binding {
  readonly enrolment: EnrolmentRow;
  readonly authenticator: AuthenticatorRow;
  readonly recovery: DraftedRecoveryCode;
  readonly renewal: Renewal;
  readonly now: Date;
}

async function bind(
  deps: Deps,
  session: LiveSession,
  row: EnrolmentRow,
  step: number,
  requester: Requester,
): Promise<ConfirmOutcome> {
  const secret = openEnrolmentSecret(deps, row);
  if (secret === null) return refused({ type: 'cannot-verify' });
  const now = deps.clock.now();
  const method: AuthenticationMethod = row.kind === 'app' ? 'otp' : 'sms';
  const rowId = deps.random.id();
  const binding: Binding = {
    enrolment: row,
    authenticator: {
      id: rowId,
      accountId: session.accountId,
      kind: row.kind,
      sealed: deps.keys.seal(secret, { table: 'authenticator', column: 'sealed', accountId: session.accountId, rowId }),
      phoneIndex: row.phoneIndex,
      country: row.country,
      lastStep: step,
      addedAt: now,
      lastUsedAt: null,
      disabledAt: null,
    },
    recovery: draftRecoveryCode(deps, session),
    renewal: renewalOf(deps, session, [proofOfBinding(method, session.events, hasTwoFactor(session), now)]),
    now,
  };
  const kind = row.replaces === null ? 'authenticator-added' : 'authenticator-replaced';
  const event = eventOf(deps, requester.client, session.accountId, kind, {
    authenticatorKind: row.kind,
    sessionId: session.id,
  });
  const issued = eventOf(deps, requester.client, session.accountId, 'recovery-code-issued', { sessionId: session.id });
  const before = await deps.database.single(() => listAuthenticators(session.accountId));
  const outcome = await deps.database.unit<Bound | Lost<'over'> | Refused>(function* () {
    const bound = yield* bindIn(session, binding);
    if (bound.kind !== 'bound') return bound;
    yield* appendEvent(event);
    if (bound.first) yield* appendEvent(issued);
    return bound;
  });
  if (outcome.kind === 'lost') return whyOver(deps, session, row.id);
  if (outcome.kind === 'refused') return outcome;
  const gone = before.filter((one) => one.id === row.replaces);
  notifyOldNumbersLater(deps, session, gone, requester);
  const recoveryCode = outcome.first ? binding.recovery.once : null;
  return {
    kind: 'confirmed',
    answer: { recoveryCode, endedSessions: outcome.endedSessions },
    token: binding.renewal.token,
  };
}

interface Bound {
  readonly kind: 'bound';
  readonly first: boolean;
  readonly endedSessions: number;
}

const elsewhere = refused({ type: 'conflict', conflict: 'changed-elsewhere' });

function* bindIn(
  session: LiveSession,
  { enrolment, authenticator, recovery, renewal, now }: Binding,
): Work<Bound | Lost<'over'> | Refused> {
  const epoch = yield* raiseSecurityEpoch(session.accountId, session.epoch);
  if (epoch === undefined) return elsewhere;
  // It ended after the try was paid for: only a look at it tells how.
  if (!(yield* spendEnrolment(enrolment.id, now))) return lost('over');
  const misfit = whyNot(yield* listAuthenticators(session.accountId), enrolment.kind, enrolment.replaces ?? undefined);
  if (misfit !== null) return misfit;
  if (enrolment.replaces !== null) yield* removeAuthenticatorRow(enrolment.replaces, session.accountId);
  if (!(yield* insertAuthenticator(authenticator))) return elsewhere;
  const first = (yield* findActiveRecoveryCode(session.accountId)) === undefined;
  if (first) {
    yield* insertRecoveryCode(recovery.row);
    // Else whoever knew the password before would have counts of their own to guess on.
    yield* forgetOtherBrowsers(session.accountId, session.browserId);
  }
  const rotation = {
    id: session.id,
    old: session.tokenHash,
    tokenHash: renewal.tokenHash,
    events: renewal.events,
    epoch,
    // Whoever came in by recovery has dealt with what was lost.
    byRecovery: enrolment.replaces === null ? session.byRecovery : ('none' as const),
    now,
  };
  if (!(yield* rotateSession(rotation))) return elsewhere;
  const survivors = { session: session.id, enrolment: enrolment.id };
  const endedSessions = yield* endWhatStood(session.accountId, { ...survivors, forgetFailures: true });
  if (enrolment.kind === 'phone') yield* markSmsVerified(enrolment.id, now);
  return { kind: 'bound', first, endedSessions };
}

async function whyOver(deps: Deps, session: LiveSession, id: string): Promise<Refused> {
  const row = await deps.database.single(() => findEnrolment(id, session.id));
  const phase = row === undefined ? 'none' : phaseOf(row, deps.clock.now());
  return refused({ type: 'enrolment-over', reason: phase === 'open' ? 'exhausted' : phase });
}
