import { describe, expect, it } from 'vitest';
import { isOlder } from './releases.ts';

describe('a release that is needed', () => {
  it.each([
    ['0.1.0', '0.2.0', true],
    ['0.2.0', '0.2.0', false],
    ['0.2.1', '0.2.0', false],
    ['0.10.0', '0.9.9', false],
    ['0.9.9', '0.10.0', true],
    ['10.0.0', '9.0.0', false],
    ['0.2.10', '0.2.9', false],
    ['1.0.0', '0.2.0', false],
    [null, '0.1.0', false],
    [null, '0.2.0', true],
  ])('is met or not: %j for %s, too old: %s', (running, needed, tooOld) => {
    expect(isOlder(running, needed)).toBe(tooOld);
  });

  it.each(['', '0.2', 'v0.2.0', '0.2.0-rc.1', 'latest'])('is not met by what cannot be read: %j', (running) => {
    expect(isOlder(running, '0.1.0')).toBe(true);
  });

  it('that nobody can read is met by none', () => {
    expect(isOlder('9.9.9', 'next')).toBe(true);
  });
});
