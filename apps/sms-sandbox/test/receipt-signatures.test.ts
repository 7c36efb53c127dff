import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SignatureKind } from '../src/receipts/plan.ts';
import { type Bench, SECRET, startBench } from './receipt-bench.ts';
import { order } from './sender.ts';
import { verify } from './webhook.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

describe('signatures that a receiver must not believe', () => {
  test.each<[SignatureKind, unknown]>([
    ['unsigned', 'unsigned'],
    ['wrong-secret', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
    ['alg-none', expect.stringMatching(/^ERR_J/)],
    ['rs256', 'ERR_JOSE_ALG_NOT_ALLOWED'],
    ['stale', 'ERR_JWT_EXPIRED'],
    ['future', 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['altered', 'payload_hash'],
    ['reordered', 'payload_hash'],
    ['wrong-api-key', expect.objectContaining({ api_key: 'ffffffff' })],
    ['wrong-application', expect.objectContaining({ application_id: '00000000-0000-4000-8000-000000000000' })],
  ])('%s', async (signature, verdict) => {
    await order(bench.sandbox, 'PUT', '/control/receipts', { signature });
    await bench.send();
    await bench.afterwards(300, 1);
    expect(await verify(bench.webhook.received[0], SECRET, bench.timers.now())).toEqual(verdict);
    expect(JSON.parse(bench.webhook.received[0]?.body ?? '').status).toBe('submitted');
  });

  test('a replayed jti', async () => {
    await order(bench.sandbox, 'PUT', '/control/receipts', { signature: 'replayed' });
    await bench.send();
    await bench.afterwards(300, 1);
    await bench.afterwards(1200, 2);
    const [first, second] = await Promise.all(
      bench.webhook.received.map((one) => verify(one, SECRET, bench.timers.now())),
    );
    expect(second).toMatchObject({ jti: Object(first).jti });
  });
});
