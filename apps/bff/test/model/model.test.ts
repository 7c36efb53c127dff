import fc from 'fast-check';
import { afterAll, describe, it } from 'vitest';
import { sequences } from './model-commands.ts';
import { Worlds } from './model-worlds.ts';

const RUNS = 60;
const LONGEST = 40;

describe('two browsers on one account', () => {
  const worlds = new Worlds('sqlite');
  afterAll(() => worlds.close());

  it('R-TX-06: whatever they do, in whatever order and at once, nothing comes about that the model forbids', async () => {
    // A failure prints its seed and the shortest sequence found; scripts/model-run.ts plays as many as one likes.
    await fc.assert(
      fc.asyncProperty(sequences(LONGEST), (sequence) => worlds.play(sequence)),
      { numRuns: RUNS, endOnFailure: false },
    );
  }, 170_000);
});
