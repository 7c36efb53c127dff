import * as contract from '@wattsense/contract/problem';
import { smsFailure } from '@wattsense/contract/sms';
import { describe, expect, it } from 'vitest';
import { answerTexts as appAnswer } from '../authenticators/app/answer-texts.ts';
import { enrolTexts as appEnrolment } from '../authenticators/app/enrol-texts.ts';
import { answerTexts as phoneAnswer } from '../authenticators/phone/answer-texts.ts';
import { challenge as challengeEn } from '../i18n/en/challenge.ts';
import { createFormat } from '../i18n/format.ts';
import { challenge as challengeFr } from '../i18n/fr/challenge.ts';
import { type ClientProblem, problemFrom } from './client-problem.ts';
import { type Circumstances, type RefusedCode, say as sayIn } from './problem-sentences.ts';
import { problemTexts } from './problem-text.ts';

const NOW = new Date('2026-11-25T13:28:10Z');
const same = { title: 'Title for developers', status: 400 };

function each<T extends string, R>(values: readonly T[], make: (value: T) => R): R[] {
  return values.map(make);
}

/** Every problem in every variant that has a sentence of its own. */
const problems: ClientProblem[] = [
  { type: 'offline' },
  { type: 'offline', by: 'unsent' },
  { type: 'offline', by: 'cut' },
  { ...same, type: 'not-signed-in' },
  { ...same, type: 'wrong-credentials' },
  { ...same, type: 'wrong-code', attemptsLeft: 3 },
  { ...same, type: 'wrong-code', attemptsLeft: 3, alreadyUsed: true },
  { ...same, type: 'wrong-code', attemptsLeft: 3, clock: { minutes: 4, direction: 'slow' } },
  { ...same, type: 'wrong-code', attemptsLeft: 3, clock: { minutes: 4, direction: 'fast' } },
  {
    ...same,
    type: 'step-up-required',
    requiredLevel: 'aal2',
    maxAgeSeconds: 600,
    methods: [],
    unusable: [],
  },
  { ...same, type: 'level-required', requiredLevel: 'aal2' },
  { ...same, type: 'wrong-origin' },
  { ...same, type: 'not-found' },
  { ...same, type: 'method-not-allowed' },
  ...each(
    ['already-enrolled', 'nothing-to-replace', 'two-factor-off', 'changed-elsewhere'] as const,
    (conflict): ClientProblem => ({ ...same, type: 'conflict', conflict }),
  ),
  ...each(
    ['none', 'expired', 'exhausted', 'cancelled', 'answered'] as const,
    (reason): ClientProblem => ({ ...same, type: 'challenge-over', reason }),
  ),
  { ...same, type: 'recovery-code-in-use', retryAfterSeconds: 110 },
  { ...same, type: 'no-code-sent' },
  { ...same, type: 'enrolment-over', reason: 'expired' },
  { ...same, type: 'enrolment-over', reason: 'exhausted' },
  { ...same, type: 'too-large' },
  { ...same, type: 'unsupported-media-type' },
  { ...same, type: 'wrong-host' },
  { ...same, type: 'malformed', fields: ['code'] },
  ...each(
    ['not-a-number', 'too-short', 'too-long', 'not-mobile', 'premium', 'extension', 'country-not-served'] as const,
    (reason): ClientProblem => ({ ...same, type: 'phone-refused', reason, country: null }),
  ),
  ...each(
    ['too-short', 'too-long', 'common', 'contains-login', 'same'] as const,
    (reason): ClientProblem => ({ ...same, type: 'password-refused', reason }),
  ),
  { ...same, type: 'sms-not-offered' },
  { ...same, type: 'passkeys-not-offered' },
  { ...same, type: 'too-many-attempts', retryAfterSeconds: 230 },
  { ...same, type: 'second-factor-blocked', retryAfterSeconds: 230 },
  { ...same, type: 'second-factor-disabled' },
  { ...same, type: 'too-many-messages', retryAfterSeconds: 230, earlierCodeWorks: true },
  { ...same, type: 'unexpected' },
  { ...same, type: 'cannot-verify' },
  { ...same, type: 'busy', retryAfterSeconds: 2 },
  { ...same, type: 'upgrade-under-way', retryAfterSeconds: 150 },
  ...each(smsFailure.options, (failure): ClientProblem => ({ ...same, type: 'sms-not-sent', failure })),
];

function circumstances(language: 'fr' | 'en', refused?: RefusedCode): Circumstances {
  const format = createFormat(language, 'Europe/Paris');
  return { timeIn: (seconds) => format.timeIn(seconds, NOW), country: format.country, refused };
}

const recovery = { fr: challengeFr.recovery, en: challengeEn.recovery };

it('leaves no problem of the contract out of this test', () => {
  const tried = new Set(problems.map(({ type }) => type));
  expect(Object.keys(contract.PROBLEMS).filter((type) => !tried.has(type as contract.ProblemType))).toEqual([]);
});

describe.each(['fr', 'en'] as const)('in %s', (language) => {
  const say = (problem: ClientProblem, refused?: RefusedCode) =>
    sayIn(problemTexts[language], problem, circumstances(language, refused));

  it.each(problems)('has a sentence for $type', (problem) => {
    const sentence = say(problem);
    expect(sentence).toMatch(/^\p{Lu}.*\.$/u);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object|Title for developers/);
  });

  it.each([{ type: 'a-newer-problem' }, { type: 'constructor' }])('reads $type as unexpected', (answered) => {
    expect(say(problemFrom(400, answered))).toBe(say({ ...same, type: 'unexpected' }));
  });

  it('D011: advises by the way the code was made', () => {
    const wrong: ClientProblem = { ...same, type: 'wrong-code', attemptsLeft: 3 };
    const rooms = [appAnswer[language], appEnrolment[language].form, phoneAnswer[language], recovery[language]];
    const ways = [...rooms.map(({ refused }) => refused), undefined];
    expect(new Set(ways.map((way) => say(wrong, way))).size).toBe(ways.length);
  });

  it('C039: says a time of day to wait for, not that the code is wrong', () => {
    const time = language === 'fr' ? '14\u00a0h\u00a032' : '2:32\u00a0pm';
    for (const type of ['too-many-attempts', 'second-factor-blocked', 'recovery-code-in-use'] as const) {
      expect(say({ ...same, type, retryAfterSeconds: 230 })).toContain(time);
    }
    const messages = { ...same, type: 'too-many-messages', retryAfterSeconds: 230, earlierCodeWorks: false } as const;
    expect(say(messages)).toContain(time);
  });

  it('D011: nobody is sent to the recovery code who is at it, nor to a code that never left', () => {
    const blocked: ClientProblem = { ...same, type: 'second-factor-blocked', retryAfterSeconds: 230 };
    const advice = language === 'fr' ? /utilisez votre code de récupération/ : /use your recovery code/;
    expect(say(blocked, appAnswer[language].refused)).toMatch(advice);
    expect(say(blocked, recovery[language].refused)).not.toMatch(advice);
    const held = (earlierCodeWorks: boolean) =>
      say({ ...same, type: 'too-many-messages', retryAfterSeconds: 230, earlierCodeWorks });
    const works = language === 'fr' ? /déjà reçu reste valable/ : /already received still works/;
    expect(held(true)).toMatch(works);
    expect(held(false)).not.toMatch(works);
  });

  it('D010, D004: says of a challenge that is over only what is known of its end', () => {
    const said = (['none', 'expired', 'exhausted', 'cancelled', 'answered'] as const).map((reason) =>
      say({ ...same, type: 'challenge-over', reason }),
    );
    expect(new Set(said).size).toBe(said.length);
    const long = language === 'fr' ? /trop de temps/ : /too long/;
    expect(said.filter((sentence) => long.test(sentence))).toHaveLength(1);
  });
});

describe('D055: a code of a moment ago', () => {
  const said = (language: 'fr' | 'en', minutes: number) =>
    sayIn(
      problemTexts[language],
      { ...same, type: 'wrong-code', attemptsLeft: 3, clock: { minutes, direction: 'slow' } },
      circumstances(language, appAnswer[language].refused),
    );
  it.each([1, 2])('has expired, %i min old', (minutes) => {
    expect(said('en', minutes)).toMatch(/expired/);
    expect(said('fr', minutes)).toMatch(/expiré/);
  });
  it('far off it is the clock', () => {
    expect(said('en', 4)).toMatch(/clock/);
    expect(said('fr', 4)).toMatch(/horloge/);
  });
});
