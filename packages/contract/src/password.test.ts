import { expect, test } from 'vitest';
import { tokenInFragment } from './password.ts';

const TOKEN = 'aZ09_-'.repeat(7).concat('b');

test.each(['', '.', ',', ').', '>', '"', '…', '%20', ' ', '\u00a0.'])(
  'D036: a link is alive with %j of its sentence stuck to it',
  (end) => {
    expect(tokenInFragment(`#${TOKEN}${end}`)).toBe(TOKEN);
  },
);

test.each(['', '#', '#.', 'token', '#/x'])('%j holds no token', (fragment) => {
  expect(tokenInFragment(fragment)).toBe('');
});
