import { spawn } from 'node:child_process';
import { bundledCommand } from '../../../../scripts/console-process.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Without the last line break. */
  readonly output: string;
  readonly complaint: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  kill(): void;
}

/**
 * Starts a command in a process of its own, as an operator does: `['account', 'show', 'a@example.com']`. It is bundled,
 * as it is deployed: read source by source each start would take ten times the processor time.
 */
function startCommand(
  [program = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = '',
): Running {
  const bundled = bundledCommand(program);
  const child = spawn(process.execPath, [bundled.file, ...args], {
    // Nothing of this machine's variables slips in; outside the checkout no development environment is found.
    env: { PATH: process.env['PATH'], ...bundled.environment, ...environment },
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const parts = { output: '', complaint: '' };
  child.stdout.on('data', (part: Buffer) => {
    parts.output += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    parts.complaint += part.toString();
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<Ended>((done) => {
    child.once('close', (code, signal) =>
      done({ code, signal, output: parts.output.trimEnd(), complaint: parts.complaint.trimEnd() }),
    );
  });
  return { ended, kill: () => child.kill('SIGKILL') };
}

export const runCommand = (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  input?: string,
): Promise<Ended> => startCommand(args, environment, input).ended;

/** The one JSON object that a command printed. */
export function json(ended: Ended): Record<string, unknown> {
  if (ended.code !== 0) throw new Error(`exit ${ended.code}: ${ended.complaint}`);
  return JSON.parse(ended.output);
}
