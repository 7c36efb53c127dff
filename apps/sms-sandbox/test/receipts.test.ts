import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ListeningSandbox } from '../src/listen.ts';
import type { SignatureKind } from '../src/receipts/plan.ts';
import { type HandRunTimers, handRunTimers } from './hand-run-timers.ts';
import { application, order, outcome, PHONE, type Sent, sdk, send, startSandbox, until } from './sender.ts';
import { startWebhook, verify, type Webhook } from './webhook.ts';

const SECRET = 'a signature secret of forty characters..';

let timers: HandRunTimers;
let sandbox: ListeningSandbox;
let webhook: Webhook;
beforeEach(async () => {
  timers = handRunTimers(new Date());
  webhook = await startWebhook();
  sandbox = await startSandbox({ now: timers.now, schedule: timers.schedule, signatureSecret: SECRET });
});
afterEach(async () => {
  await sandbox.close();
  await webhook.close();
});

const sendWithWebhook = (message: Sent = {}) => send(sdk(sandbox), { webhookUrl: webhook.url, ...message });
const statuses = () => webhook.received.map(({ body }) => JSON.parse(body).status);
/** Moves the clock, then waits until so many receipts have been answered. */
async function afterwards(milliseconds: number, receipts: number): Promise<void> {
  timers.advance(milliseconds);
  await until(sandbox, () => attempts().length === receipts);
}
const attempts = () => sandbox.state.receipts.all().flatMap((receipt) => receipt.attempts);
const outcomes = () => sandbox.state.receipts.all().map((receipt) => receipt.outcome);

describe('the usual course', () => {
  test('submitted, then delivered, each signed over its exact bytes', async () => {
    const { messageUUID } = await sendWithWebhook({ clientRef: 'chal_1' });
    await afterwards(300, 1);
    await afterwards(1200, 2);
    const [submitted, delivered] = webhook.received;
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
    expect(await verify(submitted, SECRET, timers.now())).toEqual({
      iat: expect.any(Number),
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iss: 'Vonage',
      payload_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      api_key: 'abcd1234',
      application_id: application.id,
    });
    expect(await verify(delivered, SECRET, timers.now())).toMatchObject({ iss: 'Vonage' });
    expect(outcomes()).toEqual(['taken', 'taken']);
  });

  test('the phone shows how the message is getting on', async () => {
    await sendWithWebhook();
    const state = () => sandbox.state.mailbox.messages()[0]?.state;
    expect(state()).toBe('accepted');
    await afterwards(300, 1);
    expect(state()).toBe('submitted');
    await afterwards(1200, 2);
    expect(state()).toBe('delivered');
  });

  test('a webhook elsewhere than on this machine is never called', async () => {
    await sendWithWebhook({ webhookUrl: 'https://console.wattsense.com/webhooks/vonage/status' });
    timers.advance(2000);
    await until(sandbox, () => outcomes().length === 2);
    expect(outcomes()).toEqual(['dropped', 'dropped']);
    expect(attempts()).toEqual([]);
  });

  test('a redirect of the webhook is not followed', async () => {
    webhook.answers(302);
    await sendWithWebhook();
    await afterwards(300, 1);
    expect(outcomes()).toEqual(['dropped']);
    expect(timers.waiting()).toEqual([1200]);
  });
});

describe('other courses', () => {
  test.each<[string, object]>([
    ['33639981190', { status: 'rejected', error: { title: '1190' } }],
    ['33639981360', { status: 'rejected', error: { title: '1360' } }],
    ['33639980701', { status: 'undeliverable' }],
  ])('a number ending as %s ends with %j', async (to, final) => {
    await sendWithWebhook({ to });
    await afterwards(300, 1);
    await afterwards(1200, 2);
    expect(JSON.parse(webhook.received[1]?.body ?? '')).toMatchObject(final);
  });

  test('a rejection names its code in every way that Vonage does', async () => {
    await order(sandbox, 'PUT', '/control/receipts', { final: 'rejected', code: 1210 });
    await sendWithWebhook();
    await afterwards(300, 1);
    await afterwards(1200, 2);
    expect(JSON.parse(webhook.received[1]?.body ?? '').error).toEqual({
      type: 'https://developer.vonage.com/api-errors/messages#1210',
      title: '1210',
      detail: 'Anti-spam rejection',
      instance: expect.any(String),
    });
    expect(sandbox.state.mailbox.messages()).toMatchObject([{ state: 'rejected', errorCode: 1210 }]);
  });

  test('no final receipt, and none at all', async () => {
    await sendWithWebhook({ to: '33639980702' });
    await sendWithWebhook({ to: '33639980703' });
    await afterwards(300, 1);
    expect(timers.waiting()).toEqual([]);
    expect(statuses()).toEqual(['submitted']);
  });

  test('out of order, and the phone does not go back to submitted', async () => {
    await sendWithWebhook({ to: '33639980704' });
    await afterwards(300, 1);
    await afterwards(1200, 2);
    expect(statuses()).toEqual(['delivered', 'submitted']);
    expect(sandbox.state.mailbox.messages()[0]?.state).toBe('delivered');
  });

  test('each one twice, the same event under two tokens', async () => {
    await sendWithWebhook({ to: '33639980705' });
    await afterwards(300, 2);
    expect(webhook.received[0]?.body).toBe(webhook.received[1]?.body);
    expect(webhook.received[0]?.authorization).not.toBe(webhook.received[1]?.authorization);
  });

  test('before the request is answered', async () => {
    await sendWithWebhook({ to: '33639980708', clientRef: 'chal_2' });
    expect(statuses()).toEqual(['submitted', 'delivered']);
  });

  test('with other delays', async () => {
    await order(sandbox, 'PUT', '/control/receipts', { submittedAfterMs: 0, finalAfterMs: 60_000, to: PHONE });
    await sendWithWebhook();
    expect(timers.waiting()).toEqual([0, 60_000]);
  });

  test('by hand, and the same bytes and token once more', async () => {
    const { messageUUID } = await sendWithWebhook({ to: '33639980703' });
    const path = `/control/messages/${messageUUID}/receipts`;
    expect(await order(sandbox, 'POST', path, { status: 'rejected', code: 1470 })).toBe(204);
    const id = sandbox.state.receipts.all()[0]?.id;
    expect(await order(sandbox, 'POST', `/control/receipts/${id}/replay`)).toBe(204);
    expect(webhook.received).toHaveLength(2);
    expect(webhook.received[1]).toEqual(webhook.received[0]);
    expect(JSON.parse(webhook.received[0]?.body ?? '')).toMatchObject({ error: { title: '1470' } });
    expect(await order(sandbox, 'POST', '/control/receipts/nonsense/replay')).toBe(404);
  });
});

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
    await order(sandbox, 'PUT', '/control/receipts', { signature });
    await sendWithWebhook();
    await afterwards(300, 1);
    expect(await verify(webhook.received[0], SECRET, timers.now())).toEqual(verdict);
    expect(JSON.parse(webhook.received[0]?.body ?? '').status).toBe('submitted');
  });

  test('a replayed jti', async () => {
    await order(sandbox, 'PUT', '/control/receipts', { signature: 'replayed' });
    await sendWithWebhook();
    await afterwards(300, 1);
    await afterwards(1200, 2);
    const [first, second] = await Promise.all(webhook.received.map((one) => verify(one, SECRET, timers.now())));
    expect(second).toMatchObject({ jti: Object(first).jti });
  });
});

describe('retries', () => {
  test('after 503 and 429 at 5 s doubling, each under a new token', async () => {
    webhook.answers(503, 429, 204);
    await sendWithWebhook({ to: '33639980702' });
    await afterwards(300, 1);
    expect(timers.waiting()).toEqual([5000]);
    await afterwards(5000, 2);
    expect(timers.waiting()).toEqual([10_000]);
    await afterwards(10_000, 3);
    expect(timers.waiting()).toEqual([]);
    expect(outcomes()).toEqual(['taken']);
    expect(attempts().map(({ status }) => status)).toEqual([503, 429, 204]);
    expect(new Set(webhook.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(webhook.received.map(({ authorization }) => authorization)).size).toBe(3);
  });

  test('the same token again where the plan says so', async () => {
    await order(sandbox, 'PUT', '/control/receipts', { signAgain: false });
    webhook.answers(500);
    await sendWithWebhook({ to: '33639980702' });
    await afterwards(300, 1);
    await afterwards(5000, 2);
    expect(webhook.received[1]).toEqual(webhook.received[0]);
  });

  test('unsigned at first, refused with 5xx, then signed', async () => {
    webhook.answers(500);
    await sendWithWebhook({ to: '33639980706' });
    await afterwards(300, 1);
    expect(webhook.received[0]?.authorization).toBeUndefined();
    await afterwards(5000, 2);
    expect(await verify(webhook.received[1], SECRET, timers.now())).toMatchObject({ iss: 'Vonage' });
  });

  test.each([400, 401, 404])('not after %i', async (status) => {
    webhook.answers(status);
    await sendWithWebhook({ to: '33639980702' });
    await afterwards(300, 1);
    expect(timers.waiting()).toEqual([]);
    expect(outcomes()).toEqual(['dropped']);
  });

  test('after 15 s without an answer', async () => {
    webhook.answers(null);
    await sendWithWebhook({ to: '33639980702' });
    const called = webhook.called();
    timers.advance(300);
    await called;
    expect(timers.waiting()).toEqual([15_000]);
    await afterwards(15_000, 1);
    expect(attempts()).toMatchObject([{ status: null, error: 'No answer within 15 s' }]);
    await afterwards(5000, 2);
    expect(outcomes()).toEqual(['taken']);
  });

  test('never more than 15 min apart, and given up within a day', async () => {
    await webhook.close();
    await sendWithWebhook({ to: '33639980702' });
    timers.advance(300);
    const waits: number[] = [];
    for (let tries = 1; outcomes()[0] !== 'dropped'; tries += 1) {
      await until(sandbox, () => attempts().length === tries);
      const [wait] = timers.waiting();
      if (wait === undefined) break;
      waits.push(wait);
      timers.advance(wait);
    }
    expect(waits.slice(0, 9)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900].map((seconds) => seconds * 1000));
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    expect(total).toBeLessThan(24 * 3_600_000);
    expect(total).toBeGreaterThan(23 * 3_600_000);
    expect(attempts().at(-1)?.error).toBe('ECONNREFUSED');
  });
});

describe('writing back', () => {
  const american = { to: '12025550123', from: '18005550199' };

  test('STOP makes the next message rejected with 1240, START takes it back', async () => {
    await sendWithWebhook(american);
    const reply = { phone: american.to, sender: american.from, text: 'stop please' };
    expect(await order(sandbox, 'POST', '/control/replies', reply)).toBe(204);
    await sendWithWebhook(american);
    await afterwards(2000, 4);
    const finalStates = () => sandbox.state.mailbox.messages().map(({ state, errorCode }) => [state, errorCode]);
    expect(finalStates()).toEqual([
      ['delivered', null],
      ['rejected', 1240],
    ]);
    await order(sandbox, 'POST', '/control/replies', { ...reply, text: 'START' });
    await sendWithWebhook(american);
    await afterwards(2000, 6);
    expect(finalStates().at(-1)).toEqual(['delivered', null]);
  });

  test('a stop holds for the one sender and the one phone', async () => {
    await order(sandbox, 'POST', '/control/replies', { phone: american.to, sender: american.from, text: 'STOP' });
    expect(sandbox.state.mailbox.hasOptedOut(american.to, '18005550100')).toBe(false);
    expect(sandbox.state.mailbox.hasOptedOut('12025550124', american.from)).toBe(false);
  });

  test('nobody writes back to a name', async () => {
    await outcome(sendWithWebhook());
    expect(
      await order(sandbox, 'POST', '/control/replies', { phone: PHONE, sender: 'TheBuilding', text: 'STOP' }),
    ).toBe(409);
  });
});
