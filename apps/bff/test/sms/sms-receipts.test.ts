import type { SmsFailure } from '@wattsense/contract/sms';
import { describe, expect } from 'vitest';
import { enrol, faultOn, NUMBER, progress, test } from './sms-bench.ts';
import { beginReceipts, counting, postReceipt, requestWith, signed, stateOf } from './sms-receipt-bench.ts';

describe('what a receipt tells', () => {
  const reasons: readonly (readonly [number, SmsFailure])[] = [
    [1190, 'invalid-number'],
    [1210, 'filtered'],
    [1240, 'recipient-refuses'],
    [1250, 'destination-blocked'],
    [1260, 'unreachable'],
    [1360, 'expired'],
    [1470, 'destination-blocked'],
    [1472, 'throttled'],
    [1330, 'provider'],
  ];
  test.for(reasons)('5.5 #24: %i is not delivered: %s', async ([code, failure], { startBench }) => {
    const { browser, sms, receive } = await beginReceipts(await startBench({}));
    expect(await receive('rejected', code)).toBe(200);
    expect((await progress(browser, sms.id)).body).toMatchObject({ state: 'not-delivered', failure });
  });

  test('5.5 #25: undeliverable is not delivered, without a code', async ({ startBench }) => {
    const { browser, sms, receive } = await beginReceipts(await startBench({}));
    await receive('undeliverable');
    expect((await progress(browser, sms.id)).body).toMatchObject({ state: 'not-delivered', failure: 'provider' });
  });

  test('is told to operators when only they can mend it', async ({ startBench }) => {
    const { bench, receive } = await beginReceipts(await startBench({}));
    await receive('rejected', 1160);
    expect(bench.operatorLines()).toEqual([expect.stringMatching(/demo mode/)]);
  });

  test('a message that may arrive has arrived', async ({ startBench }) => {
    const bench = await startBench();
    faultOn(bench, 'no-uuid', { times: 1 });
    const { browser } = await bench.signedIn();
    const { sms } = await enrol(browser);
    const [message] = bench.sandbox.state.mailbox.messages(NUMBER);
    if (message) await bench.sandbox.state.receipts.send(message, { status: 'delivered', code: null });
    expect(await stateOf(browser, sms.id)).toBe('delivered');
  });

  test('F-23: never changes who may sign in: a code of a message not delivered is good, another one is not', async ({
    startBench,
  }) => {
    const { bench, browser, enrolment, receive } = await beginReceipts(await startBench({}));
    await receive('rejected', 1190);
    const code = bench.codeFor(NUMBER);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    expect((await browser.confirm(enrolment.id, wrong)).status).toBe(401);
    expect((await browser.confirm(enrolment.id, code)).status).toBe(200);
  });

  test('F-23: does not bring back a message that was certainly not sent', async ({ startBench }) => {
    const bench = await startBench();
    faultOn(bench, 'low-balance', { times: 1 });
    const { browser } = await bench.signedIn();
    const { sms } = await enrol(browser);
    const body = JSON.stringify({ message_uuid: 'x', client_ref: sms.id, status: 'delivered' });
    expect(await postReceipt(bench, body)).toBe(200);
    expect(await stateOf(browser, sms.id)).toBe('not-sent');
  });
});

describe('what is no receipt of Vonage’s', () => {
  test.for([
    ['a wrong secret', 'wrong-secret'],
    ['no algorithm', 'alg-none'],
    ['another algorithm', 'rs256'],
    ['another account', 'wrong-api-key'],
    ['an old one', 'stale'],
    ['one from the future', 'future'],
    ['an altered body', 'altered'],
    ['the same body in another order', 'reordered'],
  ] as const)('5.5 #28, F-23: %s is refused and changes nothing', async ([_, signature], { startBench }) => {
    const { counted, ports } = counting();
    const { receive, state } = await beginReceipts(await startBench({ ports }));
    expect(await receive('delivered', null, { signature })).toBe(401);
    expect(await state()).toBe('sent');
    expect(counted).toEqual(['refused']);
  });

  test('5.5 #28: that of another application is refused', async ({ startBench }) => {
    const { receive, state } = await beginReceipts(await startBench({ auth: 'jwt' }));
    expect(await receive('delivered', null, { signature: 'wrong-application' })).toBe(401);
    expect(await state()).toBe('sent');
    expect(await receive('delivered')).toBe(200);
  });

  test('5.5 #28: unsigned, it is asked for again, and taken when it is signed', async ({ startBench }) => {
    const { bench, message, state } = await beginReceipts(await startBench({}));
    const { receipts } = bench.sandbox.state;
    await receipts.send(message, { status: 'delivered', code: null }, { signature: 'unsigned-first' });
    expect(await state()).toBe('sent');
    bench.advance(5);
    await bench.until(() => receipts.all()[0]?.outcome === 'taken');
    expect(receipts.all()[0]?.attempts.map(({ status }) => status)).toEqual([503, 200]);
    expect(await state()).toBe('delivered');
  });

  test('without a secret nothing is asked for and nothing is taken', async ({ startBench }) => {
    const bench = await startBench({ environment: { VONAGE_SIGNATURE_SECRET: '' } });
    const { browser } = await bench.signedIn();
    await enrol(browser);
    expect(bench.sandbox.state.mailbox.messages(NUMBER)[0]?.webhookUrl).toBeNull();
    expect(await requestWith(bench, '{}', {})).toBe(401);
    expect(await postReceipt(bench, '{}')).toBe(401);
  });

  test('5.5 #29: one for a message that is not ours is taken, ignored and counted', async ({ startBench }) => {
    const { counted, ports } = counting();
    const { bench, state } = await beginReceipts(await startBench({ ports }));
    const body = JSON.stringify({ message_uuid: crypto.randomUUID(), client_ref: 'another-1', status: 'delivered' });
    expect(await postReceipt(bench, body)).toBe(200);
    expect(await state()).toBe('sent');
    expect(counted).toEqual(['unknown']);
  });

  test.for([
    '{}',
    'null',
    '[]',
    '"delivered"',
    'not json',
    '{"message_uuid":"x"}',
    '{"message_uuid":"x","status":"read"}',
    '{"message_uuid":"a b","status":"delivered"}',
    '{"message_uuid":"x\\u0000","status":"delivered"}',
    '{"message_uuid":["x"],"status":"delivered"}',
  ])('signed but not understood: %s', async (body, { startBench }) => {
    const { bench, state } = await beginReceipts(await startBench({}));
    expect(await postReceipt(bench, body)).toBe(422);
    expect(await state()).toBe('sent');
  });

  test('more than 64 KiB is not read; as much is', async ({ startBench }) => {
    const { bench } = await beginReceipts(await startBench({}));
    const padded = (bytes: number) => JSON.stringify({ message_uuid: 'x', status: 'delivered' }).padEnd(bytes, ' ');
    expect(await postReceipt(bench, padded(64 * 1024))).toBe(200);
    expect(await postReceipt(bench, padded(64 * 1024 + 1))).toBe(413);
  });

  test('another origin, another media type or none is no hindrance; another host is', async ({ startBench }) => {
    const { bench, sms, state } = await beginReceipts(await startBench({}));
    const body = (status: string) => JSON.stringify({ message_uuid: 'x', client_ref: sms.id, status });
    const delivered = body('delivered');
    const foreign = { origin: 'https://api.nexmo.com', 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' };
    const headers = { authorization: `Bearer ${signed(bench, delivered)}`, ...foreign };
    expect(await requestWith(bench, delivered, { ...headers, host: 'console.example.net' })).toBe(421);
    expect(await requestWith(bench, delivered, headers)).toBe(200);
    expect(await state()).toBe('delivered');
  });
});
