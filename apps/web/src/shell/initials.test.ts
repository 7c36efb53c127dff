import { expect, it } from 'vitest';
import { initials } from './initials.ts';

it.each([
  ['Alice Martin', 'AM'],
  ['Jean-Luc de la Tour', 'JT'],
  ['élodie', 'É'],
  ['  ', ''],
  ['😀 Test', '😀T'],
])('of %j are %j', (name, expected) => {
  expect(initials(name)).toBe(expected);
});
