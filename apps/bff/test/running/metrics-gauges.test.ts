import { describe, expect } from 'vitest';
import { createFitness } from '../../src/adapters/fitness.ts';
import { createMetricsServer } from '../../src/adapters/metrics-server.ts';
import { prune } from '../../src/flows/running/prune.ts';
import { overHttp } from '../support/over-http.ts';
import { it } from './measured-server.ts';

describe('gauges', () => {
  it('tell of the queue, the clock and the provider when they are asked for', async ({
    world,
    prometheus,
    samples,
  }) => {
    let waiting = 3;
    const fitness = createFitness({ clockOffsetMs: () => -1500, smsPaused: () => true }, world.clock);
    prometheus.measure({ fitness, hashLoad: () => ({ running: 2, waiting }) });
    expect(await samples('console_hash_queue')).toEqual({ 'state="running"': 2, 'state="waiting"': 3 });
    waiting = 0;
    expect(await samples('console_hash_queue')).toEqual({ 'state="running"': 2, 'state="waiting"': 0 });
    expect(await samples('console_clock_offset_seconds')).toEqual({ '': -1.5 });
    expect(await samples('console_sms_paused')).toEqual({ '': 1 });
  });

  it('tell of the lag of the event loop and of memory', async ({ prometheus }) => {
    expect(await prometheus.text()).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
    expect(await prometheus.text()).toMatch(/^process_resident_memory_bytes /m);
  });

  it('tell when what has ended was last cleaned up', async ({ measured, samples }) => {
    const { deps } = measured();
    deps.metrics.pruned(await prune(deps));
    expect((await samples('console_last_prune_timestamp_seconds'))['']).toBeGreaterThan(1.7e9);
  });
});

describe('the port of metrics', () => {
  it('R-CF-05: serves them and nothing else, and the console itself does not', async ({ world, prometheus }) => {
    const server = createMetricsServer(prometheus);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const ask = async (method: string, path: string) =>
      overHttp(port).request(`http://localhost:8787${path}`, { method, headers: new Headers() }, {});
    const answer = await ask('GET', '/metrics');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, prometheus.contentType]);
    expect(await answer.text()).toContain('# TYPE console_http_request_seconds histogram');
    expect((await ask('POST', '/metrics')).status).toBe(404);
    expect((await ask('GET', '/')).status).toBe(404);
    server.close();
    expect((await world.browser().send('GET', '/metrics')).status).toBe(404);
  });
});
