import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DIST, START, variables } from './console.ts';
import { median } from './load.ts';
import type { Filled } from './processes.ts';
import { ORIGIN } from './protocol.ts';
import type { Report } from './report.ts';
import { memoryOf } from './storm.ts';

const HELLO = "require('node:http').createServer((q, r) => r.end('{}')).listen(process.argv[1], '127.0.0.1')";
const SETTLE_MS = 1500;

interface Starter {
  readonly name: string;
  readonly port: number;
  readonly path: string;
  readonly command: readonly string[];
  readonly environment: Record<string, string>;
}

/** From the start of the process to the first answer, and the memory that it holds a moment later. */
export async function coldStart(filled: Filled, rounds: number, report: Report): Promise<void> {
  const starters = startersOf(filled);
  const times = new Map<string, number[]>();
  const idle = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const starter of starters) {
      const { ms, rssMb } = await startOnce(starter);
      times.set(starter.name, [...(times.get(starter.name) ?? []), ms]);
      idle.set(starter.name, [...(idle.get(starter.name) ?? []), rssMb]);
    }
  }
  report.table('Cold start, idle memory, size', ['', 'first answer ms', 'idle MB', 'files', 'MB on disk']);
  for (const { name } of starters) {
    const size = sizeOf(name);
    report.row([
      name,
      median(times.get(name) ?? []).toFixed(0),
      median(idle.get(name) ?? []).toFixed(0),
      size === null ? '' : String(size.files),
      size === null ? '' : size.mb.toFixed(1),
    ]);
  }
  const ratios = (of: Map<string, number[]>) =>
    (of.get('ours') ?? []).map((value, index) => value / (of.get('node:http')?.[index] ?? 1));
  report.ratio('cold start / node:http', ratios(times));
  report.ratio('idle memory / node:http', ratios(idle));
}

const startersOf = ({ url, keyRing }: Filled): Starter[] => [
  {
    name: 'ours',
    port: 7151,
    path: '/api/session',
    command: START,
    environment: { ...variables(url, keyRing), PORT: '7151', HOST: '127.0.0.1' },
  },
  { name: 'node:http', port: 7152, path: '/', command: ['-e', HELLO, '7152'], environment: {} },
  {
    name: 'better-auth',
    port: 7153,
    path: '/api/auth/get-session',
    command: [join(import.meta.dirname, 'measured', 'better-auth.ts'), '1', '7153', 'empty'],
    environment: {},
  },
];

async function startOnce({ port, path, command, environment }: Starter): Promise<{ ms: number; rssMb: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, command, { env: environment, stdio: 'ignore' });
  const headers = { host: new URL(ORIGIN).host };
  while (!(await answers(port, path, headers)));
  const ms = performance.now() - started;
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const rssMb = memoryOf(child.pid, 'VmRSS');
  await ended(child);
  return { ms, rssMb };
}

async function answers(port: number, path: string, headers: Record<string, string>): Promise<boolean> {
  const { request } = await import('node:http');
  return new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode === 200));
    });
    sent.on('error', () => setTimeout(() => resolve(false), 2));
    sent.end();
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

/** What is deployed: for ours the build, for the peer its installed packages. */
function sizeOf(name: string): { files: number; mb: number } | null {
  const folder =
    name === 'ours' ? DIST : name === 'better-auth' ? join(import.meta.dirname, 'node_modules', '.pnpm') : null;
  if (folder === null || !existsSync(folder)) return null;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name: file }) => sum + statSync(join(parentPath, file)).size, 0);
  return { files: files.length, mb: bytes / 1e6 };
}
