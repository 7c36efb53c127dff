import { statSync } from 'node:fs';
import { type Costs, measure } from './measure.ts';
import { growthModel, type Measured } from './model.ts';
import { filledSqlite, start } from './processes.ts';
import type { Report } from './report.ts';
import { type Servers, stepsOf } from './steps.ts';

const CONNECTIONS = 8;
/** The least that the others are compared with. */
const FEW = 1000;

/** The hot steps with so many accounts and sessions, beside the same with a thousand, and the bytes of each account. */
export async function growth(sizes: readonly number[], rounds: number, report: Report): Promise<void> {
  if (sizes.length === 0) return;
  const few = await costsAt(FEW, rounds, report);
  const measured = [ofOurs(FEW, few)];
  for (const size of sizes) {
    const many = await costsAt(size, rounds, report);
    measured.push(ofOurs(size, many));
    for (const [step, costs] of many.costs) {
      const before = few.costs.get(step)?.get('ours');
      const after = costs.get('ours');
      if (before !== undefined && after !== undefined)
        report.ratio(`${step}: ${size} / ${FEW} accounts`, [after / before]);
    }
    report.ratio(`bytes an account of ${size}`, [(many.bytes - few.bytes) / (size - FEW)]);
  }
  growthModel(measured, report);
}

interface Grown {
  readonly costs: ReadonlyMap<string, Costs>;
  readonly bytes: number;
}

const ofOurs = (accounts: number, { costs, bytes }: Grown): Measured => ({
  accounts,
  bytes,
  cpuMs: new Map([...costs].map(([step, of]) => [step, of.get('ours') ?? 0])),
});

async function costsAt(accounts: number, rounds: number, report: Report): Promise<Grown> {
  const filled = filledSqlite(accounts);
  const bytes = statSync(filled.url.slice('sqlite:'.length)).size;
  const servers: Servers = {
    ours: await start('ours', [7101], [filled.url, filled.keyRing]),
    floor: await start('floor', [7111], [String(accounts)]),
    peer: await start('better-auth', [7121], [String(accounts)]),
  };
  report.say(`\n# ${accounts} accounts and sessions: ${(bytes / accounts).toFixed(0)} bytes each`);
  const costs = new Map<string, Costs>();
  for (const step of stepsOf(servers, CONNECTIONS, accounts, false)) {
    if (!step.hashing) costs.set(step.name, await measure(step, rounds, report));
  }
  for (const server of Object.values(servers)) await server.stop();
  filled.remove();
  return { costs, bytes };
}
