import type { SmsProgress } from '@wattsense/contract/sms';
import type { Deps, OutgoingSms, SmsOutcome } from '../deps.ts';
import { secondsUntil } from '../domain/processes.ts';
import { shownState } from '../domain/sms-delivery.ts';
import { offeredCountries } from '../domain/sms-senders.ts';
import { smsText } from '../domain/sms-text.ts';
import { type Refused, refused } from '../outcome.ts';
import type { Work } from '../store/database.ts';
import { findLatestSms, findSms, recordSmsOutcome, type SmsMessageRow, wasSmsSent } from '../store/sms-messages.ts';
import {
  type DraftedSms,
  reserveSms,
  type SmsFigures,
  type SmsHold,
  type SmsRequest,
  waitForOwn,
} from './reserve-sms.ts';
import { watchSms } from './watch-sms.ts';

export type SendSmsOutcome = { readonly kind: 'sent'; readonly sms: SmsProgress; readonly phoneHint: string } | Refused;

/** Numbers that differ in their last digits only are neighbours, and limited together. */
const NEIGHBOUR_DIGITS = 4;

const prefixOf = (e164: string) => e164.slice(0, -NEIGHBOUR_DIGITS);

/** Draws the row of a message, outside the unit of work that will count and write it. */
export function draftSms(deps: Deps, request: SmsRequest): DraftedSms {
  const now = deps.clock.now();
  const row: SmsMessageRow = {
    id: deps.random.id(),
    accountId: request.subject.accountId,
    subject: request.subject.purpose,
    subjectId: request.subject.id,
    phoneIndex: request.phoneIndex,
    prefix: prefixOf(request.number),
    country: request.country,
    client: request.clientKey,
    known: request.known,
    state: 'sending',
    failure: null,
    providerId: null,
    createdAt: now,
    updatedAt: now,
    verifiedAt: null,
  };
  return { row, request, figures: deps.config };
}

/** Counts a message, sends it and tells how it is getting on; awaits the provider's answer, at most 8 s. */
export async function sendSms(deps: Deps, sms: DraftedSms): Promise<SendSmsOutcome> {
  const reservation = await deps.database.unit(() => reserveSms(sms));
  if (reservation.kind === 'held') return heldBack(deps, sms, reservation.hold);
  const outcome = await dispatchSms(deps, sms);
  if (outcome.kind === 'failed') return refused({ type: 'sms-not-sent', failure: outcome.failure });
  const { subject, expiresAt, known, number } = sms.request;
  const progress = await deps.database.single(() =>
    latestProgress(deps.config, { id: subject.id, expiresAt, known }, deps.clock.now()),
  );
  return progress === null
    ? refused({ type: 'unexpected' })
    : { kind: 'sent', sms: progress, phoneHint: number.slice(-2) };
}

/** What becomes of a message that a wait or a cap holds back: counted for operators, told to the person. */
export async function heldBack(deps: Deps, sms: DraftedSms, hold: SmsHold): Promise<Refused> {
  noteHeldBack(deps, sms, hold);
  const earlierCodeWorks = await deps.database.single(() => wasSmsSent(sms.row.subjectId));
  return refused({ type: 'too-many-messages', retryAfterSeconds: hold.retryAfterSeconds, earlierCodeWorks });
}

/** Counts a message that is held back, for operators. */
export function noteHeldBack(deps: Deps, { row }: DraftedSms, { reason }: SmsHold): void {
  deps.metrics.smsHeld(reason);
  deps.log.info('text message held back', { event: 'sms', outcome: 'held', reason, country: row.country });
  if (reason !== 'resend') watchSms(deps, row);
}

/** Makes a reserved send and records what became of it. Nothing is sent inside a transaction. */
export async function dispatchSms(deps: Deps, { row, request }: DraftedSms): Promise<SmsOutcome> {
  const code = deps.keys.smsCode(request.subject);
  const outcome: SmsOutcome =
    code === null
      ? { kind: 'failed', failure: 'provider' }
      : await sendWhereOffered(deps, {
          to: request.number,
          country: request.country,
          text: smsText(request.language, code, new URL(deps.config.PUBLIC_ORIGIN).hostname),
          reference: row.id,
        });
  await recordOutcome(deps, row.id, outcome);
  watchSms(deps, row);
  return outcome;
}

/** A country that was taken off the list is sent to no more, whoever bound a number of it before. */
export async function sendWhereOffered({ sms, config }: Pick<Deps, 'sms' | 'config'>, message: OutgoingSms) {
  if (sms === null) return { kind: 'failed', failure: 'provider' } as const;
  if (!offeredCountries(config).includes(message.country))
    return { kind: 'failed', failure: 'destination-blocked' } as const;
  return sms.send(message);
}

/** Writes down what the provider said of a message. */
export async function recordOutcome(
  deps: Pick<Deps, 'database' | 'clock'>,
  id: string,
  outcome: SmsOutcome,
): Promise<void> {
  await deps.database.single(() => recordSmsOutcome({ id, ...recorded(outcome), now: deps.clock.now() }));
}

function recorded(outcome: SmsOutcome) {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'sent', failure: null, providerId: outcome.providerId } as const;
    case 'ambiguous':
      return { state: 'may-arrive', failure: null, providerId: null } as const;
    case 'failed':
      return { state: 'not-sent', failure: outcome.failure, providerId: null } as const;
  }
}

export interface ProgressSubject {
  readonly id: string;
  readonly expiresAt: Date;
  readonly known: boolean;
}

/** How the latest message of a challenge or enrolment is getting on; null when none was asked for. */
export function* latestProgress(figures: SmsFigures, subject: ProgressSubject, now: Date): Work<SmsProgress | null> {
  const row = yield* findLatestSms({ subjectId: subject.id });
  return row === undefined ? null : yield* progressOf(row, figures, subject, now);
}

function* progressOf(row: SmsMessageRow, figures: SmsFigures, subject: ProgressSubject, now: Date): Work<SmsProgress> {
  const wait = yield* waitForOwn({ ...row, known: subject.known }, figures, now);
  return {
    id: row.id,
    state: shownState(row.state, row.createdAt, now),
    failure: row.failure,
    resendAfterSeconds: wait?.retryAfterSeconds ?? 0,
    codeExpiresInSeconds: secondsUntil(subject.expiresAt, now),
  };
}

/** The progress of one message, when it belongs to one of these challenges or enrolments. */
export function* progressOfMessage(
  figures: SmsFigures,
  id: string,
  subjects: readonly ProgressSubject[],
  now: Date,
): Work<SmsProgress | null> {
  const row = yield* findSms({ id });
  const subject = subjects.find((one) => one.id === row?.subjectId);
  return row === undefined || subject === undefined ? null : yield* progressOf(row, figures, subject, now);
}
