import type { SmsProgress } from '@wattsense/contract/sms';
import type { Language } from '@wattsense/contract/vocabulary';
import type { Deps, SmsCodeSubject, SmsOutcome } from '../deps.ts';
import { secondsUntil } from '../domain/processes.ts';
import { DAY_SECONDS, HOUR_SECONDS, SMS_LIMITS, waitForCaps, waitForResend } from '../domain/sms-limits.ts';
import { smsText } from '../domain/sms-text.ts';
import type { Work } from '../store/database.ts';
import {
  countAllUnverified,
  countUnverified,
  findLatestSms,
  findSms,
  holdSends,
  insertSmsMessage,
  listAccountSends,
  listNumberSends,
  recordSmsOutcome,
  type SmsMessageRow,
} from '../store/sms-messages.ts';

/** A code to be sent: for which challenge or enrolment, to which number, for whom. */
export interface SmsRequest {
  readonly subject: SmsCodeSubject;
  readonly expiresAt: Date;
  /** E.164. */
  readonly number: string;
  readonly country: string;
  readonly phoneIndex: string;
  readonly language: Language;
  readonly clientKey: string;
  /** From a browser that has signed in before, or in a live session. */
  readonly known: boolean;
}

/** A send that was counted and written down, but not made yet. */
export interface ReservedSms {
  readonly row: SmsMessageRow;
  readonly request: SmsRequest;
}

export type SmsReservation =
  | { readonly kind: 'reserved'; readonly sms: ReservedSms }
  | { readonly kind: 'wait'; readonly retryAfterSeconds: number };

/** Numbers that differ in their last digits only are neighbours, and limited together. */
const NEIGHBOUR_DIGITS = 4;

/** Draws the row of a message, outside the unit of work that will count and write it. */
export function draftSms(deps: Deps, request: SmsRequest): ReservedSms {
  const now = deps.clock.now();
  const row: SmsMessageRow = {
    id: deps.random.id(),
    accountId: request.subject.accountId,
    subject: request.subject.purpose,
    subjectId: request.subject.id,
    phoneIndex: request.phoneIndex,
    prefix: request.number.slice(0, -NEIGHBOUR_DIGITS),
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
  return { row, request };
}

/** Counts a send against every wait and cap and writes it down, before anything leaves the house. */
export function* reserveSms(sms: ReservedSms): Work<SmsReservation> {
  const { row } = sms;
  const now = row.createdAt;
  yield* holdSends(now);
  const day = new Date(now.getTime() - DAY_SECONDS * 1000);
  const ofAccount = yield* listAccountSends(row.accountId, day);
  const ofNumber = yield* listNumberSends(row.phoneIndex, day);
  const own = Math.max(
    waitForResend(ofAccount, row.known, now),
    waitForCaps(ofAccount, row.known, now),
    waitForResend(ofNumber, row.known, now),
    waitForCaps(ofNumber, row.known, now),
  );
  if (own > 0) return { kind: 'wait', retryAfterSeconds: own };
  if (yield* overAbuseCaps(row, now)) return { kind: 'wait', retryAfterSeconds: HOUR_SECONDS };
  yield* insertSmsMessage(row);
  return { kind: 'reserved', sms };
}

/** Caps over all accounts; they count only sends that nobody answered with their code. */
function* overAbuseCaps(row: SmsMessageRow, now: Date): Work<boolean> {
  const hour = new Date(now.getTime() - HOUR_SECONDS * 1000);
  const day = new Date(now.getTime() - DAY_SECONDS * 1000);
  return (
    (yield* countUnverified('client', row.client, hour)) >= SMS_LIMITS.clientPerHour ||
    (yield* countUnverified('prefix', row.prefix, hour)) >= SMS_LIMITS.prefixPerHour ||
    (yield* countUnverified('country', row.country, day)) >= SMS_LIMITS.countryPerDay ||
    (yield* countAllUnverified(hour)) >= SMS_LIMITS.overallPerHour
  );
}

/** Makes a reserved send and records what became of it. Nothing is sent inside a transaction. */
export async function dispatchSms(deps: Deps, { row, request }: ReservedSms): Promise<SmsOutcome> {
  const code = deps.keys.smsCode(request.subject);
  const outcome: SmsOutcome =
    deps.sms === null || code === null
      ? { kind: 'failed', failure: 'provider' }
      : await deps.sms.send({
          to: request.number,
          country: request.country,
          text: smsText(request.language, code, new URL(deps.config.PUBLIC_ORIGIN).hostname),
          reference: row.id,
        });
  await deps.database.single(() => recordSmsOutcome({ id: row.id, ...recorded(outcome), now: deps.clock.now() }));
  return outcome;
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
  readonly accountId: string;
  readonly expiresAt: Date;
  readonly known: boolean;
}

/** How the latest message of a challenge or enrolment is getting on; null when none was asked for. */
export function* latestProgress(subject: ProgressSubject, now: Date): Work<SmsProgress | null> {
  const row = yield* findLatestSms(subject.id);
  return row === undefined ? null : yield* progressOf(row, subject, now);
}

function* progressOf(row: SmsMessageRow, subject: ProgressSubject, now: Date): Work<SmsProgress> {
  const sends = yield* listAccountSends(row.accountId, new Date(now.getTime() - DAY_SECONDS * 1000));
  return {
    id: row.id,
    state: row.state,
    failure: row.failure,
    resendAfterSeconds: Math.max(waitForResend(sends, subject.known, now), waitForCaps(sends, subject.known, now)),
    codeExpiresInSeconds: secondsUntil(subject.expiresAt, now),
  };
}

/** The progress of one message, when it belongs to one of these challenges or enrolments. */
export function* progressOfMessage(
  id: string,
  subjects: readonly ProgressSubject[],
  now: Date,
): Work<SmsProgress | null> {
  const row = yield* findSms(id);
  const subject = subjects.find((one) => one.id === row?.subjectId);
  return row === undefined || subject === undefined ? null : yield* progressOf(row, subject, now);
}
