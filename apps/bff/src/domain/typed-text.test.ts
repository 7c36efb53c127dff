import { expect, test } from 'vitest';
import { plainTyped, withoutSeparators } from './typed-text.ts';

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
  expect(withoutSeparators('a b\u00a0c\u202fd\te\nf-g\u2010h\u2011i\u2013j\u2014k\u2212l')).toBe('abcdefghijkl');
});
