import { Agent, request } from 'node:http';
import type { Call } from './protocol.ts';

export interface Answered {
  readonly status: number;
  readonly cookies: string;
}

export interface Load {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers by status; anything unexpected is a fault of the benchmark. */
  readonly statuses: ReadonlyMap<number, number>;
}

/** Asks `count` calls over `connections` kept-alive connections; bounded by both. */
export async function load(
  port: number,
  connections: number,
  calls: readonly Call[],
  onAnswer?: (answer: Answered, index: number) => void,
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    while (next < calls.length) {
      const index = next;
      next += 1;
      const call = calls[index];
      if (call === undefined) return;
      const asked = performance.now();
      const answer = await ask(agent, port, call);
      latencies.push(performance.now() - asked);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      onAnswer?.(answer, index);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { requests: latencies.length, seconds, p50Ms: at(0.5), p99Ms: at(0.99), statuses };
}

function ask(agent: Agent, port: number, call: Call): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const body = call.body === undefined ? undefined : Buffer.from(call.body);
    const headers = body === undefined ? call.headers : { ...call.headers, 'content-length': body.length };
    const sent = request(
      { agent, host: '127.0.0.1', port, method: call.method, path: call.path, headers },
      (response) => {
        response.resume();
        response.on('end', () => {
          const cookies = (response.headers['set-cookie'] ?? [])
            .map((cookie) => cookie.split(';')[0] ?? '')
            .filter((pair) => !pair.endsWith('='));
          resolve({ status: response.statusCode ?? 0, cookies: cookies.join('; ') });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
