import { ANSWER_SECONDS, DAY_SECONDS, forItsOwner, HOUR_SECONDS } from './sms-limits.ts';

/** What messages are counted by over all accounts. */
export type Scope = 'client' | 'prefix' | 'country' | 'overall';

/**
 * Messages of one scope that were or may have been sent. `failed`: the code was not entered within ten minutes;
 * `waiting`: it may still be; `judged`: verified or failed, within the conversion rule's time.
 */
export interface Tally {
  readonly failedInHour: number;
  readonly failedInDay: number;
  readonly waiting: number;
  readonly judged: number;
  readonly verified: number;
}

/** Figures of the configuration that hold over all accounts; messages, seconds and per cent. */
export interface SharedFigures {
  readonly SMS_CLIENT_PER_HOUR: number;
  readonly SMS_PREFIX_PER_HOUR: number;
  readonly SMS_COUNTRY_PER_DAY: number;
  readonly SMS_OVERALL_PER_HOUR: number;
  readonly SMS_OVERALL_PER_DAY: number;
  readonly SMS_CLIENT_WAITING: number;
  readonly SMS_PREFIX_WAITING: number;
  readonly SMS_OVERALL_WAITING: number;
  readonly SMS_CONVERSION_SENDS: number;
  readonly SMS_CONVERSION_PERCENT: number;
  readonly SMS_CONVERSION_SECONDS: number;
  readonly SMS_PAUSE_SECONDS: number;
}

export interface Cap {
  readonly counted: 'failedInHour' | 'failedInDay' | 'waiting';
  readonly most: number;
  /** How long a message is counted, in seconds. */
  readonly windowSeconds: number;
}

/** The caps of a scope. */
function capsOf(scope: Scope, figures: SharedFigures): readonly Cap[] {
  const hourly = (most: number): Cap => ({ counted: 'failedInHour', most, windowSeconds: HOUR_SECONDS });
  const daily = (most: number): Cap => ({ counted: 'failedInDay', most, windowSeconds: DAY_SECONDS });
  const waiting = (most: number): Cap => ({ counted: 'waiting', most, windowSeconds: ANSWER_SECONDS });
  switch (scope) {
    case 'client':
      return [hourly(figures.SMS_CLIENT_PER_HOUR), waiting(figures.SMS_CLIENT_WAITING)];
    case 'prefix':
      return [hourly(figures.SMS_PREFIX_PER_HOUR), waiting(figures.SMS_PREFIX_WAITING)];
    case 'country':
      return [daily(figures.SMS_COUNTRY_PER_DAY)];
    case 'overall':
      return [
        hourly(figures.SMS_OVERALL_PER_HOUR),
        daily(figures.SMS_OVERALL_PER_DAY),
        waiting(figures.SMS_OVERALL_WAITING),
      ];
  }
}

/** The first cap that leaves no room for another message. */
export function capReached(scope: Scope, tally: Tally, figures: SharedFigures): Cap | undefined {
  return capsOf(scope, figures).find(({ counted, most }) => tally[counted] >= most);
}

/**
 * The conversion rule, one for prefixes and countries: of enough messages too few were answered with their code,
 * so they do not go to people who sign in. Zero per cent switches it off.
 */
export function tooFewAnswers({ judged, verified }: Tally, figures: SharedFigures): boolean {
  return judged >= figures.SMS_CONVERSION_SENDS && verified * 100 < figures.SMS_CONVERSION_PERCENT * judged;
}

/**
 * The scopes that a message is held to. Whoever asks from a browser that has signed in before, or in a live
 * session, for a number proven to be theirs is no part of an attack on others' account and is not made to wait
 * for one; what all messages together may cost holds for everybody.
 */
export function scopesFor(message: { readonly known: boolean; readonly subject: string }): readonly Scope[] {
  return forItsOwner(message) ? ['overall'] : ['client', 'prefix', 'country', 'overall'];
}
