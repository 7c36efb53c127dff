import { readOneTimeCode } from '@wattsense/contract/typed-code';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameCode } from './one-time-code.ts';

describe('C005: grouped as apps print it', () => {
  test.each(['123 456', ' 123456 ', '123-456', '1 2 3 4 5 6', '123\u2013456'])('%j', (typed) => {
    expect(readOneTimeCode(typed).code).toBe('123456');
  });
});

describe('C006: with unseen characters out of a message', () => {
  test.each([
    ['no-break space', '\u00a0'],
    ['narrow no-break space', '\u202f'],
    ['zero-width space', '\u200b'],
    ['word joiner', '\u2060'],
    ['byte order mark', '\ufeff'],
    ['soft hyphen', '\u00ad'],
    ['line feed', '\n'],
    ['tab', '\t'],
    ['left-to-right mark', '\u200e'],
    ['isolate', '\u2068'],
    ['variation selector', '\ufe0f'],
  ])('%s around and inside', (_, mark) => {
    expect(readOneTimeCode(`${mark}123${mark}456${mark}`).code).toBe('123456');
  });
});

test('C007: full-width digits', () => {
  expect(readOneTimeCode('\uff11\uff12\uff13\uff14\uff15\uff16').code).toBe('123456');
});

test('T-038: Arabic-Indic and Persian digits', () => {
  expect(readOneTimeCode('\u0661\u0662\u0663\u0664\u0665\u0666').code).toBe('123456');
  expect(readOneTimeCode('\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6').code).toBe('123456');
});

test('C008: a leading zero stays', () => {
  expect(readOneTimeCode('081804').code).toBe('081804');
  expect(readOneTimeCode('005 924').code).toBe('005924');
  expect(readOneTimeCode('000000').code).toBe('000000');
});

describe('C009: nothing else gets past', () => {
  test.each(['1234567', '123456abc', 'x123456', '123456\n9', '123456654321'])('%j', (typed) => {
    expect(readOneTimeCode(typed).code).toBeNull();
  });
});

describe('C010: the wrong length or no digits is null, never an exception', () => {
  test.each(['', ' ', '12345', 'abcdef', '+123456', '1e5', '123.456', '\u2460\u2461\u2462\u2463\u2464', '\ud800'])(
    '%j',
    (typed) => {
      expect(readOneTimeCode(typed).code).toBeNull();
    },
  );
});

test('any text gives six ASCII digits or null, and what it gives is its own normal form', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({
          unit: fc.constantFrom(...'0123456789 -\u200b\uff15\u0667'),
        }),
      ),
      (typed) => {
        const code = readOneTimeCode(typed).code;
        if (code === null) return;
        expect(code).toMatch(/^[0-9]{6}$/);
        expect(readOneTimeCode(code).code).toBe(code);
      },
    ),
  );
});

test('codes are the same only when every digit and the length are', () => {
  expect(sameCode('081804', '081804')).toBe(true);
  for (const other of ['081805', '181804', '08180', '0818040', '', '\u0000'])
    expect([other, sameCode(other, '081804'), sameCode('081804', other)]).toEqual([other, false, false]);
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(sameCode(a, b)).toBe(a === b);
      expect(sameCode(a, a)).toBe(true);
    }),
  );
});
