import { expect, test } from 'vitest';
import { measure } from './measure.ts';

test('the English text of the console is 132 septets in one segment', () => {
  const text =
    '123456 is your verification code for Wattsense Console.\nPlease use this code to verify your identity.\n@console.wattsense.com #123456';
  expect(measure(text)).toEqual({ encoding: 'GSM-7', units: 132, segments: 1, outsideGsm7: '' });
});

test('one typographic apostrophe turns a text into UCS-2 and names itself', () => {
  expect(measure(`it’s ${'x'.repeat(66)}`)).toEqual({
    encoding: 'UCS-2',
    units: 71,
    segments: 2,
    outsideGsm7: '’',
  });
});

test.each([
  ['a'.repeat(160), 160, 1],
  ['a'.repeat(161), 161, 2],
  ['a'.repeat(306), 306, 2],
  ['a'.repeat(307), 307, 3],
  ['€'.repeat(80), 160, 1],
  // 152 letters and an escaped one: the escape does not fit the first part of 153.
  [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 306, 3],
])('a GSM-7 text is counted in septets and parts of 153 (%#)', (text, units, segments) => {
  expect(measure(text)).toMatchObject({ encoding: 'GSM-7', units, segments });
});

test('a forced unicode text is counted in UTF-16 units', () => {
  expect(measure('hello', true)).toMatchObject({ encoding: 'UCS-2', units: 5, segments: 1 });
});
