import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { internationalFormat, parsePhoneNumber } from './phone-number.ts';

const SERVED = 'FR,BE,CH,LU,MC,DE,ES,IT,NL,GB,PT,GP,MQ,GF,RE,YT,JE,GG,IM,HU,LT,MX,US,CA'.split(',');

function parse(country: string, typed: string, { served = SERVED, fictional = [] as string[] } = {}) {
  return parsePhoneNumber({ country, typed, servedCountries: served, fictionalPrefixes: fictional });
}

/** The E.164 form, or the reason of the refusal. */
function read(country: string, typed: string, options?: Parameters<typeof parse>[2]) {
  const parsed = parse(country, typed, options);
  return parsed.kind === 'ok' ? parsed.phone.e164 : parsed.reason;
}

test('a number has all that flows need, in one form', () => {
  expect(parse('FR', '06 12 34 56 78')).toEqual({
    kind: 'ok',
    phone: { e164: '+33612345678', country: 'FR' },
  });
  expect(internationalFormat('+33612345678')).toBe('+33 6 12 34 56 78');
  expect(internationalFormat('unknown')).toBe('unknown');
});

describe('C073: the trunk zero after the country code is dropped', () => {
  test.each([
    ['GB', '07400 123456', '+447400123456'],
    ['GB', '+44 (0)7400 123456', '+447400123456'],
    ['GB', '+4407400123456', '+447400123456'],
    ['GB', '44 07400 123456', '+447400123456'],
    ['GB', '7400123456', '+447400123456'],
    ['FR', '+33 0 6 12 34 56 78', '+33612345678'],
    ['FR', '+33(0)6 12 34 56 78', '+33612345678'],
    ['HU', '+36 06 20 123 4567', '+36201234567'],
    ['LT', '+370 8 612 34567', '+37061234567'],
  ])('%s %s', (country, typed, e164) => {
    expect(read(country, typed)).toBe(e164);
  });
});

describe('C074: 00 stands for the plus', () => {
  test.each([
    ['GB', '0044 7400 123456'],
    ['FR', '0044 7400 123456'],
    ['US', '0044 7400 123456'],
    ['US', '00 44 7400 123456'],
    ['US', '011 44 7400 123456'],
    ['AU', '0011 44 7400 123456'],
    ['XX', '0044 7400 123456'],
    ['XX', '+44 7400 123456'],
  ])('%s %s', (country, typed) => {
    expect(read(country, typed)).toBe('+447400123456');
  });

  test('without a known country a national number is refused', () => {
    expect(parse('XX', '07400 123456')).toEqual({ kind: 'refused', reason: 'not-a-number', country: null });
  });
});

describe('C075: the Italian zero is neither added nor taken off', () => {
  test.each([
    ['312 345 6789', '+393123456789'],
    ['+39 312 345 6789', '+393123456789'],
    ['06 1234 5678', 'not-mobile'],
    ['+390612345678', 'not-mobile'],
    ['+39612345678', 'not-a-number'],
    ['0312 345 6789', 'not-mobile'],
  ])('%s', (typed, outcome) => {
    expect(read('IT', typed)).toBe(outcome);
  });
});

describe('C076: the country is that of the number, not that of the calling code or the choice', () => {
  test.each([
    ['GB', '07797 712345', '+447797712345', 'JE'],
    ['GB', '07781 123456', '+447781123456', 'GG'],
    ['JE', '07797 712345', '+447797712345', 'JE'],
    ['JE', '07781 123456', '+447781123456', 'GG'],
    ['JE', '07400 123456', '+447400123456', 'GB'],
    ['FR', '+590 690 12 34 56', '+590690123456', 'GP'],
    ['FR', '+262 692 12 34 56', '+262692123456', 'RE'],
    ['RE', '0692 12 34 56', '+262692123456', 'RE'],
    ['RE', '0639 69 12 34', '+262639691234', 'YT'],
    ['FR', '+41 79 123 45 67', '+41791234567', 'CH'],
    ['US', '+1 604 250 1234', '+16042501234', 'CA'],
  ])('%s %s', (chosen, typed, e164, country) => {
    expect(parse(chosen, typed)).toMatchObject({ kind: 'ok', phone: { e164, country } });
  });

  test.each([
    ['GB', '07797 712345', ['GB'], 'JE'],
    ['FR', '+1 242 359 1234', ['US', 'CA', 'FR'], 'BS'],
    ['US', '+1 787 234 5678', ['US'], 'PR'],
    ['FR', '+7 912 345 67 89', SERVED, 'RU'],
  ])('T-080: %s %s is not served where only %j are', (chosen, typed, served, country) => {
    expect(parse(chosen, typed, { served })).toEqual({ kind: 'refused', reason: 'country-not-served', country });
  });
});

describe('C077: Mexico', () => {
  test.each(['55 1234 5678', '+52 55 1234 5678', '+52 1 55 1234 5678', '044 55 1234 5678', '045 55 1234 5678'])(
    '%s',
    (typed) => {
      expect(read('MX', typed)).toBe('+525512345678');
    },
  );
});

describe('C078: copied from contacts and chats', () => {
  test.each([
    ['embedding marks', '\u202a+447400123456\u202c'],
    ['override marks', '\u202d+447400123456\u202c'],
    ['isolate marks', '\u2068+447400123456\u2069'],
    ['a left-to-right mark', '\u200e+447400123456'],
    ['no-break spaces', '+44\u00a07400\u202f123456'],
    ['a tel link', ' tel:+447400123456'],
    ['non-breaking hyphens', '+44\u20117400\u2011123456'],
    ['dots', '+44.7400.123456'],
    ['a dot at the end', '07400 123456.'],
    ['the end of a list', '07400 123456;,'],
    ['a line break', '07400 123456\n'],
    ['full-width digits', '\uff0b\uff14\uff14\uff17\uff14\uff10\uff10\uff11\uff12\uff13\uff14\uff15\uff16'],
    ['Arabic-Indic digits', '\u0660\u0667\u0664\u0660\u0660 \u0661\u0662\u0663\u0664\u0665\u0666'],
  ])('%s', (_, typed) => {
    expect(read('GB', typed)).toBe('+447400123456');
  });
});

describe('C079: only what can get a text is taken', () => {
  test.each([
    ['GB', '020 7946 0018', 'not-mobile'],
    ['FR', '01 99 00 12 34', 'not-mobile'],
    ['FR', '09 50 12 34 56', 'not-mobile'],
    ['GB', '07092 123456', 'not-mobile'],
    ['GB', '0800 123 4567', 'not-mobile'],
    ['US', '+1 800 234 5678', 'not-mobile'],
    ['GB', '+44 909 879 0000', 'premium'],
    ['FR', '08 90 64 12 34', 'premium'],
    ['FR', '08 20 12 34 56', 'premium'],
    ['FR', '+882 16 123 456', 'country-not-served'],
    ['GB', '+44 7400 123456 ext 12', 'extension'],
    ['FR', '06 12 34 56 78 poste 12', 'extension'],
    ['FR', '06 12 34 56 78 #12', 'extension'],
    ['FR', 'tel:+33612345678;ext=5', 'extension'],
    ['US', '+1 415 555 2671', '+14155552671'],
    ['CA', '604 250 1234', '+16042501234'],
    ['FR', '07 56 78 90 12', '+33756789012'],
  ])('%s %s: %s', (country, typed, outcome) => {
    expect(read(country, typed)).toBe(outcome);
  });
});

describe('what is not a number says why', () => {
  test.each([
    ['FR', '06 12 34 56 7', 'too-short'],
    ['FR', '06 12', 'too-short'],
    ['FR', '3', 'too-short'],
    ['FR', '+33', 'too-short'],
    ['GB', '+33 6 12 34 56 7', 'too-short'],
    ['FR', '112', 'too-short'],
    ['FR', '06 12 34 56 78 9', 'too-long'],
    ['FR', `06${'1'.repeat(40)}`, 'too-long'],
    ['FR', '07 00 12 34 56', 'not-a-number'],
    ['FR', '', 'not-a-number'],
    ['FR', '+', 'not-a-number'],
    ['FR', 'jean', 'not-a-number'],
    ['FR', '+999 123 456 789', 'not-a-number'],
    ['FR', '06 12 34 56 78 / 06 12 34 56 79', 'too-long'],
    ['US', '1-800-FLOWERS', 'not-a-number'],
    ['MX', '+52 1 55 1234 5678 9', 'too-long'],
    ['FR', '06 12 tel: 34 56 78', 'not-a-number'],
  ])('%s %j: %s', (country, typed, reason) => {
    expect(read(country, typed)).toBe(reason);
  });

  test('with the country it was read for', () => {
    expect(parse('FR', '06 12')).toEqual({ kind: 'refused', reason: 'too-short', country: 'FR' });
    expect(parse('FR', '+44 20 7946 0018')).toEqual({ kind: 'refused', reason: 'not-mobile', country: 'GB' });
    // Nobody's number of +1: the one chosen if it shares the code, else the first that does.
    const nobodys = ['CA', 'FR', 'XX'].map((chosen) => parse(chosen, '+1 999 999 9999'));
    expect(nobodys).toMatchObject([{ country: 'CA' }, { country: 'US' }, { country: 'US' }]);
  });
});

test('T-082: every spelling of a number is stored as one', () => {
  const spellings = [
    '+44 7400 123456',
    '0044 7400 123456',
    '07400 123456',
    '\uff10\uff17\uff14\uff10\uff10 123456',
    '+44 (0) 7400-123-456',
  ];
  expect(new Set(spellings.map((typed) => read('GB', typed)))).toEqual(new Set(['+447400123456']));
});

describe('fictional ranges', () => {
  const fictional = ['+3363998', '+447700900'];

  test('are no numbers unless they are listed', () => {
    expect(read('FR', '06 39 98 00 01')).toBe('not-a-number');
    expect(read('GB', '07700 900123')).toBe('not-a-number');
  });

  test.each([
    ['FR', '06 39 98 00 01', '+33639980001', 'FR'],
    ['GB', '+33 6 39 98 00 01', '+33639980001', 'FR'],
    ['US', '0033 6 39 98 00 01', '+33639980001', 'FR'],
    ['GB', '07700 900123', '+447700900123', 'GB'],
    ['FR', '+44 7700 900123', '+447700900123', 'GB'],
  ])('%s %s is taken for a mobile where it is listed', (chosen, typed, e164, country) => {
    expect(parse(chosen, typed, { fictional })).toMatchObject({ kind: 'ok', phone: { e164, country } });
  });

  test('are refused like others for length, country and extension', () => {
    expect(read('FR', '06 39 98 00 0', { fictional })).toBe('too-short');
    expect(read('FR', '06 39 98 00 01 23', { fictional })).toBe('too-long');
    expect(read('FR', '06 39 98 00 01', { fictional, served: ['GB'] })).toBe('country-not-served');
    expect(read('FR', '06 39 98 00 01 x2', { fictional })).toBe('extension');
    expect(read('FR', '06 39 97 00 01', { fictional })).toBe('not-a-number');
  });
});

describe('any text', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 64 }),
    fc.string({ unit: fc.constantFrom(...'0123456789+ ()-.x'), maxLength: 64 }),
  );
  const country = fc.oneof(fc.constantFrom(...SERVED), fc.string({ minLength: 2, maxLength: 2 }));

  test('gives a number or a reason, and a number is its own only spelling', () => {
    fc.assert(
      fc.property(country, typed, (chosen, text) => {
        const parsed = parse(chosen, text);
        if (parsed.kind === 'refused') return;
        expect(parsed.phone.e164).toMatch(/^\+[1-9]\d{6,14}$/);
        expect(read('FR', parsed.phone.e164)).toBe(parsed.phone.e164);
        expect(read('US', internationalFormat(parsed.phone.e164))).toBe(parsed.phone.e164);
      }),
      { numRuns: 1000 },
    );
  });
});
