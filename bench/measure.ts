import { load, median, quantile } from './load.ts';
import type { Server } from './processes.ts';
import type { Answered, Call } from './protocol.ts';
import type { Report } from './report.ts';

/** Calls that are asked together; a step of several phases is one sequence per index. */
export interface Phase {
  readonly measured: boolean;
  /** Makes the calls from what all phases before were answered, in their order, and the codes that were sent. */
  readonly calls: (before: readonly (readonly Answered[])[], codes: Readonly<Record<number, string>>) => Call[];
}

/** One way of doing a step. */
export interface Contender {
  readonly name: string;
  readonly server: Server;
  /** Where its server listens for this besides its own ports. */
  readonly ports?: readonly number[];
  /** Where it is asked over other than the step's. */
  readonly connections?: number;
  readonly phases: readonly Phase[];
}

export interface Step {
  readonly name: string;
  readonly connections: number;
  readonly hashing: boolean;
  /** The first is ours: the others are what it is compared with. */
  readonly contenders: readonly Contender[];
}

interface Sample {
  readonly cpuMs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** What a step cost of each contender: the medians, for comparisons between steps. */
export type Costs = ReadonlyMap<string, number>;

/** Rounds that alternate between the contenders; ratios are made within a round. */
export async function measure(step: Step, rounds: number, report: Report): Promise<Costs> {
  const samples = new Map<string, Sample[]>();
  for (let round = -1; round < rounds; round += 1) {
    for (const contender of step.contenders) {
      const sample = await once(step, contender);
      // The round before the first warms up and is thrown away.
      if (round >= 0) samples.set(contender.name, [...(samples.get(contender.name) ?? []), sample]);
    }
  }
  const title = `${step.name}, ${step.connections} ${step.connections === 1 ? 'connection' : 'connections'}`;
  report.table(title, ['', 'CPU ms', 'a second', 'p50 ms', 'p99 ms', 'ours costs … of it']);
  const mine = samples.values().next().value ?? [];
  for (const [name, theirs] of samples) {
    const column = (pick: (sample: Sample) => number, digits: number) => median(theirs.map(pick)).toFixed(digits);
    const ratios = theirs === mine ? [] : theirs.map(({ cpuMs }, index) => (mine[index]?.cpuMs ?? 0) / cpuMs);
    if (ratios.length > 0) report.ratio(`${title}: ours / ${name}`, ratios);
    report.row([
      name,
      column((s) => s.cpuMs, 3),
      column((s) => s.perSecond, 0),
      column((s) => s.p50Ms, 2),
      column((s) => s.p99Ms, 2),
      spread(ratios),
    ]);
  }
  return new Map([...samples].map(([name, theirs]) => [name, median(theirs.map(({ cpuMs }) => cpuMs))]));
}

/** The median and, in brackets, the range. */
export const spread = (ratios: readonly number[]) =>
  ratios.length === 0
    ? ''
    : `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;

async function once(step: Step, contender: Contender): Promise<Sample> {
  const { name, server, ports = server.ports, connections = step.connections, phases } = contender;
  await server.order({ kind: 'prepare' });
  const answers: (readonly Answered[])[] = [];
  let cpuMs = 0;
  let seconds = 0;
  const latencies: number[] = [];
  for (const { measured, calls } of phases) {
    // Also ends the count of what was spent before.
    const { codes } = await server.order({ kind: 'hashing', on: measured && step.hashing });
    const made = calls(answers, codes);
    const done = await load(ports, measured ? connections : 8, made);
    answers.push(done.answers);
    const wrong = done.answers.find(({ status }) => status !== 200 && status !== 201 && status !== 202);
    if (wrong !== undefined) throw new Error(`${step.name}, ${name}: ${wrong.status} ${wrong.body}`);
    if (!measured) continue;
    cpuMs += (await server.order({ kind: 'usage' })).cpuMs;
    seconds += done.seconds;
    latencies.push(...done.latenciesMs);
  }
  const sequences = answers.at(-1)?.length ?? 0;
  return {
    cpuMs: cpuMs / sequences,
    perSecond: sequences / seconds,
    p50Ms: median(latencies),
    p99Ms: quantile(latencies, 0.99),
  };
}
