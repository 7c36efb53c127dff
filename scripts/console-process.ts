import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { bundleServer } from './bundle-server.ts';

const root = resolve(import.meta.dirname, '..');

/** In the bundle the migrations lie beside it; of the sources they stay where they are. */
const MIGRATIONS: Record<Entry, NodeJS.ProcessEnv> = {
  sources: { MIGRATIONS_DIRECTORY: join(root, 'apps', 'bff', 'migrations') },
  built: {},
};

/** What `pnpm build` made. */
export const BUILT = join(root, 'dist', 'start.mjs');

/** The server as it is written, or as it was last built. */
export type Entry = 'sources' | 'built';

let bundled: string | undefined;

/** In there, so that the native packages are found. */
const cache = join(root, 'apps', 'bff', 'node_modules', '.cache', 'server');

/** The sources in one file, ten times as quick to start as one by one; made once for this process. */
function bundleOfSources(): string {
  if (bundled !== undefined) return bundled;
  removeLeftBundles();
  const folder = join(cache, String(process.pid));
  bundleServer(folder);
  bundled = join(folder, 'server.mjs');
  return bundled;
}

/** A test's worker is ended without a last word, so the next one clears up after it. */
function removeLeftBundles(): void {
  if (!existsSync(cache)) return;
  for (const pid of readdirSync(cache))
    if (!isRunning(Number(pid))) rmSync(join(cache, pid), { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

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
  readonly entry?: Entry;
  readonly port: number;
  /** Beside `PORT` and `PATH` there is nothing else: no variable of this machine slips in. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts a server and reads its log, by whose `listening` line it is known to be there. */
export function startConsole({ entry = 'sources', port, environment }: StartConsole): ConsoleProcess {
  const child = spawn(process.execPath, [entry === 'built' ? BUILT : bundleOfSources()], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'info', ...MIGRATIONS[entry], ...environment },
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
