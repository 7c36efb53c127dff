import { describe, expect, it } from 'vitest';
import { createFitness } from './fitness.ts';
import { noMetrics } from './no-metrics.ts';

describe('F-07: a write that failed for want of room', () => {
  const fitnessAt = () => {
    const clock = { ms: 0 };
    const told = { clockOffsetMs: () => 0, smsPaused: () => false };
    const fitness = createFitness(told, { elapsedMs: () => clock.ms });
    return { clock, fitness, metrics: fitness.watching(noMetrics) };
  };

  it.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY', '53100'])('%s is believed for a minute', (code) => {
    const { clock, fitness, metrics } = fitnessAt();
    expect(fitness.outOfRoom()).toBe(false);
    metrics.databaseUsed(0.01, code);
    metrics.databaseUsed(0.01, null);
    clock.ms = 59_999;
    expect(fitness.outOfRoom()).toBe(true);
    clock.ms = 60_000;
    expect(fitness.outOfRoom()).toBe(false);
  });

  it.each(['SQLITE_BUSY', '57P01', 'unexpected'])('%s is something else', (code) => {
    const { fitness, metrics } = fitnessAt();
    metrics.databaseUsed(0.01, code);
    expect(fitness.outOfRoom()).toBe(false);
  });
});
