import { describe, expect, test } from 'vitest';
import { systemClock } from './system-clock.ts';
import { createSystemRandom } from './system-random.ts';

const at = (iso: string) => ({ now: () => new Date(iso) });

describe('ids', () => {
  test("are UUIDs of version 7 that begin with the clock's milliseconds", () => {
    const id = createSystemRandom(at('2022-02-22T19:22:22.000Z')).id();
    // The timestamp of the example in RFC 9562, appendix A.6.
    expect(id).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('grow within one millisecond, past the end of the counter too', () => {
    const random = createSystemRandom(at('2026-11-25T10:00:00.000Z'));
    const ids = Array.from({ length: 10_000 }, () => random.id());
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('go on growing when the clock steps back', () => {
    let now = new Date('2026-11-25T10:00:00.000Z');
    const random = createSystemRandom({ now: () => now });
    const before = random.id();
    now = new Date('2026-11-25T09:00:00.000Z');
    const after = random.id();
    expect(after > before).toBe(true);
    now = new Date('2026-11-25T10:00:00.001Z');
    expect(random.id() > after).toBe(true);
  });

  test('of two processes at the same moment differ', () => {
    const clock = at('2026-11-25T10:00:00.000Z');
    const ids = Array.from({ length: 1000 }, () => createSystemRandom(clock).id());
    expect(new Set(ids).size).toBe(1000);
  });
});

describe('bytes', () => {
  test('have the length asked for and never repeat', () => {
    const random = createSystemRandom(systemClock);
    expect(random.bytes(20)).toHaveLength(20);
    expect(random.bytes(20)).not.toEqual(random.bytes(20));
  });
});
