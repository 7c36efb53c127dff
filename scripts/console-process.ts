import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '..');

/** The server as it is written, and as it is built (`pnpm build`). */
export const ENTRIES = {
  sources: join(root, 'apps', 'bff', 'src', 'main.ts'),
  built: join(root, 'dist', 'start.mjs'),
} as const;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One server in a process of its own. */
export interface ConsoleProcess {
  readonly child: ChildProcess;
  readonly port: number;
  /** Lines of both streams, as they came. */
  readonly output: readonly string[];
  readonly exited: Promise<Exit>;
  /** Whether it got as far as listening; false when it ended before. */
  readonly listening: Promise<boolean>;
}

export interface StartConsole {
  readonly entry?: keyof typeof ENTRIES;
  readonly port: number;
  /** Beside `PORT` and `PATH` there is nothing else: no variable of this machine slips in. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts a server and reads its log, by whose `listening` line it is known to be there. */
export function startConsole({ entry = 'sources', port, environment }: StartConsole): ConsoleProcess {
  const child = spawn(process.execPath, [ENTRIES[entry]], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const listening = Promise.withResolvers<boolean>();
  const exited = new Promise<Exit>((done) => {
    // After `close` every line has been read.
    child.once('close', (code, signal) => {
      listening.resolve(false);
      done({ code, signal });
    });
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output.push(line);
      if (line.includes('"message":"listening"')) listening.resolve(true);
    });
  }
  return { child, port, output, exited, listening: listening.promise };
}
