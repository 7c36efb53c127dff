import { readFileSync } from 'node:fs';
import { from, ours } from './calls.ts';
import { type Load, load, quantile } from './load.ts';
import type { Report } from './report.ts';

const SLOW = 0.98;
const CLIENTS = 32;
const GUESSES = 640;
const CHECKS = 600;

/**
 * Where the slowest session checks are spent while 32 clients guess passwords, by what Linux counts of the server's
 * main thread and of the asking one (`/proc/<pid>/schedstat`: on a core, and ready without one; in nanoseconds).
 */
export async function slowChecks(pid: number, port: number, rounds: number, report: Report): Promise<void> {
  const all: { latency: number; growth: readonly number[] }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { latenciesMs, growth } = await checksInStorm(pid, port, round);
    all.push(...latenciesMs.map((latency, index) => ({ latency, growth: growth[index] ?? [] })));
  }
  const least = quantile(
    all.map(({ latency }) => latency),
    SLOW,
  );
  const slow = all.filter(({ latency }) => latency >= least);
  const mean = (of: (one: (typeof slow)[number]) => number) =>
    slow.reduce((sum, one) => sum + of(one), 0) / slow.length;
  const counted = (at: number) => mean(({ growth }) => (growth[at] ?? 0) / 1e6);
  const [running, ready, askerReady] = [counted(0), counted(1), counted(2)];
  const took = mean(({ latency }) => latency);
  report.table(`Where the slowest 2 of 100 session checks are in the storm (${slow.length} of ${all.length})`, [
    '',
    'ms',
  ]);
  const row = (what: string, ms: number) => report.row([what, ms.toFixed(1)]);
  row('a slow check, in the mean', took);
  row("the server's main thread on a core, with all that it serves", running);
  row('ready, and waiting for a core', ready);
  row('asleep: for the disk, or with nothing to do', Math.max(0, took - running - ready));
  row('meanwhile: the asking thread ready, and waiting for a core', askerReady);
}

async function checksInStorm(pid: number, port: number, round: number): Promise<Load> {
  const guesses = Array.from({ length: GUESSES }, (_, index) =>
    from(ours.password(500 + (index % 400), false), 10_000 + round * GUESSES + index),
  );
  const guessing = load([port], CLIENTS, guesses, false);
  const checks = Array.from({ length: CHECKS }, (_, index) => ours.session(index));
  const checked = await load([port], 1, checks, true, () => [...scheduled(pid), scheduled(process.pid)[1]]);
  await guessing;
  return checked;
}

function scheduled(pid: number): [number, number] {
  const [running, ready] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
  return [Number(running), Number(ready)];
}
