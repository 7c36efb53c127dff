import fc from 'fast-check';
import { sequences } from './model-commands.ts';
import { Worlds } from './model-worlds.ts';

export interface ModelRun {
  readonly runs: number;
  readonly seed: number;
  /** Commands that a sequence has at most, besides those that lead in. */
  readonly longest: number;
  readonly say: (line: string) => void;
  readonly progress: (line: string) => void;
}

const PROGRESS_EVERY = 500;

/** Plays `runs` sequences; true when none of them came to what the model forbids. The same seed plays the same ones. */
export async function runModel({ runs, seed, longest, say, progress }: ModelRun): Promise<boolean> {
  const worlds = new Worlds('sqlite');
  const started = new Date();
  say(`Two browsers on one account: ${runs} sequences of at most ${longest} commands, seed ${seed}`);
  say(`Node ${process.versions.node}, SQLite, begun ${started.toISOString()}`);
  let played = 0;
  const details = await fc.check(
    fc.asyncProperty(sequences(longest), async (sequence) => {
      await worlds.play(sequence);
      played += 1;
      if (played % PROGRESS_EVERY === 0) progress(`${played} played`);
    }),
    { numRuns: runs, seed },
  );
  await worlds.close();
  const seconds = Math.round((Date.now() - started.getTime()) / 1000);
  const commands = [...worlds.outcomes.values()].reduce((sum, count) => sum + count, 0);
  say(
    `${played} sequences, ${commands} commands, ${seconds} s: ${details.failed ? 'FAILED' : 'nothing that the model forbids'}`,
  );
  if (details.failed) {
    say(fc.defaultReportMessage(details) ?? '');
    say(String(details.errorInstance));
  }
  say('');
  say('What the commands came to:');
  for (const [what, count] of [...worlds.outcomes].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    say(`${String(count).padStart(8)}  ${what}`);
  return !details.failed;
}
