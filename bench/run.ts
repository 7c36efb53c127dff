import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { floor, hashAlone, ours, peer, threeWrites } from './calls.ts';
import { codeAt } from './code.ts';
import { load } from './load.ts';
import type { Call, Order, Routes, Usage } from './protocol.ts';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    out: { type: 'string', default: 'results/latest.md' },
  },
});
const accounts = Number(values.accounts);
const rounds = Number(values.rounds);

interface Server {
  readonly name: string;
  readonly process: ChildProcess;
  readonly port: number;
  readonly routes: Routes;
}

interface Sample {
  readonly cpuMs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** One way of doing a step, on one server; `prepare` runs before each measurement and is not measured. */
interface Contender {
  readonly name: string;
  readonly server: Server;
  readonly port?: number;
  readonly calls: (count: number) => Promise<readonly Call[]>;
  readonly status: number;
}

interface Step {
  readonly name: string;
  readonly connections: number;
  readonly count: number;
  readonly hashing: boolean;
  readonly contenders: readonly Contender[];
}

const lines: string[] = [];
const say = (line: string) => {
  lines.push(line);
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<void> {
  const servers = {
    ours: await start('ours', 7101, ours),
    floor: await start('floor', 7111, floor),
    peer: await start('better-auth', 7121, peer),
  };
  say(
    `# Benchmark: ${accounts} accounts and sessions, ${rounds} rounds, ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}`,
  );
  say(
    '\nServer CPU per request, all threads; medians over rounds that alternate between the servers. Ratios are made within a round; in brackets their range.',
  );
  for (const step of stepsOf(servers)) await measure(step);
  await storm(servers);
  for (const server of Object.values(servers)) {
    const usage = await order(server, { kind: 'usage' });
    say(`\n${server.name}: ${usage.rssMb.toFixed(0)} MB after load, ${usage.peakMb.toFixed(0)} MB at most`);
  }
  for (const server of Object.values(servers)) server.process.kill();
  const file = join(import.meta.dirname, values.out);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`);
}

function start(name: string, port: number, routes: Routes): Promise<Server> {
  const child = fork(join(import.meta.dirname, 'servers', `${name}.ts`), [String(accounts), String(port)], {
    env: { ...process.env, UV_THREADPOOL_SIZE: String(availableParallelism()) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    child.on('message', (message) => message === 'ready' && resolve({ name, process: child, port, routes }));
  });
}

function order(server: Server, what: Order): Promise<Usage> {
  return new Promise((resolve) => {
    server.process.once('message', (usage) => resolve(usage as Usage));
    server.process.send(what);
  });
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index % accounts);

function stepsOf({ ours, floor, peer }: Record<'ours' | 'floor' | 'peer', Server>): Step[] {
  const session = (server: Server): Contender => ({
    name: server.name,
    server,
    status: 200,
    calls: async (count) => range(count).map(server.routes.session),
  });
  const password = (server: Server): Contender => ({
    name: server.name,
    server,
    status: 200,
    calls: async (count) => range(count).map((account) => server.routes.password(account, true)),
  });
  const answer = (server: Server): Contender => ({
    name: server.name,
    server,
    status: 200,
    calls: (count) => challenged(server, count),
  });
  const fixed = (name: string, call: () => Call): Contender => ({
    name,
    server: floor,
    status: 200,
    calls: async (count) => range(count).map(call),
  });
  const http: Contender = { ...session(floor), name: 'node:http, same query', port: floor.port + 1 };
  return [1, 8].flatMap((connections) => [
    {
      name: 'session check',
      connections,
      count: 2000,
      hashing: false,
      contenders: [session(ours), http, session(floor), session(peer)],
    },
    {
      name: 'password step',
      connections,
      count: 60,
      hashing: true,
      contenders: [password(ours), fixed('the hash alone', hashAlone), password(floor), password(peer)],
    },
    {
      name: 'password step without its hash',
      connections,
      count: 400,
      hashing: false,
      contenders: [password(ours), password(floor), password(peer)],
    },
    {
      name: 'second step by app',
      connections,
      count: 400,
      hashing: false,
      contenders: [answer(ours), fixed('bare POST, three writes', threeWrites), answer(floor), answer(peer)],
    },
  ]);
}

/** Signs in with the password (unhashed, unmeasured) and returns the second steps that follow. */
async function challenged(server: Server, count: number): Promise<Call[]> {
  const cookies: string[] = [];
  const calls = range(count).map((account) => server.routes.password(account, true));
  await load(server.port, 8, calls, (answer, index) => {
    cookies[index] = answer.cookies;
  });
  const code = codeAt(Date.now());
  return cookies.map((cookie) => server.routes.answer(cookie, code));
}

async function measure(step: Step): Promise<void> {
  const samples = new Map<string, Sample[]>();
  for (let round = -1; round < rounds; round += 1) {
    for (const contender of step.contenders) {
      const sample = await once(step, contender);
      // The round before the first warms up and is thrown away.
      if (round >= 0) samples.set(contender.name, [...(samples.get(contender.name) ?? []), sample]);
    }
  }
  say(`\n## ${step.name}, ${step.connections} ${step.connections === 1 ? 'connection' : 'connections'}\n`);
  say('| | CPU ms | requests/s | p50 ms | p99 ms | ours costs … of it |');
  say('|---|---|---|---|---|---|');
  const mine = samples.get('ours') ?? [];
  for (const [name, theirs] of samples) {
    const ratios = theirs.map((sample, index) => (mine[index]?.cpuMs ?? 0) / sample.cpuMs);
    const ratio =
      name === 'ours'
        ? ''
        : `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;
    const column = (pick: (sample: Sample) => number, digits: number) => median(theirs.map(pick)).toFixed(digits);
    say(
      `| ${name} | ${column((s) => s.cpuMs, 3)} | ${column((s) => s.perSecond, 0)} | ${column((s) => s.p50Ms, 2)} | ${column((s) => s.p99Ms, 2)} | ${ratio} |`,
    );
  }
}

async function once(step: Step, { server, port, calls, status, name }: Contender): Promise<Sample> {
  await order(server, { kind: 'prepare' });
  await order(server, { kind: 'hashing', on: false });
  const made = await calls(step.count);
  await order(server, { kind: 'hashing', on: step.hashing });
  const result = await load(port ?? server.port, step.connections, made);
  const { cpuMs } = await order(server, { kind: 'usage' });
  const right = result.statuses.get(status) ?? 0;
  if (right !== made.length)
    throw new Error(
      `${step.name}, ${name}: ${JSON.stringify([...result.statuses])} instead of ${made.length} times ${status}`,
    );
  return {
    cpuMs: cpuMs / result.requests,
    perSecond: result.requests / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
  };
}

/** What people who are signed in notice while 32 clients guess passwords from as many addresses. */
async function storm({ ours, peer }: Record<'ours' | 'peer', Server>): Promise<void> {
  say('\n## Session check in a storm of 32 clients that guess passwords\n');
  say('| | quiet p50 ms | quiet p99 ms | storm p50 ms | storm p99 ms | peak MB |');
  say('|---|---|---|---|---|---|');
  for (const server of [ours, peer]) {
    await order(server, { kind: 'prepare' });
    await order(server, { kind: 'hashing', on: true });
    const checks = range(400).map(server.routes.session);
    const quiet = await load(server.port, 2, checks);
    const guesses = range(320).map((account, index) => from(server.routes.password(account, false), index));
    const guessing = load(server.port, 32, guesses);
    const stormy = await load(server.port, 2, checks);
    await guessing;
    const { peakMb } = await order(server, { kind: 'usage' });
    say(
      `| ${server.name} | ${[quiet.p50Ms, quiet.p99Ms, stormy.p50Ms, stormy.p99Ms].map((ms) => ms.toFixed(2)).join(' | ')} | ${peakMb.toFixed(0)} |`,
    );
  }
}

/** Each guess from an address of its own, so that no throttle ends the storm. */
const from = (call: Call, index: number): Call => ({
  ...call,
  headers: { ...call.headers, 'x-forwarded-for': `10.${index >> 8}.${index & 255}.7` },
});

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

await main();
process.exit(0);
