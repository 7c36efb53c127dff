import type { Report } from './report.ts';

/** What was measured at a size: processor time of each step, and the bytes of the database. */
export interface Measured {
  readonly accounts: number;
  readonly cpuMs: ReadonlyMap<string, number>;
  readonly bytes: number;
}

/** Where nobody can measure here, the model alone speaks. */
const BEYOND = [10_000_000, 100_000_000];
/** In the busiest hour a fifth of the accounts sign in. */
const BUSIEST_SHARE = 0.2;
const HOUR_SECONDS = 3600;

/**
 * A step costs what it costs with few accounts and so much more for each tenfold, since all that grows is the depth
 * of B-trees and what the page cache misses; bytes grow with the accounts. Fitted to the first two sizes, held against
 * the third, and carried on beyond.
 */
export function growthModel(sizes: readonly Measured[], report: Report): void {
  const [few, more, most] = sizes;
  if (few === undefined || more === undefined) return;
  const tenfolds = (accounts: number) => Math.log10(accounts / few.accounts);
  const bytesEach = (more.bytes - few.bytes) / (more.accounts - few.accounts);
  const bytesAt = (accounts: number) => few.bytes + bytesEach * (accounts - few.accounts);
  const costAt = (step: string, accounts: number) => {
    const [first = 0, second = 0] = [few.cpuMs.get(step), more.cpuMs.get(step)];
    return first + ((second - first) / tenfolds(more.accounts)) * tenfolds(accounts);
  };
  const steps = [...few.cpuMs.keys()];
  if (most !== undefined) {
    report.table(`The growth model at ${most.accounts} accounts`, ['', 'foretold', 'measured', 'foretold / measured']);
    const compare = (name: string, foretold: number, measured: number, digits: number) => {
      report.row([name, foretold.toFixed(digits), measured.toFixed(digits), (foretold / measured).toFixed(2)]);
      report.ratio(`growth model, ${name}: foretold / measured`, [foretold / measured]);
    };
    for (const step of steps) compare(`${step}, CPU ms`, costAt(step, most.accounts), most.cpuMs.get(step) ?? 0, 3);
    compare('database, MB', bytesAt(most.accounts) / 1e6, most.bytes / 1e6, 0);
  }
  const title = 'The growth model: when a fifth of all accounts sign in within the busiest hour';
  report.table(title, ['accounts', 'sign-ins a second', ...steps.map((step) => `${step}, CPU ms`), 'database, GB']);
  for (const accounts of [...sizes.map((one) => one.accounts), ...BEYOND])
    report.row([
      accounts.toLocaleString('en'),
      ((accounts * BUSIEST_SHARE) / HOUR_SECONDS).toFixed(1),
      ...steps.map((step) => costAt(step, accounts).toFixed(3)),
      (bytesAt(accounts) / 1e9).toFixed(2),
    ]);
}
