import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { bundleServer } from './bundle-server.ts';

const root = resolve(import.meta.dirname, '..');

/** In the bundle the migrations lie beside it; of the sources they stay where they are. */
const migrationsOf = (entry: Entry): NodeJS.ProcessEnv =>
  entry === 'built' ? {} : { MIGRATIONS_DIRECTORY: join(root, 'apps', 'bff', 'migrations') };

/** What `pnpm build` made. */
export const BUILT = join(root, 'dist', 'start.mjs');

/** The server as it is written, as it was last built, or with the ports that an entry file of tests puts around it. */
export type Entry = 'sources' | 'built' | `/${string}.ts` | Program;
/** A server that is bundled already, such as another release's. */
export type Program = `/${string}.mjs`;

const isProgram = (entry: Entry): entry is Program => entry.endsWith('.mjs');

const bundled = new Map<Entry, string>();

/** In there, so that the native packages are found. */
const cache = join(root, 'apps', 'bff', 'node_modules', '.cache', 'server');

/** The sources in one file, ten times as quick to start as one by one; made once for this process. */
function bundleOf(entry: Exclude<Entry, 'built' | Program>): string {
  const made = bundled.get(entry);
  if (made !== undefined) return made;
  removeLeftBundles();
  const name = entry === 'sources' ? 'server' : basename(entry, '.ts');
  const folder = join(cache, String(process.pid), entry === 'sources' ? 'sources' : 'tests');
  if (entry === 'sources') bundleServer(folder);
  else bundleServer(folder, { [name]: entry });
  const file = join(folder, `${name}.mjs`);
  bundled.set(entry, file);
  return file;
}

/** An operators' command in one file, made with the server of the sources; and where its migrations are, since none lie beside it. */
export function bundledCommand(program: string): {
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv;
} {
  return { file: join(dirname(bundleOf('sources')), `${program}.mjs`), environment: migrationsOf('sources') };
}

const fileOf = (entry: Entry) => (entry === 'built' ? BUILT : isProgram(entry) ? entry : bundleOf(entry));

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
  const child = spawn(process.execPath, [fileOf(entry)], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'info', ...migrationsOf(entry), ...environment },
    // Entries of tests are told over the fourth one what is to go wrong.
    stdio: ['ignore', 'pipe', 'pipe', ...(entry.endsWith('.ts') ? (['ipc'] as const) : [])],
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
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      output.push(line);
      if (line.includes('"message":"listening"')) listening.resolve(true);
    });
  }
  return { child, port, output, exited, listening: listening.promise };
}
