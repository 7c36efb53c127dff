import { Agent, request } from 'node:http';
import type { Answered, Call } from './protocol.ts';

export interface Load {
  readonly seconds: number;
  readonly latenciesMs: readonly number[];
  /** In the order of the calls. */
  readonly answers: readonly Answered[];
  /** By how much what was watched grew during each call, in the order of `latenciesMs`. */
  readonly growth: readonly (readonly number[])[];
}

const PAUSE_MS = 50;
const MOST_REFUSALS = 200;

/**
 * Asks the calls over `connections` kept-alive connections; bounded by both. With several ports, as a proxy
 * would have several instances, each call goes to the next one.
 * @param insistent asks again what was refused for the moment.
 * @param watched reads counters that only grow, before and after each call.
 */
export async function load(
  ports: readonly number[],
  connections: number,
  calls: readonly Call[],
  insistent = true,
  watched: () => readonly number[] = () => [],
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latenciesMs: number[] = [];
  const answers: Answered[] = [];
  const growth: number[][] = [];
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    for (let index = next++; index < calls.length; index = next++) {
      const call = calls[index];
      const port = ports[index % ports.length];
      if (call === undefined || port === undefined) return;
      const before = watched();
      const asked = performance.now();
      answers[index] = await (insistent ? askUntilServed : ask)(agent, port, call);
      latenciesMs.push(performance.now() - asked);
      growth.push(watched().map((now, at) => now - (before[at] ?? 0)));
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return { seconds, latenciesMs, answers, growth };
}

/** More than any measurement takes, so that it ends by itself. */
const MOST_IN_A_STORM = 50_000;

/**
 * Asks in so many loops until it is stopped, whatever the answer.
 * @returns when each loop had its first answer, and what stops them and tells how often they asked.
 */
export function storming(
  port: number,
  loops: number,
  call: (n: number) => Call,
): { readonly underWay: Promise<void>; stop(): Promise<number> } {
  const agent = new Agent({ keepAlive: true, maxSockets: loops });
  let asked = 0;
  let answeredLoops = 0;
  let stopped = false;
  const underWay = Promise.withResolvers<void>();
  const loop = async () => {
    for (let mine = 0; !stopped && asked < MOST_IN_A_STORM; mine += 1) {
      await ask(agent, port, call(asked++));
      if (mine === 0) answeredLoops += 1;
      if (answeredLoops === loops) underWay.resolve();
    }
  };
  const all = Promise.all(Array.from({ length: loops }, loop)).catch((error: unknown) => underWay.reject(error));
  return {
    underWay: underWay.promise,
    stop: async () => {
      stopped = true;
      await all;
      agent.destroy();
      return asked;
    },
  };
}

/** A server with a bounded queue refuses what does not fit into it: then its client waits a little and asks again. */
async function askUntilServed(agent: Agent, port: number, call: Call): Promise<Answered> {
  let answered = await ask(agent, port, call);
  for (let again = 0; answered.status === 503 && again < MOST_REFUSALS; again += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    answered = await ask(agent, port, call);
  }
  return answered;
}

function ask(agent: Agent, port: number, call: Call): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const body = call.body === undefined ? undefined : Buffer.from(call.body);
    const headers = body === undefined ? call.headers : { ...call.headers, 'content-length': body.length };
    const options = { agent, host: '127.0.0.1', port, method: call.method, path: call.path, headers };
    const sent = request(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const cookies = (response.headers['set-cookie'] ?? [])
          .map((cookie) => cookie.split(';')[0] ?? '')
          .filter((pair) => !pair.endsWith('='));
        resolve({
          status: response.statusCode ?? 0,
          cookies: cookies.join('; '),
          body: Buffer.concat(parts).toString('utf8'),
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The value below which a share of the values lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);
