import { describe, expect, test } from 'vitest';
import { isGsm7OneSegment, numberRetiredText, smsHostFits, smsText } from './sms-text.ts';

const host = 'console.wattsense.com';

describe('the text that brings a code', () => {
  test('in English is the article’s two lines and the origin-bound one', () => {
    expect(smsText('en', '123456', host)).toBe(
      '123456 is your verification code for Wattsense Console.\n' +
        'Please use this code to verify your identity.\n' +
        '@console.wattsense.com #123456',
    );
  });

  test('in French has the same shape', () => {
    expect(smsText('fr', '123456', host)).toBe(
      '123456 est votre code de vérification pour Wattsense Console.\n' +
        'Utilisez ce code pour confirmer votre identité.\n' +
        '@console.wattsense.com #123456',
    );
  });

  test('is 132 and 140 units long, GSM-7, one segment', () => {
    expect(smsText('en', '123456', host)).toHaveLength(132);
    expect(smsText('fr', '123456', host)).toHaveLength(140);
    expect(isGsm7OneSegment(smsText('en', '123456', host))).toBe(true);
    expect(isGsm7OneSegment(smsText('fr', '123456', host))).toBe(true);
  });

  test('C008: keeps leading zeros', () => {
    expect(smsText('en', '005924', host)).toMatch(/^005924 .* #005924$/s);
  });
});

test('the notice of a replaced number is GSM-7, one segment, and names neither code nor number', () => {
  for (const language of ['en', 'fr'] as const) {
    expect(isGsm7OneSegment(numberRetiredText(language))).toBe(true);
    expect(numberRetiredText(language)).toContain('Wattsense Console');
    expect(numberRetiredText(language)).not.toMatch(/\d|http/);
  }
});

describe('scenario 41: one segment of GSM-7', () => {
  test.each([
    ['160 letters', 'a'.repeat(160), true],
    ['161 letters', 'a'.repeat(161), false],
    ['80 signs of the extension table', '€'.repeat(80), true],
    ['81 signs of the extension table', '€'.repeat(81), false],
    ['the accents that GSM-7 has', 'èéùìòàÉäöüñ', true],
    ['a circumflex that it has not', 'être', false],
    ['a cedilla that it has not', 'français', false],
    ['a typographic apostrophe', 'it’s', false],
    ['a no-break space', 'a\u00a0b', false],
    ['an emoji', '\u{1f600}', false],
    ['nothing', '', true],
  ])('%s', (_, text, fits) => {
    expect(isGsm7OneSegment(text)).toBe(fits);
  });
});

test('a host fits up to 41 characters of GSM-7', () => {
  expect(smsHostFits(host)).toBe(true);
  expect(smsHostFits('localhost')).toBe(true);
  expect(smsHostFits('h'.repeat(41))).toBe(true);
  expect(smsHostFits('h'.repeat(42))).toBe(false);
  expect(smsHostFits('bâtiment.example')).toBe(false);
  expect(smsHostFits(new URL('https://bâtiment.example').hostname)).toBe(true);
});
