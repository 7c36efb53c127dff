import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { newKey } from '../apps/bff/src/adapters/key-ring.ts';
import { BUILT, type ConsoleProcess, type Entry, type Exit, startConsole } from './console-process.ts';
import { freePort } from './free-port.ts';
import { createRoundRobin } from './round-robin.ts';

export interface Topology {
  /** Where people reach the console: the proxy in front of all instances. */
  readonly origin: string;
  readonly keyRing: string;
  /** The environment that each instance runs with, for operators' commands and more instances. */
  readonly environment: Readonly<Record<string, string>>;
  /** By number; a stopped one keeps its place until it is started again. */
  instance(index: number): ConsoleProcess;
  /** Sends a signal to one instance and waits for its end. */
  end(index: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<Exit>;
  /** Starts a stopped instance again, on its port; as another program or with more variables where told so. */
  start(index: number, as?: Partial<Pick<TopologyOptions, 'entry' | 'environment'>>): Promise<void>;
  stop(): Promise<void>;
}

export interface TopologyOptions {
  /** `postgres://…`; the database is empty or migrated. */
  readonly databaseUrl: string;
  readonly instances?: number;
  readonly entry?: Entry;
  /** Where the proxy listens; any free port by default. */
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

type Begin = (index: number, port: number, as?: Parameters<Topology['start']>[1]) => Promise<void>;

/**
 * Several instances on one PostgreSQL behind a small proxy, without containers: what `deploy/compose.yaml`
 * starts, for tests and for hand use.
 */
export async function startTopology(options: TopologyOptions): Promise<Topology> {
  const { databaseUrl, instances = 2, entry = 'sources' } = options;
  const processes: ConsoleProcess[] = [];
  const proxy = createRoundRobin(() => processes.map(({ port }) => port));
  proxy.listen(options.port ?? 0, '127.0.0.1');
  await once(proxy, 'listening');
  // A TCP server's address is never a path.
  const origin = `http://localhost:${(proxy.address() as AddressInfo).port}`;
  const keyRing = newKey();
  const environment = {
    NODE_ENV: 'test',
    PUBLIC_ORIGIN: origin,
    DATABASE_URL: databaseUrl,
    KEY_RING: keyRing,
    TRUSTED_PROXIES: '127.0.0.1',
    ...options.environment,
  };
  const begin: Begin = async (index, port, as = {}) => {
    const variables = { ...environment, ...as.environment };
    const started = startConsole({ entry: as.entry ?? entry, port, environment: variables });
    processes[index] = started;
    if (!(await started.listening)) throw new Error(`an instance did not start: ${started.output.join('\n')}`);
  };
  const end = (index: number, signal: NodeJS.Signals): Promise<Exit> => {
    const one = at(processes, index);
    one.child.kill(signal);
    return one.exited;
  };
  const stop = async () => {
    proxy.close();
    proxy.closeAllConnections();
    await Promise.all(processes.map((_, index) => end(index, 'SIGTERM')));
  };
  try {
    const ports = await Promise.all(Array.from({ length: instances }, freePort));
    // All at once: migrations of several instances wait for each other.
    await Promise.all(ports.map((port, index) => begin(index, port)));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin,
    keyRing,
    environment,
    instance: (index) => at(processes, index),
    end,
    start: (index, as) => begin(index, at(processes, index).port, as),
    stop,
  };
}

function at(processes: readonly ConsoleProcess[], index: number): ConsoleProcess {
  const found = processes[index];
  if (found === undefined) throw new RangeError(`there is no instance ${index}`);
  return found;
}

/** By hand: a PostgreSQL, two instances and the proxy, until Ctrl-C. */
async function main(): Promise<void> {
  const { startEmbeddedPostgres } = await import('../apps/bff/test/support/embedded-postgres.ts');
  const postgres = await startEmbeddedPostgres();
  const entry = existsSync(BUILT) ? 'built' : 'sources';
  const topology = await startTopology({ databaseUrl: postgres.url, entry, port: Number(process.env['PORT'] ?? 8787) });
  process.stdout.write(`
Console    ${topology.origin}/console/   (${entry}; the pages are there once "pnpm build" has run)
Instances  ${[0, 1].map((index) => `http://127.0.0.1:${topology.instance(index).port}`).join('  ')}
Database   ${postgres.url}

An account, from another terminal:
  DATABASE_URL=${postgres.url} KEY_RING=${topology.keyRing} PUBLIC_ORIGIN=${topology.origin} \\
    pnpm account create --login alice@example.com --name Alice

Ctrl-C ends all of it.
`);
  process.once('SIGINT', () => {
    topology
      .stop()
      .then(() => postgres.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  });
}

if (import.meta.main) await main();
