import { expect, test } from 'vitest';
import { findCode } from './find-code.ts';

test.each([
  ['123456 is your verification code.\n@console.example #654321', '654321'],
  ['042917 est votre code.', '042917'],
  ['Your code: 4711.', '4711'],
  ['Call +33639980012 now', null],
  ['Order 123456789012 has shipped', null],
  ['No code here', null],
])('the code of %j is %j', (text, code) => {
  expect(findCode(text)).toBe(code);
});
