import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, SECRET, startBench } from './receipt-bench.ts';
import { order, until } from './sender.ts';
import { verify } from './webhook.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

describe('retries', () => {
  test('after 503 and 429 at 5 s doubling, each under a new token', async () => {
    bench.webhook.answers(503, 429, 204);
    await bench.send({ to: '33639980702' });
    await bench.afterwards(300, 1);
    expect(bench.timers.waiting()).toEqual([5000]);
    await bench.afterwards(5000, 2);
    expect(bench.timers.waiting()).toEqual([10_000]);
    await bench.afterwards(10_000, 3);
    expect(bench.timers.waiting()).toEqual([]);
    expect(bench.outcomes()).toEqual(['taken']);
    expect(bench.attempts().map(({ status }) => status)).toEqual([503, 429, 204]);
    expect(new Set(bench.webhook.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(bench.webhook.received.map(({ authorization }) => authorization)).size).toBe(3);
  });

  test('the same token again where the plan says so', async () => {
    await order(bench.sandbox, 'PUT', '/control/receipts', { signAgain: false });
    bench.webhook.answers(500);
    await bench.send({ to: '33639980702' });
    await bench.afterwards(300, 1);
    await bench.afterwards(5000, 2);
    expect(bench.webhook.received[1]).toEqual(bench.webhook.received[0]);
  });

  test('unsigned at first, refused with 5xx, then signed', async () => {
    await order(bench.sandbox, 'PUT', '/control/receipts', { final: 'none' });
    bench.webhook.answers(500);
    await bench.send({ to: '33639980706' });
    await bench.afterwards(300, 1);
    expect(bench.webhook.received[0]?.authorization).toBeUndefined();
    await bench.afterwards(5000, 2);
    expect(await verify(bench.webhook.received[1], SECRET, bench.timers.now())).toMatchObject({ iss: 'Vonage' });
  });

  test.each([400, 401, 404])('not after %i', async (status) => {
    bench.webhook.answers(status);
    await bench.send({ to: '33639980702' });
    await bench.afterwards(300, 1);
    expect(bench.timers.waiting()).toEqual([]);
    expect(bench.outcomes()).toEqual(['dropped']);
  });

  test('after 15 s without an answer', async () => {
    bench.webhook.answers(null);
    await bench.send({ to: '33639980702' });
    const called = bench.webhook.called();
    bench.timers.advance(300);
    await called;
    expect(bench.timers.waiting()).toEqual([15_000]);
    await bench.afterwards(15_000, 1);
    expect(bench.attempts()).toMatchObject([{ status: null, error: 'No answer within 15 s' }]);
    await bench.afterwards(5000, 2);
    expect(bench.outcomes()).toEqual(['taken']);
  });

  test('not once the sandbox is closed, even for a receipt under way then', async () => {
    bench.webhook.answers(null);
    await bench.send({ to: '33639980702' });
    const called = bench.webhook.called();
    bench.timers.advance(300);
    await called;
    const cutOff = until(bench.sandbox, () => bench.attempts().length === 1);
    await bench.sandbox.close();
    await cutOff;
    expect(bench.attempts()).toMatchObject([{ status: null }]);
    expect(bench.timers.waiting()).toEqual([]);
  });

  test('never more than 15 min apart, and given up within a day', async () => {
    await bench.webhook.close();
    await bench.send({ to: '33639980702' });
    bench.timers.advance(300);
    const waits: number[] = [];
    for (let tries = 1; bench.outcomes()[0] !== 'dropped'; tries += 1) {
      await until(bench.sandbox, () => bench.attempts().length === tries);
      const [wait] = bench.timers.waiting();
      if (wait === undefined) break;
      waits.push(wait);
      bench.timers.advance(wait);
    }
    expect(waits.slice(0, 9)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900].map((seconds) => seconds * 1000));
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    expect(total).toBeLessThan(24 * 3_600_000);
    expect(total).toBeGreaterThan(23 * 3_600_000);
    expect(bench.attempts().at(-1)?.error).toBe('ECONNREFUSED');
  });
});
