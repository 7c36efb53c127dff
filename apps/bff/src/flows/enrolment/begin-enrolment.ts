import type { BeginEnrolmentRequest, Enrolment } from '@wattsense/contract/enrolments';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { type PhoneNumber, parsePhoneNumber } from '../../domain/phone-number.ts';
import { PROCESS_LIFE_SECONDS, phaseOf } from '../../domain/processes.ts';
import { offeredCountries } from '../../domain/sms-senders.ts';
import { totpSecret } from '../../domain/totp.ts';
import { type Refused, refused } from '../../outcome.ts';
import { listAuthenticators } from '../../store/authenticators.ts';
import { type Lost, lost, type Work } from '../../store/database.ts';
import {
  closeEnrolment,
  type EnrolmentRow,
  findOpenEnrolment,
  findSuperseded,
  insertEnrolment,
  reopenEnrolment,
} from '../../store/enrolments.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { wasSmsSent } from '../../store/sms-messages.ts';
import type { Requester } from '../requester.ts';
import { stepUpDemand } from '../session/session-proofs.ts';
import { type DraftedSms, reserveSms, type SmsHold } from '../sms/reserve-sms.ts';
import { dispatchSms, draftSms, heldBack } from '../sms/send-sms.ts';
import { describeEnrolment, openEnrolmentSecret } from './describe-enrolment.ts';
import { whyNot } from './why-not.ts';

export type EnrolmentOutcome =
  | { readonly kind: 'enrolment'; readonly enrolment: Enrolment; readonly resumed: boolean }
  | Refused;

const SECRET_BYTES = 20;

/**
 * Begins to bind an app or a phone. Asked again within its life it resumes the same one, so that a
 * reload shows the same QR code. It never touches a live authenticator.
 */
export async function beginEnrolment(
  deps: Deps,
  session: LiveSession,
  request: BeginEnrolmentRequest,
  requester: Requester,
): Promise<EnrolmentOutcome> {
  const demand = stepUpDemand(deps, session);
  if (demand !== null) return demand;
  const authenticators = await deps.database.single(() => listAuthenticators(session.accountId));
  const misfit = whyNot(authenticators, request.kind, request.replaces);
  if (misfit !== null) return misfit;
  return request.kind === 'app'
    ? beginApp(deps, session, request.replaces)
    : beginPhone(deps, session, request, requester);
}

async function beginApp(deps: Deps, session: LiveSession, replaces: string | undefined): Promise<EnrolmentOutcome> {
  const fresh = newRow(deps, session, {
    kind: 'app',
    secret: totpSecret(deps.random.bytes(SECRET_BYTES)),
    phone: null,
    replaces,
  });
  const now = deps.clock.now();
  const { row, resumed } = await deps.database.unit(function* () {
    const open = yield* findOpenEnrolment(session.id, 'app');
    if (open !== undefined && phaseOf(open, now) === 'open' && open.replaces === fresh.replaces)
      return { row: open, resumed: true };
    if (open !== undefined) yield* closeEnrolment(open.id, 'cancelled');
    if (yield* insertEnrolment(fresh)) return { row: fresh, resumed: false };
    // Another tab began a moment ago: both show the same code.
    return { row: (yield* findOpenEnrolment(session.id, 'app')) ?? fresh, resumed: true };
  });
  const enrolment = await describeEnrolment(deps, session, row);
  return enrolment === null ? refused({ type: 'cannot-verify' }) : { kind: 'enrolment', enrolment, resumed };
}

async function beginPhone(
  deps: Deps,
  session: LiveSession,
  { country, number, replaces }: Extract<BeginEnrolmentRequest, { kind: 'phone' }>,
  requester: Requester,
): Promise<EnrolmentOutcome> {
  if (deps.sms === null) return refused({ type: 'sms-not-offered' });
  const parsed = parsePhoneNumber({
    country,
    typed: number,
    servedCountries: offeredCountries(deps.config),
    fictionalPrefixes: deps.config.SMS_FICTIONAL_PREFIXES,
  });
  if (parsed.kind === 'refused')
    return refused({ type: 'phone-refused', reason: parsed.reason, country: parsed.country });
  const { phone } = parsed;
  const open = await deps.database.single(() => findOpenEnrolment(session.id, 'phone'));
  if (open !== undefined && isFor(deps, open, phone.e164, replaces)) return resumed(deps, session, open);

  const row = newRow(deps, session, { kind: 'phone', secret: phone.e164, phone, replaces });
  const left = await goBackTo(deps, row);
  if (left !== undefined) return resumed(deps, session, left);
  const sms = draftSms(deps, {
    subject: { purpose: 'enrolment', id: row.id, accountId: session.accountId, keyId: row.keyId },
    expiresAt: row.expiresAt,
    number: phone.e164,
    country: phone.country,
    phoneIndex: row.phoneIndex ?? '',
    language: session.language,
    clientKey: requester.clientKey,
    known: true,
  });
  const begun = await reserveWithEnrolment(deps, row, sms, open?.id);
  if (begun.kind === 'lost' && begun.to !== 'taken') return heldBack(deps, sms, begun.to);
  if (begun.kind === 'lost') {
    // Another tab began a moment ago: for the same number both go on with its message.
    const other = await deps.database.single(() => findOpenEnrolment(session.id, 'phone'));
    return other !== undefined && isFor(deps, other, phone.e164, replaces)
      ? resumed(deps, session, other)
      : refused({ type: 'conflict', conflict: 'changed-elsewhere' });
  }
  await dispatchSms(deps, sms);
  return resumed(deps, session, row, false);
}

/** The number that this session left for another one: its message is on the phone already, and its code goes on counting. */
function goBackTo(deps: Deps, wanted: EnrolmentRow): Promise<EnrolmentRow | undefined> {
  const { sessionId, phoneIndex, replaces, createdAt: now } = wanted;
  return deps.database.unit(function* (): Work<EnrolmentRow | undefined> {
    const left = phoneIndex === null ? undefined : yield* findSuperseded(sessionId, phoneIndex, now);
    if (left === undefined || left.replaces !== replaces || !(yield* wasSmsSent(left.id))) return undefined;
    const open = yield* findOpenEnrolment(sessionId, 'phone');
    if (open !== undefined) yield* closeEnrolment(open.id, 'cancelled');
    return (yield* reopenEnrolment(left.id, now)) ? left : undefined;
  });
}

/** Whether an open enrolment goes on for this number, with the same purpose. */
function isFor(deps: Deps, open: EnrolmentRow, e164: string, replaces: string | undefined): boolean {
  const sameKind = phaseOf(open, deps.clock.now()) === 'open' && open.replaces === (replaces ?? null);
  return sameKind && openEnrolmentSecret(deps, open) === e164;
}

/** The enrolment and the count of its first message stand or fall together. */
function reserveWithEnrolment(deps: Deps, row: EnrolmentRow, sms: DraftedSms, earlier: string | undefined) {
  type Begun = { readonly kind: 'begun' } | Lost<'taken' | SmsHold>;
  return deps.database.unit<Begun>(function* () {
    if (earlier !== undefined) yield* closeEnrolment(earlier, 'cancelled');
    if (!(yield* insertEnrolment(row))) return lost('taken');
    const reservation = yield* reserveSms(sms);
    return reservation.kind === 'held' ? lost(reservation.hold) : { kind: 'begun' };
  });
}

async function resumed(deps: Deps, session: LiveSession, row: EnrolmentRow, again = true): Promise<EnrolmentOutcome> {
  const enrolment = await describeEnrolment(deps, session, row);
  return enrolment === null ? refused({ type: 'cannot-verify' }) : { kind: 'enrolment', enrolment, resumed: again };
}

interface Beginning {
  readonly kind: AuthenticatorKind;
  readonly secret: string;
  readonly phone: PhoneNumber | null;
  readonly replaces: string | undefined;
}

function newRow(deps: Deps, session: LiveSession, { kind, secret, phone, replaces }: Beginning): EnrolmentRow {
  const now = deps.clock.now();
  const id = deps.random.id();
  return {
    id,
    accountId: session.accountId,
    sessionId: session.id,
    kind,
    sealed: deps.keys.seal(secret, { table: 'enrolment', column: 'sealed', accountId: session.accountId, rowId: id }),
    phoneIndex: phone === null ? null : deps.keys.mac('phone-index', phone.e164),
    country: phone?.country ?? null,
    replaces: replaces ?? null,
    keyId: deps.keys.primaryId,
    failed: 0,
    state: 'open',
    createdAt: now,
    expiresAt: new Date(now.getTime() + PROCESS_LIFE_SECONDS * 1000),
  };
}
