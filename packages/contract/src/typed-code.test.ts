import { describe, expect, test } from 'vitest';
import { plainTyped, readOneTimeCode, readRecoveryCode } from './typed-code.ts';

test('every decimal digit of Unicode is read as its value', () => {
  const known = [
    ['Arabic-Indic', '\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669'],
    ['Persian', '\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9'],
    ['Devanagari', '\u0966\u0967\u0968\u0969\u096a\u096b\u096c\u096d\u096e\u096f'],
    ['Thai', '\u0e50\u0e51\u0e52\u0e53\u0e54\u0e55\u0e56\u0e57\u0e58\u0e59'],
    ['full-width', '\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19'],
    ['bold', '\u{1d7ce}\u{1d7cf}\u{1d7d0}\u{1d7d1}\u{1d7d2}\u{1d7d3}\u{1d7d4}\u{1d7d5}\u{1d7d6}\u{1d7d7}'],
  ];
  for (const [script, digits = ''] of known) expect([script, plainTyped(digits)]).toEqual([script, '0123456789']);

  const digits: string[] = [];
  for (let point = 0; point < 0x110000; point += 1) {
    const character = String.fromCodePoint(point);
    if (/\p{Nd}/u.test(character)) digits.push(plainTyped(character));
  }
  expect(digits.length).toBeGreaterThan(600);
  expect(digits.join('')).toBe('0123456789'.repeat(digits.length / 10));
});

test('marks without a shape go, letters and inner spaces stay', () => {
  expect(plainTyped('\u202ajean\u200b \u00addupont\u2069\ufe0f')).toBe('jean dupont');
});

test('separators are spaces of any kind, line breaks and dashes of any kind', () => {
  expect(readOneTimeCode('1 2\u00a03\u202f4\t5\n6').code).toBe('123456');
  expect(readOneTimeCode('1-2\u20103\u20114\u20135\u22126').code).toBe('123456');
});

describe('D016: a one-time code', () => {
  const digits = (zero: number) => [1, 2, 3, 4, 5, 6].map((digit) => String.fromCodePoint(zero + digit)).join('');
  test.each([
    ['Devanagari', 0x966],
    ['Bengali', 0x9e6],
    ['Arabic-Indic', 0x660],
    ['Persian', 0x6f0],
    ['Thai', 0xe50],
    ['Myanmar', 0x1040],
    ['full-width', 0xff10],
    ['Adlam', 0x1e950],
  ])('is read in %s digits', (_, zero) => {
    expect(readOneTimeCode(digits(zero))).toEqual({ code: '123456', fault: null });
  });

  test.each([
    ['2FA: 587 619', '587619'],
    ['587-619 is your code', '587619'],
    ['G-587619 is your code.', '587619'],
    ['Votre code\u202f: 587\u202f619. Valable 10 minutes.', '587619'],
    ['587619 is your verification code for Wattsense Console.\n@console.example.com #587619', '587619'],
    ['Code 587619\n10 minutes', '587619'],
    ['Call +33 6 12 34 56 78 if it was not you. Code (587619)', '587619'],
    ['कोड: ५८७ ६१९', '587619'],
    ['[587 619]', '587619'],
    ['G2 587619', '587619'],
  ])('is the one group of six in %j', (text, code) => {
    expect(readOneTimeCode(text)).toEqual({ code, fault: null });
  });

  test.each([
    'code 5876 valid 10 minutes',
    'first 123456, then 654321',
    'ref 12 345678',
    'Call 06 12 34 56 78',
    'total 1.123456',
    '123,456,789 visitors',
    'x123456',
    '123456abc',
    '30.11.2026',
    '12:34:56',
    'no digits at all',
    '+123456',
  ])('is not put together from %j', (text) => {
    expect(readOneTimeCode(text)).toEqual({ code: null, fault: 'unclear' });
  });

  test.each([
    ['', 'empty'],
    [' - \u200b', 'empty'],
    ['12345', 'short'],
    ['123 4567', 'long'],
    ['123456\n9', 'long'],
    ['123456', null],
  ])('%j: %j', (typed, fault) => {
    expect(readOneTimeCode(typed).fault).toBe(fault);
  });

  test.each(['1 ', '1-', '1 - ', '1 1x', '1.1 ', '+1 ', ' '])(
    'is looked for in a text of %j over and over at a cost that grows with its length alone',
    (part) => {
      const cost = (times: number) => {
        const text = `${part.repeat(times)}1x`;
        const least = Array.from({ length: 7 }, () => {
          const before = process.cpuUsage();
          expect(readOneTimeCode(text).code).toBeNull();
          const { user, system } = process.cpuUsage(before);
          return user + system;
        });
        return Math.min(...least);
      };
      cost(1000);
      // Ten times the text; what grows with its square costs a hundred times as much.
      expect(cost(4000)).toBeLessThan(35 * cost(400) + 2000);
    },
  );
});

describe('D016: a recovery code', () => {
  const code = '7K2M-9XQ4-BT0V-3HNE-WC5R-8ZJP';
  test.each([
    ['in Devanagari digits', code.replaceAll('2', '\u0968')],
    [
      'out of the saved file',
      `Wattsense Console – recovery code\r\n\r\nAccount: a@example.com\r\n\r\n${code}\r\n\r\nKeep it.`,
    ],
    ['in two rows with a word before', `Code: 7K2M-9XQ4-BT0V-\n3HNE-WC5R-8ZJP`],
  ])('is read %s', (_, text) => {
    expect(readRecoveryCode(text)).toEqual({ code, fault: null });
  });

  test.each([
    ['', 'empty'],
    [code.slice(0, -1), 'short'],
    [`${code}7`, 'long'],
    [code.replace('7', 'U'), 'unclear'],
    [code.replaceAll('-', '.'), 'unclear'],
    [`${code}, or ${code.replace('7', '8')}`, 'unclear'],
  ])('%j: %j', (typed, fault) => {
    expect(readRecoveryCode(typed)).toEqual({ code: null, fault });
  });
});
