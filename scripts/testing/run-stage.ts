import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { REPORT } from './last-run.ts';
import { endWhatIsLeft, MARK } from './left-over.ts';
import type { Stage } from './stages.ts';
import type { TestEvent } from './test-events.ts';

/** How long a child may take to put things away when it is told to end. */
const GRACE_MS = 10_000;

export interface StageEnd {
  /** Null: ended by a signal. */
  readonly code: number | null;
  /** Its last words, for a stage that cannot tell what failed. */
  readonly output: string;
}

export interface RunningStage {
  readonly ended: Promise<StageEnd>;
  /** Ends it and all that it started; resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

/**
 * Starts a stage in a process group of its own, its output in a log of its name.
 * @param mark what all that descends from it carries in its environment.
 */
export function startStage(root: string, stage: Stage, mark: string, hear: (event: TestEvent) => void): RunningStage {
  const child = spawn(process.execPath, [join(root, stage.script), ...stage.args], {
    cwd: root,
    env: { ...process.env, ...stage.environment, [MARK]: mark, TEST_EVENTS: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const output = logged(root, stage, child);
  const events = child.stdio[3];
  if (events) createInterface({ input: events as Readable }).on('line', (line) => hear(JSON.parse(line)));
  const ended = new Promise<StageEnd>((settle) => {
    child.once('error', (error) => settle({ code: 1, output: error.message }));
    child.once('close', (code) => settle({ code, output: output() }));
  });
  return { ended, stop: () => stopped(child, ended, mark) };
}

/** Where a stage's output is kept, from the project's root. */
export const logOf = (stage: Stage) => join(REPORT, `${stage.name.replaceAll(/[^a-z]+/g, '-')}.log`);

function logged(root: string, stage: Stage, child: ChildProcess): () => string {
  mkdirSync(join(root, REPORT), { recursive: true });
  const log = createWriteStream(join(root, logOf(stage)));
  let tail = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      tail = (tail + chunk.toString()).slice(-8000);
    });
  child.once('close', () => log.end());
  return () => tail;
}

async function stopped(child: ChildProcess, ended: Promise<unknown>, mark: string): Promise<void> {
  signalGroup(child, 'SIGINT');
  const late = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
  await ended;
  clearTimeout(late);
  await endWhatIsLeft(mark);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}
