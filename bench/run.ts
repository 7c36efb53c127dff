import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure } from './measure.ts';
import { filledSqlite, start } from './processes.ts';
import { Report } from './report.ts';
import { type Servers, stepsOf } from './steps.ts';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    out: { type: 'string', default: 'results/latest.md' },
  },
});
const report = new Report();

async function main(): Promise<void> {
  const accounts = Number(values.accounts);
  const filled = filledSqlite(accounts);
  const servers: Servers = {
    ours: await start('ours', [7101], [filled.url, filled.keyRing]),
    floor: await start('floor', [7111], [String(accounts)]),
    peer: await start('better-auth', [7121], [String(accounts)]),
  };
  report.say(`# Benchmark: ${accounts} ${availableParallelism()} ${cpus()[0]?.model}`);
  for (const connections of [1, 8]) {
    for (const step of stepsOf(servers, connections, accounts, true))
      await measure(step, Number(values.rounds), report);
  }
  for (const server of Object.values(servers)) await server.stop();
  filled.remove();
  const file = join(import.meta.dirname, values.out);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, report.text());
}

await main();
