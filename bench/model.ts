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
 * A step costs so much more for each tenfold of accounts, since all that grows is the depth of B-trees and what the page
 * cache misses; bytes grow with the accounts. Fitted to the first two sizes and held against the third; what lies beyond
 * goes on from the last two.
 */
export function growthModel(sizes: readonly Measured[], report: Report): void {
  const [few, more, most] = sizes;
  if (few === undefined || more === undefined) return;
  const tenfolds = (accounts: number) => Math.log10(accounts / few.accounts);
  const bytesEach = (more.bytes - few.bytes) / (more.accounts - few.accounts);
  const bytesAt = (accounts: number) => few.bytes + bytesEach * (accounts - few.accounts);
  const costAt = (step: string, accounts: number, [from, to] = [few, more]) => {
    const [first = 0, second = 0] = [from.cpuMs.get(step), to.cpuMs.get(step)];
    const each = (second - first) / (tenfolds(to.accounts) - tenfolds(from.accounts));
    return first + each * (tenfolds(accounts) - tenfolds(from.accounts));
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
  const last: [Measured, Measured] = most === undefined ? [few, more] : [more, most];
  for (const accounts of [...sizes.map((one) => one.accounts), ...BEYOND]) {
    const measured = sizes.find((one) => one.accounts === accounts);
    report.row([
      accounts.toLocaleString('en'),
      ((accounts * BUSIEST_SHARE) / HOUR_SECONDS).toFixed(1),
      ...steps.map((step) => (measured?.cpuMs.get(step) ?? costAt(step, accounts, last)).toFixed(3)),
      (bytesAt(accounts) / 1e9).toFixed(2),
    ]);
  }
}
