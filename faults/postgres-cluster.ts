import { execFile, spawnSync } from 'node:child_process';
import { appendFileSync, chownSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { missingProgram } from '../apps/bff/test/support/debian-package.ts';
import { freePort } from '../scripts/free-port.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

const run = promisify(execFile);

/** A PostgreSQL of Debian's package, with whatever stands in for it, until it is stopped. */
export interface Cluster {
  /** Where instances reach the writer, whichever server that is. */
  readonly way: TcpProxy;
  /** A new one, reached by the way. */
  createDatabase(): Promise<string>;
  /** A streaming standby; commits wait for it when it is synchronous. */
  addStandby(kind: 'synchronous' | 'asynchronous'): Promise<void>;
  /** The standby hears nothing from the writer any more. */
  detachStandby(): void;
  /** The writer is killed; the standby takes its place, and the way leads there. */
  failOver(): Promise<{ readonly tookMs: number }>;
  stop(): Promise<void>;
}

interface Server {
  readonly data: string;
  readonly port: number;
}

/** Starts a server in a folder of its own. Throws with a reason where there is no PostgreSQL of Debian's. */
export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-'));
  const { tool, launch, kill } = controlIn(folder);
  let writer: Server = { data: join(folder, 'writer'), port: await freePort() };
  let standby: Server | null = null;
  const running = new Set<Server>();
  await tool('initdb', '--pgdata', writer.data, '--username=postgres', '--auth=trust', '--no-sync');
  configure(writer, 'max_connections = 200');
  await launch(writer);
  running.add(writer);
  const way = await startTcpProxy(writer.port);
  const feed = await startTcpProxy(writer.port);
  let made = 0;
  return {
    way,
    createDatabase: async () => {
      const name = `console_${++made}`;
      await onServer(writer, `create database ${name}`);
      return urlOf(way.port, name);
    },
    addStandby: async (kind) => {
      standby = { data: join(folder, `standby-${Date.now()}`), port: await freePort() };
      const from = `host=127.0.0.1 port=${feed.port} user=postgres application_name=standby`;
      feed.leadTo(writer.port);
      await tool(
        'pg_basebackup',
        '--pgdata',
        standby.data,
        '--dbname',
        from,
        '--write-recovery-conf',
        '--checkpoint=fast',
        '--no-sync',
      );
      configure(standby, `synchronous_standby_names = ''`);
      await launch(standby);
      running.add(standby);
      if (kind === 'synchronous') await onServer(writer, `alter system set synchronous_standby_names = 'standby'`);
      await onServer(writer, 'select pg_reload_conf()');
      await untilStreaming(writer, kind === 'synchronous' ? 'sync' : 'async');
    },
    detachStandby: () => {
      feed.refuse(true);
      feed.cut();
    },
    failOver: async () => {
      if (standby === null) throw new Error('there is no standby');
      const began = performance.now();
      await kill(writer);
      running.delete(writer);
      await tool('pg_ctl', '--pgdata', standby.data, '--wait', '--silent', 'promote');
      way.leadTo(standby.port);
      way.cut();
      [writer, standby] = [standby, null];
      feed.refuse(false);
      return { tookMs: Math.round(performance.now() - began) };
    },
    stop: async () => {
      await Promise.all([way.close(), feed.close(), ...[...running].map(kill)]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL's own programs, run as a user that it runs as. */
function controlIn(folder: string) {
  const programs = findPrograms();
  const user = unprivileged();
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const tool = (name: string, ...args: readonly string[]) => run(join(programs, name), args, { ...user, cwd: folder });
  const control = ({ data }: Server, ...args: readonly string[]) =>
    tool('pg_ctl', '--pgdata', data, '--wait', '--silent', ...args);
  return {
    tool,
    launch: (server: Server) => control(server, '--log', join(folder, 'log'), 'start'),
    kill: (server: Server) => control(server, '--mode=immediate', 'stop'),
  };
}

const urlOf = (port: number, database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;

function configure({ data, port }: Server, ...lines: readonly string[]): void {
  const own = [
    `port = ${port}`,
    `listen_addresses = '127.0.0.1'`,
    `unix_socket_directories = ''`,
    'log_timezone = UTC',
  ];
  appendFileSync(join(data, 'postgresql.auto.conf'), `${[...own, ...lines].join('\n')}\n`);
}

async function onServer({ port }: Server, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: urlOf(port, 'postgres') });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

async function untilStreaming(writer: Server, state: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const { rows } = await onServer(writer, 'select sync_state from pg_stat_replication');
    if (rows[0]?.['sync_state'] === state) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the standby does not follow');
}

/** Where Debian has the server's own programs. */
function findPrograms(): string {
  const find = () => globSync('/usr/lib/postgresql/*/bin/pg_basebackup').toSorted().at(-1);
  if (find() === undefined) missingProgram('postgres', 'postgresql');
  const found = find();
  if (found === undefined) throw new Error("there is no PostgreSQL of Debian's package (postgresql)");
  return join(found, '..');
}

/** PostgreSQL does not run as root. */
function unprivileged(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (option: string) => Number(spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}
