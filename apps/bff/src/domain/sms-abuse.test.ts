import { describe, expect, it } from 'vitest';
import { capReached, type Scope, scopesFor, type Tally, tooFewAnswers } from './sms-abuse.ts';

const FIGURES = {
  SMS_CLIENT_PER_HOUR: 20,
  SMS_PREFIX_PER_HOUR: 30,
  SMS_COUNTRY_PER_DAY: 500,
  SMS_OVERALL_PER_HOUR: 300,
  SMS_OVERALL_PER_DAY: 2000,
  SMS_CLIENT_WAITING: 40,
  SMS_PREFIX_WAITING: 60,
  SMS_OVERALL_WAITING: 600,
  SMS_CONVERSION_SENDS: 50,
  SMS_CONVERSION_PERCENT: 20,
  SMS_CONVERSION_SECONDS: 86_400,
  SMS_PAUSE_SECONDS: 3600,
};
const NONE: Tally = { failedInHour: 0, failedInDay: 0, waiting: 0, judged: 0, verified: 0 };
const HUGE = 1_000_000;

describe('the caps over all accounts', () => {
  it.each([
    ['client', 'failedInHour', 20, 3600],
    ['client', 'waiting', 40, 600],
    ['prefix', 'failedInHour', 30, 3600],
    ['prefix', 'waiting', 60, 600],
    ['country', 'failedInDay', 500, 86_400],
    ['overall', 'failedInHour', 300, 3600],
    ['overall', 'failedInDay', 2000, 86_400],
    ['overall', 'waiting', 600, 600],
  ] as const)('%s: %s reaches %i', (scope, counted, most, windowSeconds) => {
    expect(capReached(scope, { ...NONE, [counted]: most - 1 }, FIGURES)).toBeUndefined();
    expect(capReached(scope, { ...NONE, [counted]: most }, FIGURES)).toEqual({ counted, most, windowSeconds });
  });

  it.each([
    ['client', 'failedInDay'],
    ['prefix', 'failedInDay'],
    ['country', 'failedInHour'],
    ['country', 'waiting'],
    ['overall', 'verified'],
  ] as const)('%s: %s has none', (scope: Scope, counted) => {
    expect(capReached(scope, { ...NONE, [counted]: HUGE }, FIGURES)).toBeUndefined();
  });
});

describe('messages that nobody answers', () => {
  it.each([
    [49, 0, false],
    [50, 0, true],
    [50, 9, true],
    [50, 10, false],
    [50, 50, false],
    [100, 19, true],
    [100, 20, false],
  ])('%i judged and %i verified: too few is %s', (judged, verified, few) => {
    expect(tooFewAnswers({ ...NONE, judged, verified }, FIGURES)).toBe(few);
  });

  it('zero per cent switches the rule off', () => {
    expect(tooFewAnswers({ ...NONE, judged: 500 }, { ...FIGURES, SMS_CONVERSION_PERCENT: 0 })).toBe(false);
  });
});

describe('what a message is held to', () => {
  it('everything where a stranger asks, or for a number that is not proven', () => {
    const all = ['client', 'prefix', 'country', 'overall'];
    expect(scopesFor({ known: false, subject: 'challenge' })).toEqual(all);
    expect(scopesFor({ known: true, subject: 'enrolment' })).toEqual(all);
  });

  it('the whole alone where its owner asks', () => {
    expect(scopesFor({ known: true, subject: 'challenge' })).toEqual(['overall']);
  });
});
