import { describe, expect, it } from 'vitest';
import { phaseOf, secondsUntil, triesLeft } from './processes.ts';

const T0 = new Date('2026-03-02T09:00:00Z');
const at = (seconds: number) => new Date(T0.getTime() + seconds * 1000);

describe('phaseOf', () => {
  const states = ['open', 'answered', 'cancelled', 'exhausted', 'confirmed'] as const;
  const row = (state: (typeof states)[number], failed: number) => ({ state, failed, expiresAt: at(600) });

  it('is open until its end and while tries are left', () => {
    expect(phaseOf(row('open', 0), at(599.999))).toBe('open');
    expect(phaseOf(row('open', 4), at(0))).toBe('open');
    expect(phaseOf(row('open', 5), at(0))).toBe('exhausted');
    expect(phaseOf(row('open', 0), at(600))).toBe('expired');
    expect(phaseOf(row('open', 5), at(600))).toBe('expired');
  });

  it('F-09: has ended where it began in the future, by a clock that was set back since', () => {
    expect(phaseOf(row('open', 0), at(-60))).toBe('open');
    expect(phaseOf(row('open', 0), at(-61))).toBe('expired');
    expect(phaseOf(row('open', 0), at(-365 * 24 * 3600))).toBe('expired');
  });

  it('stays what it was closed as, whatever the time and the tries', () => {
    for (const state of states.filter((one) => one !== 'open'))
      expect([phaseOf(row(state, 0), at(0)), phaseOf(row(state, 5), at(9999))]).toEqual([state, state]);
  });
});

describe('what is left', () => {
  it('is whole seconds, rounded up, and never less than nothing', () => {
    expect([at(600), at(0.001), at(0), at(-5)].map((end) => secondsUntil(end, T0))).toEqual([600, 1, 0, 0]);
    expect([0, 4, 5, 6].map(triesLeft)).toEqual([5, 1, 0, 0]);
  });
});
