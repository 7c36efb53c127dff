import fc from 'fast-check';
import { afterAll, describe, it } from 'vitest';
import { sequences } from './model-commands.ts';
import { Worlds } from './model-worlds.ts';

const RUNS = 100;
const LONGEST = 25;

/** There two requests at once really run beside one another; on SQLite each unit of work has the process to itself. */
describe('two browsers on one account, on postgres', () => {
  const worlds = new Worlds('postgres');
  afterAll(() => worlds.close());

  it('R-TX-06: whatever they do, in whatever order and at once, nothing comes about that the model forbids', async () => {
    await fc.assert(
      fc.asyncProperty(sequences(LONGEST), (sequence) => worlds.play(sequence)),
      { numRuns: RUNS },
    );
  }, 300_000);
});
