import { describe, expect, it } from 'vitest';
import { codeFault, recoveryCodeLength, typedDigits } from './typed-code.ts';

describe('a one-time code as typed', () => {
  it.each(['123 456', ' 123456 ', '123-456', '123–456', '12 34 56'])('C005: reads %j as six digits', (typed) => {
    expect(typedDigits(typed)).toBe('123456');
  });

  it.each(['\u00a0', '\u200b', '\u2060', '\ufeff', '\u00ad', '\n', '\t'])(
    'C006: leaves out the unseen mark %j',
    (mark) => {
      expect(typedDigits(`${mark}123${mark}456${mark}`)).toBe('123456');
    },
  );

  it('C007: reads full-width digits', () => {
    expect(typedDigits('１２３４５６')).toBe('123456');
  });

  it('C007: reads Arabic-Indic and extended Arabic-Indic digits', () => {
    expect(typedDigits('٠١٢٣٤٥')).toBe('012345');
    expect(typedDigits('۴۵۶۷۸۹')).toBe('456789');
  });

  it('C008: keeps a zero at the start', () => {
    expect(typedDigits('081804')).toBe('081804');
    expect(typedDigits('005924')).toBe('005924');
  });

  it('takes the code out of a whole text message', () => {
    const message = [
      '123456 is your verification code for Wattsense Console.',
      'Please use this code to verify your identity.',
      '@console.example.com #123456',
    ].join('\n');
    expect(typedDigits(message)).toBe('123456');
  });

  it('does not choose between two codes in a text', () => {
    expect(typedDigits('first 123456, then 654321')).toBe('123456654321');
  });

  it.each([
    ['', 'empty'],
    ['12345', 'short'],
    ['1234567', 'long'],
    ['123456', null],
  ])('says what keeps %j from being a code', (digits, fault) => {
    expect(codeFault(digits)).toBe(fault);
  });
});

describe('a recovery code as typed', () => {
  it.each([
    '7K2M-9XQ4-BT0V-3HNE-WC5R-8ZJP',
    '7k2m 9xq4 bt0v 3hne wc5r 8zjp',
    '7K2M9XQ4BT0V3HNEWC5R8ZJP\n',
    '7K2M–9XQ4‑BT0V−3HNE\u00a0WC5R 8ZJP',
  ])('C051: counts the symbols of %j, not its decoration', (typed) => {
    expect(recoveryCodeLength(typed)).toBe(24);
  });

  it('counts letters that the alphabet leaves out, for the server to read or refuse', () => {
    expect(recoveryCodeLength('OILU')).toBe(4);
  });
});
