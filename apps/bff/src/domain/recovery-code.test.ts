import { readRecoveryCode } from '@wattsense/contract/typed-code';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recoveryCode, reservedSeconds } from './recovery-code.ts';

const code = '0123-4567-89AB-CDEF-GHJK-MNPQ';

describe('a recovery code', () => {
  test('is 120 bits in six groups of four Crockford symbols', () => {
    // The first 24 symbols of the alphabet are the numbers 0 to 23, five bits each.
    const bits = Array.from({ length: 24 }, (_, index) => index.toString(2).padStart(5, '0')).join('');
    const bytes = Uint8Array.from({ length: 15 }, (_, index) =>
      Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2),
    );
    expect(recoveryCode(bytes)).toBe(code);
    expect(recoveryCode(new Uint8Array(15))).toBe('0000-0000-0000-0000-0000-0000');
    expect(recoveryCode(new Uint8Array(15).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ');
  });

  test('keeps every bit: different bytes give different codes, canonical as they are', () => {
    const fifteen = fc.uint8Array({ minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(fifteen, fifteen, (a, b) => {
        expect(recoveryCode(a) === recoveryCode(b)).toBe(a.every((byte, index) => byte === b[index]));
        expect(readRecoveryCode(recoveryCode(a)).code).toBe(recoveryCode(a));
      }),
    );
  });

  test('of too few bytes is a fault of ours', () => {
    expect(() => recoveryCode(new Uint8Array(14))).toThrow(RangeError);
  });
});

describe('a reservation', () => {
  const now = new Date('2026-03-02T09:00:00Z');
  const reserved = (seconds: number) =>
    reservedSeconds({ reservedUntil: new Date(now.getTime() + seconds * 1000) }, now);

  test('keeps the code for its session until it ends', () => {
    expect([120, 1, 0.001, 0, -1].map(reserved)).toEqual([120, 1, 1, 0, 0]);
    expect(reservedSeconds({ reservedUntil: null }, now)).toBe(0);
  });

  test('of a clock that was ahead counts as far as clocks may differ, and beyond that not at all', () => {
    expect([121, 180, 181, 86_400].map(reserved)).toEqual([121, 180, 0, 0]);
  });
});

describe('C051: separators are decoration', () => {
  test.each([
    ['as shown', code],
    ['without dashes', code.replaceAll('-', '')],
    ['blanks for dashes', code.replaceAll('-', ' ')],
    ['en dashes', code.replaceAll('-', '\u2013')],
    ['non-breaking hyphens', code.replaceAll('-', '\u2011')],
    ['minus signs', code.replaceAll('-', '\u2212')],
    ['no-break spaces', code.replaceAll('-', '\u00a0')],
    ['blanks around', `  ${code} `],
    ['a line break at the end', `${code}\r\n`],
    ['one group a line', code.replaceAll('-', '\n')],
    ['marks from a chat', `\u2068${code}\u2069\u200b`],
    ['small letters', code.toLowerCase()],
    ['full-width letters', code.replace('A', '\uff21').replace('B', '\uff42')],
  ])('%s', (_, typed) => {
    expect(readRecoveryCode(typed).code).toBe(code);
  });
});

test('R-RC-09: O, I and L are read as the digits they look like', () => {
  expect(readRecoveryCode('OiIl-4567-89AB-CDEF-GHJK-MNPQ').code).toBe('0111-4567-89AB-CDEF-GHJK-MNPQ');
});

describe('C009: what cannot be a recovery code is null', () => {
  test.each([
    '',
    code.slice(0, -1),
    `${code}7`,
    `${code}${code}`,
    code.replace('Q', 'U'),
    code.replace('Q', '\u00df'),
    code.replace('0', '\ud800'),
    '123456',
  ])('%j', (typed) => {
    expect(readRecoveryCode(typed).code).toBeNull();
  });

  test('any text gives a canonical code or null', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const canonical = readRecoveryCode(typed).code;
        if (canonical !== null) expect(readRecoveryCode(canonical).code).toBe(canonical);
      }),
    );
  });
});
