import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, SECRET, startBench } from './receipt-bench.ts';
import { application, order, PHONE, until } from './sender.ts';
import { verify } from './webhook.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const statuses = () => bench.webhook.received.map(({ body }) => JSON.parse(body).status);

describe('the usual course', () => {
  test('submitted, then delivered, each signed over its exact bytes', async () => {
    const { messageUUID } = await bench.send({ clientRef: 'chal_1' });
    await bench.afterwards(300, 1);
    await bench.afterwards(1200, 2);
    const [submitted, delivered] = bench.webhook.received;
    expect(JSON.parse(submitted?.body ?? '')).toEqual({
      message_uuid: messageUUID,
      to: PHONE,
      from: 'TheBuilding',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      status: 'submitted',
      channel: 'sms',
      client_ref: 'chal_1',
      usage: { currency: 'EUR', price: '0.0650' },
      destination: { network_code: '99999' },
      sms: { count_total: '1' },
    });
    expect(JSON.parse(delivered?.body ?? '')).toMatchObject({ status: 'delivered', message_uuid: messageUUID });
    expect(submitted?.contentType).toBe('application/json');
    expect(await verify(submitted, SECRET, bench.timers.now())).toEqual({
      iat: expect.any(Number),
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iss: 'Vonage',
      payload_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      api_key: 'abcd1234',
      application_id: application.id,
    });
    expect(await verify(delivered, SECRET, bench.timers.now())).toMatchObject({ iss: 'Vonage' });
    expect(bench.outcomes()).toEqual(['taken', 'taken']);
  });

  test('the phone shows how the message is getting on', async () => {
    await bench.send();
    const state = () => bench.sandbox.state.mailbox.messages()[0]?.state;
    expect(state()).toBe('accepted');
    await bench.afterwards(300, 1);
    expect(state()).toBe('submitted');
    await bench.afterwards(1200, 2);
    expect(state()).toBe('delivered');
  });

  test('a webhook elsewhere than on this machine is never called', async () => {
    await bench.send({ webhookUrl: 'https://console.wattsense.com/webhooks/vonage/status' });
    bench.timers.advance(2000);
    await until(bench.sandbox, () => bench.outcomes().length === 2);
    expect(bench.outcomes()).toEqual(['dropped', 'dropped']);
    expect(bench.attempts()).toEqual([]);
  });

  test('a redirect of the webhook is not followed', async () => {
    bench.webhook.answers(302);
    await bench.send();
    await bench.afterwards(300, 1);
    expect(bench.outcomes()).toEqual(['dropped']);
    expect(bench.timers.waiting()).toEqual([1200]);
  });
});

describe('other courses', () => {
  test.each<[string, object]>([
    ['33639981190', { status: 'rejected', error: { title: '1190' } }],
    ['33639981360', { status: 'rejected', error: { title: '1360' } }],
    ['33639980701', { status: 'undeliverable' }],
  ])('a number ending as %s ends with %j', async (to, final) => {
    await bench.send({ to });
    await bench.afterwards(300, 1);
    await bench.afterwards(1200, 2);
    expect(JSON.parse(bench.webhook.received[1]?.body ?? '')).toMatchObject(final);
  });

  test('a rejection names its code in every way that Vonage does', async () => {
    await order(bench.sandbox, 'PUT', '/control/receipts', { final: 'rejected', code: 1210 });
    await bench.send();
    await bench.afterwards(300, 1);
    await bench.afterwards(1200, 2);
    expect(JSON.parse(bench.webhook.received[1]?.body ?? '').error).toEqual({
      type: 'https://developer.vonage.com/api-errors/messages#1210',
      title: '1210',
      detail: 'Anti-spam rejection',
      instance: expect.any(String),
    });
    expect(bench.sandbox.state.mailbox.messages()).toMatchObject([{ state: 'rejected', errorCode: 1210 }]);
  });

  test('no final receipt, and none at all', async () => {
    await bench.send({ to: '33639980702' });
    await bench.send({ to: '33639980703' });
    await bench.afterwards(300, 1);
    expect(bench.timers.waiting()).toEqual([]);
    expect(statuses()).toEqual(['submitted']);
  });

  test('out of order, and the phone does not go back to submitted', async () => {
    await bench.send({ to: '33639980704' });
    await bench.afterwards(300, 1);
    await bench.afterwards(1200, 2);
    expect(statuses()).toEqual(['delivered', 'submitted']);
    expect(bench.sandbox.state.mailbox.messages()[0]?.state).toBe('delivered');
  });

  test('each one twice, the same event under two tokens', async () => {
    await bench.send({ to: '33639980705' });
    await bench.afterwards(300, 2);
    expect(bench.webhook.received[0]?.body).toBe(bench.webhook.received[1]?.body);
    expect(bench.webhook.received[0]?.authorization).not.toBe(bench.webhook.received[1]?.authorization);
  });

  test('before the request is answered', async () => {
    await bench.send({ to: '33639980708', clientRef: 'chal_2' });
    expect(statuses()).toEqual(['submitted', 'delivered']);
  });

  test('with other delays', async () => {
    await order(bench.sandbox, 'PUT', '/control/receipts', { submittedAfterMs: 0, finalAfterMs: 60_000, to: PHONE });
    await bench.send();
    expect(bench.timers.waiting()).toEqual([0, 60_000]);
  });

  test('by hand, and the same bytes and token once more', async () => {
    const { messageUUID } = await bench.send({ to: '33639980703' });
    const path = `/control/messages/${messageUUID}/receipts`;
    expect(await order(bench.sandbox, 'POST', path, { status: 'rejected', code: 1470 })).toBe(204);
    const id = bench.sandbox.state.receipts.all()[0]?.id;
    expect(await order(bench.sandbox, 'POST', `/control/receipts/${id}/replay`)).toBe(204);
    expect(bench.webhook.received).toHaveLength(2);
    expect(bench.webhook.received[1]).toEqual(bench.webhook.received[0]);
    expect(JSON.parse(bench.webhook.received[0]?.body ?? '')).toMatchObject({ error: { title: '1470' } });
    expect(await order(bench.sandbox, 'POST', '/control/receipts/nonsense/replay')).toBe(404);
  });
});
