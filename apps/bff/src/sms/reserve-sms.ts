import type { Language } from '@wattsense/contract/vocabulary';
import type { SmsCodeSubject } from '../deps.ts';
import { CLOCKS_AGREE_MS } from '../domain/processes.ts';
import { type Cap, capReached, type Scope, type SharedFigures, scopesFor, type Tally } from '../domain/sms-abuse.ts';
import {
  ANSWER_SECONDS,
  capWait,
  DAY_SECONDS,
  forItsOwner,
  HOUR_SECONDS,
  type OwnFigures,
  type OwnHold,
  type OwnWait,
  ownWait,
} from '../domain/sms-limits.ts';
import { together, type Work } from '../store/database.ts';
import { findSmsPauses } from '../store/sms-alarms.ts';
import { insertSmsMessage, type SmsMessageRow } from '../store/sms-messages.ts';
import { holdSends, listAccountSends, listNumberSends, listRefusedSends } from '../store/sms-sends.ts';
import { listUnanswered, type TallyTimes, tallySms } from '../store/sms-tallies.ts';

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

/** The figures that sends are held to. */
export interface SmsFigures extends OwnFigures, SharedFigures {
  readonly SMS_REFUSED_PER_ACCOUNT: number;
}

/** A message that is drawn up: counted and written down before anything leaves the house. */
export interface DraftedSms {
  readonly row: SmsMessageRow;
  readonly request: SmsRequest;
  readonly figures: SmsFigures;
}

/** Why a message is not sent now. `refused`: too many were refused by the provider; `paused`: its range or country is. */
export interface SmsHold {
  readonly reason: OwnHold | Scope | 'refused' | 'paused';
  readonly retryAfterSeconds: number;
}

export type SmsReservation = { readonly kind: 'reserved' } | { readonly kind: 'held'; readonly hold: SmsHold };

/** Counts a send against every wait and cap and writes it down. */
export function* reserveSms(sms: DraftedSms): Work<SmsReservation> {
  const [, hold] = yield* together(holdSends({ now: sms.row.createdAt }), findHold(sms));
  if (hold !== null) return { kind: 'held', hold };
  yield* insertSmsMessage(sms.row);
  return { kind: 'reserved' };
}

/** What a message would wait for if it were to be sent now; null: nothing. */
export function* findHold({ row, figures }: DraftedSms): Work<SmsHold | null> {
  const [own, others] = yield* together(waitForOwn(row, figures, row.createdAt), waitForOthers(row, figures));
  return own ?? others;
}

/** The waits and caps of the account and of the number, the longest of them. */
export function* waitForOwn(
  { accountId, phoneIndex, known, subject }: Pick<SmsMessageRow, 'accountId' | 'phoneIndex' | 'known' | 'subject'>,
  figures: SmsFigures,
  now: Date,
): Work<SmsHold | null> {
  const day = ago(now, DAY_SECONDS);
  const [toNumber, ofAccount, refusals] = yield* together(
    listNumberSends({ value: phoneIndex, since: day }),
    listAccountSends({ value: accountId, since: day }),
    listRefusedSends({ accountId, known, since: ago(now, ANSWER_SECONDS) }),
  );
  // Whoever enrols somebody else's number has a share of it apart, and leaves the rest to whom it belongs: the one who
  // can read the code.
  const isEnrolment = subject === 'enrolment';
  const alike = toNumber
    .filter((sms) => (sms.subject === 'enrolment' && sms.verifiedAt === null) === isEnrolment)
    .map((sms) => ({ ...sms, known: isEnrolment || forItsOwner(sms) || (sms.known && sms.verifiedAt !== null) }));
  const waits = [
    ownWait('account', ofAccount, known, figures, now),
    ownWait(isEnrolment ? 'enrolment' : 'number', alike, isEnrolment || forItsOwner({ known, subject }), figures, now),
    waitAfterRefusals(refusals, figures, now),
  ].filter((wait) => wait !== null);
  const longest = waits.toSorted((a, b) => b.seconds - a.seconds)[0];
  return longest === undefined ? null : { reason: longest.reason, retryAfterSeconds: longest.seconds };
}

/** A send that certainly failed makes nobody wait; but nobody needs to have ten of them in ten minutes. */
function waitAfterRefusals(
  refusals: readonly { readonly createdAt: Date }[],
  figures: SmsFigures,
  now: Date,
): (Omit<OwnWait, 'reason'> & { readonly reason: 'refused' }) | null {
  const seconds = capWait(refusals, figures.SMS_REFUSED_PER_ACCOUNT, ANSWER_SECONDS, now);
  return seconds === 0 ? null : { seconds, reason: 'refused' };
}

/** Pauses, and the caps over all accounts. */
function* waitForOthers(row: SmsMessageRow, figures: SmsFigures): Work<SmsHold | null> {
  const now = row.createdAt;
  const scopes = scopesFor(row);
  const pauses = yield* pausesOf(row, figures);
  const until = scopes.includes('prefix') ? latest(pauses.prefix, pauses.country) : null;
  if (until !== null && until > now) return { reason: 'paused', retryAfterSeconds: secondsBetween(now, until) };
  const tallies = yield* together(...scopes.map((scope) => tallyOf(scope, row, figures, now, pauses)));
  for (const [index, scope] of scopes.entries()) {
    const tally = tallies[index];
    const cap = tally && capReached(scope, tally, figures);
    if (cap !== undefined)
      return { reason: scope, retryAfterSeconds: yield* waitForCap(cap, scope, keyOf(scope, row), now) };
  }
  return null;
}

/** Until so many messages have left the cap's window that it has room for one. */
function* waitForCap(cap: Cap, scope: Scope, key: string, now: Date): Work<number> {
  const answerBy = ago(now, ANSWER_SECONDS);
  const until = cap.counted === 'waiting' ? now : answerBy;
  const counted = yield* listUnanswered(scope, key, { after: ago(now, cap.windowSeconds), until });
  return Math.max(1, capWait(counted, cap.most, cap.windowSeconds, now));
}

export interface Pauses {
  readonly prefix: Date | null;
  readonly country: Date | null;
}

/** When the latest pauses of a message's range and country end or ended; none where the rule is off. */
export function* pausesOf(row: SmsMessageRow, figures: SmsFigures): Work<Pauses> {
  if (figures.SMS_CONVERSION_PERCENT === 0) return { prefix: null, country: null };
  const found = yield* findSmsPauses({ prefix: row.prefix, country: row.country });
  const until = (kind: string) => found.find((pause) => pause.kind === kind)?.pausedUntil ?? null;
  return { prefix: until('prefix'), country: until('country') };
}

/** Counts a scope of a message. What was judged once, and led to a pause, is not judged again. */
export function tallyOf(scope: Scope, row: SmsMessageRow, figures: SmsFigures, now: Date, pauses: Pauses): Work<Tally> {
  const paused = scope === 'prefix' ? pauses.prefix : scope === 'country' ? pauses.country : null;
  const times: TallyTimes = {
    hourAgo: ago(now, HOUR_SECONDS),
    dayAgo: ago(now, DAY_SECONDS),
    answerBy: ago(now, ANSWER_SECONDS),
    judgedSince: latest(ago(now, figures.SMS_CONVERSION_SECONDS), paused) ?? now,
    newest: new Date(now.getTime() + CLOCKS_AGREE_MS),
  };
  return tallySms(scope, keyOf(scope, row), times);
}

export const keyOf = (scope: Scope, row: SmsMessageRow) => (scope === 'overall' ? '' : row[scope]);

const ago = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1000);
const secondsBetween = (from: Date, until: Date) => Math.ceil((until.getTime() - from.getTime()) / 1000);

function latest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
