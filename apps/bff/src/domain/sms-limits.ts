import { CLOCKS_AGREE_MS } from './processes.ts';

/** A message that was or may have been sent. */
export interface Send {
  readonly createdAt: Date;
  readonly known: boolean;
  readonly verifiedAt: Date | null;
}

/**
 * Whether a message counts as the owner's own, for its number and over all accounts: asked for by a browser that has
 * signed in before, or in a live session, and to a number proven to be theirs. An enrolment may be of anybody's number.
 */
export function forItsOwner({ known, subject }: { readonly known: boolean; readonly subject: string }): boolean {
  return known && subject !== 'enrolment';
}

/** The figures of the configuration that hold for one account or one number; seconds and messages. */
export interface OwnFigures {
  readonly SMS_RESEND_SECONDS: number;
  readonly SMS_ACCOUNT_PER_HOUR: number;
  readonly SMS_ACCOUNT_PER_DAY: number;
  readonly SMS_NUMBER_PER_HOUR: number;
  readonly SMS_NUMBER_PER_DAY: number;
  readonly SMS_STRANGERS_PER_HOUR: number;
  readonly SMS_STRANGERS_PER_DAY: number;
  readonly SMS_ENROLMENT_PER_HOUR: number;
  readonly SMS_ENROLMENT_PER_DAY: number;
  readonly SMS_TOTAL_PER_DAY: number;
}

/** Whose messages: an account's, those that prove who somebody is to a number, or those that enrol a number. */
export type Owner = 'account' | 'number' | 'enrolment';

/** Why a message has to wait, as operators count it: the time since the one before, or a cap. */
export type OwnHold = 'resend' | Owner;

export interface OwnWait {
  readonly seconds: number;
  readonly reason: OwnHold;
}

export const HOUR_SECONDS = 3600;
export const DAY_SECONDS = 24 * HOUR_SECONDS;
/** A code's life. Sends further apart do not belong to one another, and a code not entered by then never is. */
export const ANSWER_SECONDS = 10 * 60;

/**
 * How long an account or a number has to wait for another message; null when it may be sent now.
 * @param sends to it in the last day, the newest first; those that were certainly not sent are not among them.
 * @param known asked for by a browser that has signed in before, or in a live session; of a number, `forItsOwner`.
 */
export function ownWait(
  owner: Owner,
  sends: readonly Send[],
  known: boolean,
  figures: OwnFigures,
  now: Date,
): OwnWait | null {
  // A number mistyped and put right does not wait for the wrong one; the account's caps hold all the same.
  const resend = owner !== 'account' ? waitForResend(sends, known, figures.SMS_RESEND_SECONDS, now) : 0;
  const cap = waitForCaps(owner, sends, known, figures, now);
  if (resend === 0 && cap === 0) return null;
  return resend > cap ? { seconds: resend, reason: 'resend' } : { seconds: cap, reason: owner };
}

/**
 * After the first message of a run the first wait, then doubling. A message whose code was entered has done
 * its work and makes nobody wait.
 */
function waitForResend(sends: readonly Send[], known: boolean, firstSeconds: number, now: Date): number {
  const age = (send: Send) => (now.getTime() - send.createdAt.getTime()) / 1000;
  const run = sends.filter(
    (send) => send.known === known && send.verifiedAt === null && hasHappened(send, now) && age(send) < ANSWER_SECONDS,
  );
  const latest = run[0];
  return latest === undefined ? 0 : Math.max(0, Math.ceil(firstSeconds * 2 ** (run.length - 1) - age(latest)));
}

function waitForCaps(owner: Owner, sends: readonly Send[], known: boolean, figures: OwnFigures, now: Date): number {
  // A message whose code was entered has done its work and gives its place back; what all of them cost has a bound too.
  const open = sends.filter((send) => send.verifiedAt === null);
  const [hourly, daily] = capsOf(owner, figures);
  const all = Math.max(
    capWait(open, hourly, HOUR_SECONDS, now),
    capWait(open, daily, DAY_SECONDS, now),
    capWait(sends, figures.SMS_TOTAL_PER_DAY, DAY_SECONDS, now),
  );
  if (known) return all;
  const strangers = open.filter((send) => !send.known);
  return Math.max(
    all,
    capWait(strangers, figures.SMS_STRANGERS_PER_HOUR, HOUR_SECONDS, now),
    capWait(strangers, figures.SMS_STRANGERS_PER_DAY, DAY_SECONDS, now),
  );
}

/** Of an hour and of a day. */
function capsOf(owner: Owner, figures: OwnFigures): readonly [number, number] {
  switch (owner) {
    case 'account':
      return [figures.SMS_ACCOUNT_PER_HOUR, figures.SMS_ACCOUNT_PER_DAY];
    case 'number':
      return [figures.SMS_NUMBER_PER_HOUR, figures.SMS_NUMBER_PER_DAY];
    case 'enrolment':
      return [figures.SMS_ENROLMENT_PER_HOUR, figures.SMS_ENROLMENT_PER_DAY];
  }
}

/** What is said to be of the future was written while a clock was wrong: nobody waits until it comes. */
const hasHappened = ({ createdAt }: Pick<Send, 'createdAt'>, now: Date) =>
  createdAt.getTime() <= now.getTime() + CLOCKS_AGREE_MS;

/** Until the oldest of as many sends as the cap allows has left the window. @param sends the newest first. */
export function capWait(
  sends: readonly Pick<Send, 'createdAt'>[],
  cap: number,
  windowSeconds: number,
  now: Date,
): number {
  const since = now.getTime() - windowSeconds * 1000;
  const inside = sends.filter((send) => send.createdAt.getTime() > since && hasHappened(send, now));
  const freeing = inside[cap - 1];
  return freeing === undefined ? 0 : Math.ceil((freeing.createdAt.getTime() - since) / 1000);
}

/**
 * Whether a day's messages of an account were used up without one code being entered: somebody in trouble, or
 * somebody else's password at work. Strangers have a smaller part, and are looked at by themselves.
 */
export function usedUpUnanswered(sends: readonly Send[], figures: OwnFigures): boolean {
  const unanswered = (part: readonly Send[], cap: number) =>
    part.filter((send) => send.verifiedAt === null).length >= cap;
  return (
    unanswered(sends, figures.SMS_ACCOUNT_PER_DAY) ||
    unanswered(
      sends.filter((send) => !send.known),
      figures.SMS_STRANGERS_PER_DAY,
    )
  );
}
