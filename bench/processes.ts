import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKey } from '../apps/bff/src/adapters/key-ring.ts';
import type { Order, Usage } from './protocol.ts';

/** Several processes count as one server: their processor time adds up, and calls go to each in turn. */
export interface Server {
  readonly name: string;
  readonly ports: readonly number[];
  order(what: Order): Promise<Usage>;
  stop(): Promise<void>;
}

const file = (name: string) => join(import.meta.dirname, 'measured', `${name}.ts`);
/** As the product's own start script sets it, for all alike. */
const environment = { ...process.env, UV_THREADPOOL_SIZE: String(Math.max(2, availableParallelism())) };

/** Starts `measured/<name>.ts` once per port, each with the arguments and its port. */
export async function start(name: string, ports: readonly number[], args: readonly string[]): Promise<Server> {
  const children: ChildProcess[] = [];
  for (const port of ports) children.push(await startOne(name, [...args, String(port)]));
  return {
    name,
    ports,
    order: async (what) => {
      const usages: Usage[] = [];
      for (const child of children) usages.push(await orderOne(child, what));
      return usages.reduce(together);
    },
    stop: async () => {
      for (const child of children) await stopOne(child);
    },
  };
}

const together = (one: Usage, other: Usage): Usage => ({
  cpuMs: one.cpuMs + other.cpuMs,
  rssMb: Math.max(one.rssMb, other.rssMb),
  peakMb: Math.max(one.peakMb, other.peakMb),
  codes: { ...one.codes, ...other.codes },
});

function startOne(name: string, args: readonly string[]): Promise<ChildProcess> {
  const child = fork(file(name), args, { env: environment, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    child.on('message', (message) => message === 'ready' && resolve(child));
  });
}

function orderOne(child: ChildProcess, what: Order): Promise<Usage> {
  return new Promise((resolve) => {
    child.once('message', (usage) => resolve(usage as Usage));
    child.send(what);
  });
}

function stopOne(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

export interface Filled {
  readonly url: string;
  readonly keyRing: string;
  remove(): void;
}

/** A console's database with so many accounts, filled by a process of its own. */
export function filledSqlite(accounts: number): Filled {
  const folder = mkdtempSync(join(tmpdir(), 'bench-ours-'));
  const filled = { url: `sqlite:${join(folder, 'console.sqlite')}`, keyRing: newKey('bench') };
  fill(filled, accounts);
  return { ...filled, remove: () => rmSync(folder, { recursive: true }) };
}

export function fill({ url, keyRing }: Pick<Filled, 'url' | 'keyRing'>, accounts: number): void {
  execFileSync(process.execPath, [file('ours-fill'), url, keyRing, String(accounts)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
