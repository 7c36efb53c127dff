import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { coldStart } from './cold-start.ts';
import { goals } from './goals.ts';
import { growth } from './growth.ts';
import { measure } from './measure.ts';
import { onPostgres } from './postgres.ts';
import { filledSqlite, start } from './processes.ts';
import { Report } from './report.ts';
import { rightPasswords } from './right-passwords.ts';
import { type Servers, stepsOf } from './steps.ts';
import { storm } from './storm.ts';

const HELP = `Usage: pnpm bench [--accounts <n>] [--rounds <n>] [--connections <n,…>] [--growth <n,…>] [--out <file>]
       pnpm bench --storm

Measures the console beside better-auth and a floor in one run, round by round in turn, and writes the table
to bench/results/. --storm measures alone what others meet while somebody asks with right passwords and wrong ones.
--growth 100000,1000000 also measures with so many accounts (minutes more, for filling).
Build first: pnpm build.`;

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '1,8,64' },
    growth: { type: 'string', default: '' },
    storm: { type: 'boolean', default: false },
    out: { type: 'string', default: 'results/latest.md' },
    help: { type: 'boolean', default: false },
  },
});
const numbers = (list: string) => list.split(',').filter(Boolean).map(Number);

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const report = new Report();
  const accounts = Number(values.accounts);
  const rounds = Number(values.rounds);
  const filled = filledSqlite(accounts);
  if (values.storm) {
    await rightPasswords(filled, rounds, report);
    filled.remove();
    write(report);
    return;
  }
  const servers: Servers = {
    ours: await start('ours', [7101], [filled.url, filled.keyRing]),
    floor: await start('floor', [7111], [String(accounts)]),
    peer: await start('better-auth', [7121], [String(accounts)]),
  };
  report.say(`# ${accounts} accounts and sessions, ${rounds} rounds`);
  report.say(
    `\n${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}, SQLite with synchronous=FULL, argon2id 19 MiB/2/1 for all.`,
  );
  report.say(
    'CPU: of the server process, all threads, per sequence; medians of rounds that alternate between the servers. Ratios are made within a round; in brackets their range.',
  );
  for (const connections of numbers(values.connections)) {
    for (const step of stepsOf(servers, connections, accounts, connections === 8)) await measure(step, rounds, report);
  }
  // Codes of this very moment may be spent: the storm's people start afresh.
  await servers.ours.order({ kind: 'prepare' });
  await servers.ours.stop();
  await storm(filled, servers.peer, Math.min(rounds, 5), report);
  await servers.floor.stop();
  await servers.peer.stop();
  await rightPasswords(filled, Math.min(rounds, 5), report);
  await coldStart(filled, rounds, report);
  filled.remove();
  await onPostgres(accounts, rounds, report);
  await growth(numbers(values.growth), Math.min(rounds, 3), report);
  goals(report);
  write(report);
}

function write(report: Report): void {
  const file = join(import.meta.dirname, values.out);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, report.text());
}

await main();
