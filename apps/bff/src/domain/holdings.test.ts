import { describe, expect, it } from 'vitest';
import { holdings } from './holdings.ts';

describe('what each holds at once', () => {
  it('is at most so much, and each has their own', () => {
    const take = holdings(2);
    expect([take('a'), take('a'), take('a')].map((held) => held !== null)).toEqual([true, true, false]);
    expect(take('b')).not.toBeNull();
  });

  it('is one less with each that is let go, and begins anew when all are', () => {
    const take = holdings(2);
    const [first, second] = [take('a'), take('a')];
    first?.();
    const third = take('a');
    expect(third).not.toBeNull();
    expect(take('a')).toBeNull();
    second?.();
    third?.();
    expect([take('a'), take('a'), take('a')].map((held) => held !== null)).toEqual([true, true, false]);
  });
});
