import { expect, test } from 'vitest';
import { SENTINELS, sentinelOf } from './sentinels.ts';

test('endings are four digits, each used once', () => {
  const endings = SENTINELS.map(({ ending }) => ending);
  expect(endings.every((ending) => /^\d{4}$/.test(ending))).toBe(true);
  expect(new Set(endings).size).toBe(endings.length);
});

test('numbers that end in 0000 to 0400 are ordinary', () => {
  const ordinary = Array.from({ length: 401 }, (_, index) => `3363998${String(index).padStart(4, '0')}`);
  expect(ordinary.filter((number) => sentinelOf(number))).toEqual([]);
});

test('an ending holds in the French and the British fictional ranges alike', () => {
  expect(sentinelOf('33639980401')?.fault).toBe('unauthorized');
  expect(sentinelOf('447700900401')?.fault).toBe('unauthorized');
});
