import { describe, expect, it } from 'vitest';
import { keyGroups } from './key-groups.ts';

describe('a key in groups', () => {
  it('has eight groups of four for a 160-bit key', () => {
    const groups = keyGroups('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(groups).toEqual(['GEZD', 'GNBV', 'GY3T', 'QOJQ', 'GEZD', 'GNBV', 'GY3T', 'QOJQ']);
  });

  it('loses nothing when the length is no multiple of four', () => {
    expect(keyGroups('ABCDEFGHIJ')).toEqual(['ABCD', 'EFGH', 'IJ']);
  });

  it('is empty for an empty key', () => {
    expect(keyGroups('')).toEqual([]);
  });
});
