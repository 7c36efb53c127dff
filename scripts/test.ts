import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readLastRun, writeLastRun } from './testing/last-run.ts';
import { hindrance } from './testing/preflight.ts';
import { processorSeconds } from './testing/processor-time.ts';
import { clock, Progress } from './testing/progress.ts';
import { logOf, type RunningStage, type StageEnd, startStage } from './testing/run-stage.ts';
import { type Stage, stagesOf, stagesOfChanged, stagesOfFailed } from './testing/stages.ts';
import { commandOf, type Failure } from './testing/test-events.ts';

const root = resolve(import.meta.dirname, '..');

const HELP = `pnpm test            what a person waits for: checks, server, both databases, each browser flow once
pnpm test:rest       everything else
pnpm test:all        both
pnpm test --failed   what failed in the last run
pnpm test --changed [--since <revision>]   what a change touches
`;

/** Runs the stages one after another, all of them whatever fails, and ends with one line. */
async function main(): Promise<void> {
  const stages = chosen();
  if (stages.length === 0) return end('Nothing to run.', 0);
  const refused = hindrance(stages);
  if (refused !== null) return end(refused, 1);
  const last = readLastRun(root);
  const expected = stages.reduce((sum, stage) => sum + (last.seconds[stage.name] ?? stage.expectedSeconds), 0);
  const progress = new Progress(expected);
  const seconds = await runAll(stages, progress, { ...last.seconds });
  const failed = progress.failures.map((failure) => failure.repeat);
  writeLastRun(root, { failed, seconds: isWhole() ? seconds : last.seconds });
  summarise(progress);
  process.exit(progress.total.failed === 0 && progress.total.passed > 0 ? 0 : 1);
}

const { values: asked } = parseArgs({
  options: {
    rest: { type: 'boolean' },
    all: { type: 'boolean' },
    failed: { type: 'boolean' },
    changed: { type: 'boolean' },
    since: { type: 'string' },
    help: { type: 'boolean' },
  },
});

const isWhole = () => asked.failed !== true && asked.changed !== true;

function chosen(): readonly Stage[] {
  if (asked.help === true) return end(HELP, 0);
  if (asked.failed === true) return stagesOfFailed(readLastRun(root));
  if (asked.changed === true) return stagesOfChanged(root, asked.since ?? null);
  if (asked.rest === true) return stagesOf('rest');
  return asked.all === true ? [...stagesOf('test'), ...stagesOf('rest').slice(1)] : stagesOf('test');
}

async function runAll(
  stages: readonly Stage[],
  progress: Progress,
  seconds: Record<string, number>,
): Promise<Record<string, number>> {
  const mark = randomUUID();
  let running: RunningStage | null = null;
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (interrupted) return;
      interrupted = true;
      progress.say(`Stopping (${signal})…`);
      void (running?.stop() ?? Promise.resolve()).then(() => end('Interrupted: not all was run.', 130));
    });
  for (const [index, stage] of stages.entries()) {
    const began = progress.seconds;
    const before = progress.total.failed;
    progress.begin(stage, `[${index + 1}/${stages.length}]`);
    running = startStage(root, stage, mark, (event) => progress.hear(event));
    const ended = await running.ended;
    if (interrupted) return new Promise(() => undefined);
    judge(stage, ended, progress.total.failed > before, progress);
    seconds[stage.name] = Math.round(progress.seconds - began);
    // Flows against pages that could not be built would say nothing.
    if (stage.name === 'build' && ended.code !== 0) break;
  }
  return seconds;
}

/** A stage that failed without naming a failed test has failed all the same. */
function judge(stage: Stage, { code, output }: StageEnd, named: boolean, progress: Progress): void {
  if (code === 0 && stage.counts === 'one') progress.hear({ kind: 'passed' });
  if (code === 0 || named) return;
  const script = stage.counts === 'tests' ? 'test' : stage.name.replace(/s$/, '');
  // Faults stand at its end.
  const message = `${output.trim().split('\n').slice(-20).join('\n')}\nits whole output: ${logOf(stage)}`;
  progress.failed({ name: stage.name, message, repeat: { runner: 'script', script } });
}

function summarise(progress: Progress): void {
  const { passed, failed, skipped } = progress.total;
  const processor = processorSeconds();
  const spent = processor === null ? '' : `, ${Math.round(processor)} s of processor time`;
  progress.say(`\n${clock(progress.seconds)} of wall time${spent}${skipped === 0 ? '' : `, ${skipped} skipped`}`);
  if (failed > 0) tellFailures(progress.failures);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
}

function tellFailures(failures: readonly Failure[]): void {
  process.stdout.write('\nWhat failed, and how to repeat each alone:\n');
  for (const { name, repeat } of failures) process.stdout.write(`  ${name}\n    ${commandOf(repeat)}\n`);
  process.stdout.write('All of them again: pnpm test --failed\n');
  process.stdout.write('Logs: test-report/; of the browser with its traces: pnpm exec playwright show-report\n');
}

function end(text: string, code: number): never {
  process.stdout.write(`${text}\n`);
  process.exit(code);
}

await main();
