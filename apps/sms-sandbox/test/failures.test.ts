import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../src/faults/catalogue.ts';
import type { ListeningSandbox } from '../src/listen.ts';
import { handRunTimers } from './hand-run-timers.ts';
import { hastySdk, order, outcome, PHONE, sdk, send, startSandbox } from './sender.ts';

let sandbox: ListeningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ requestsPerSecond: 1000 });
});
beforeEach(() => sandbox.state.reset());
afterAll(() => sandbox.close());

const general = (name: string) => ({ type: `https://developer.vonage.com/api-errors#${name}` });
const messages = (code: number) => ({ type: `https://developer.vonage.com/api-errors/messages#${code}` });
const PROBLEM = 'application/problem+json';
const JSON_TYPE = 'application/json';

describe('as the SDK sees it', () => {
  test.each<[FaultKind, number, string, object]>([
    ['unauthorized', 401, PROBLEM, general('unathorized')],
    ['unprovisioned', 401, PROBLEM, general('unprovisioned')],
    ['low-balance', 402, PROBLEM, general('low-balance')],
    ['forbidden', 403, PROBLEM, general('forbidden')],
    ['invalid-recipient', 422, JSON_TYPE, messages(1430)],
    ['invalid-recipient-110', 422, JSON_TYPE, messages(110)],
    ['invalid-sender', 422, JSON_TYPE, messages(1120)],
    ['invalid-sender-1420', 422, JSON_TYPE, messages(1420)],
    ['invalid-params', 422, JSON_TYPE, messages(1150)],
    ['invalid-json', 422, JSON_TYPE, general('invalid-json')],
    ['opted-out', 422, JSON_TYPE, messages(1240)],
    ['demo-account', 422, JSON_TYPE, messages(1160)],
    ['throttled', 429, PROBLEM, general('throttled')],
    ['internal-error', 500, PROBLEM, general('internal-error')],
  ])('%s is a VetchError of status %i, and nothing was taken', async (kind, status, contentType, body) => {
    sandbox.state.switches.set({ fault: { kind, times: null, retryAfterSeconds: 15 } });
    const seen = await outcome(send(sdk(sandbox)));
    expect(seen).toMatchObject({ status, contentType, body, message: `Request failed with status code ${status}` });
    expect(seen['requestId']).toMatch(/^[0-9a-f-]{36}$/);
    expect(seen['retryAfter']).toBe(kind === 'throttled' ? '15' : null);
    expect(sandbox.state.mailbox.messages()).toEqual([]);
  });

  test('503 is a VetchError whose body is an HTML page', async () => {
    sandbox.state.switches.set({ fault: { kind: 'unavailable', times: null, retryAfterSeconds: 1 } });
    const seen = await outcome(send(sdk(sandbox)));
    expect(seen).toMatchObject({ status: 503, contentType: 'text/html' });
    expect(seen['body']).toContain('<h1>503 Service Unavailable</h1>');
  });

  const garbled = {
    name: 'TypeError',
    message: "Cannot read properties of null (reading 'message_uuid')",
  };
  test.each<[FaultKind, object, number]>([
    ['no-answer', { name: 'AbortError', message: 'This operation was aborted' }, 0],
    ['no-answer-but-sent', { name: 'AbortError', message: 'This operation was aborted' }, 1],
    ['reset', { name: 'TypeError', message: 'fetch failed', cause: 'ECONNRESET' }, 1],
    ['stalled-with-length', { status: 202, message: 'Failed to decode response body' }, 1],
    ['stalled-chunked', garbled, 1],
    ['not-json', garbled, 1],
    ['empty-body', garbled, 1],
    ['no-content-type', { resolved: 'without an id' }, 1],
    ['no-uuid', { resolved: 'without an id' }, 1],
    // Followed to a page that is no answer of Vonage's.
    ['redirect', { resolved: 'without an id' }, 0],
    ['redirect-307', { resolved: 'without an id' }, 0],
  ])('%s looks like %j and leaves %i message on the phone', async (kind, seen, taken) => {
    sandbox.state.switches.set({ fault: { kind, times: null, retryAfterSeconds: 1 } });
    const inItsMidst = kind.startsWith('stalled');
    expect(await outcome(send(hastySdk(sandbox, { inItsMidst })))).toMatchObject(seen);
    expect(sandbox.state.mailbox.messages()).toHaveLength(taken);
  });

  test('a sandbox that is gone is a refused connection', async () => {
    const gone = await startSandbox();
    await gone.close();
    expect(await outcome(send(sdk(gone)))).toEqual({
      name: 'TypeError',
      message: 'fetch failed',
      cause: 'ECONNREFUSED',
    });
  });
});

describe('which numbers fail', () => {
  test('an ending fails by itself, until endings are switched off', async () => {
    expect(await outcome(send(sdk(sandbox), { to: '33639980402' }))).toMatchObject({ status: 402 });
    expect(await order(sandbox, 'PUT', '/control/sentinels', { on: false })).toBe(204);
    expect(await outcome(send(sdk(sandbox), { to: '33639980402' }))).toEqual({ resolved: 'with an id' });
  });

  test('a fault for one number leaves the others alone', async () => {
    expect(await order(sandbox, 'PUT', '/control/fault', { kind: 'forbidden', to: '+33 6 39 98 00 12' })).toBe(204);
    expect(await outcome(send(sdk(sandbox)))).toMatchObject({ status: 403 });
    expect(await outcome(send(sdk(sandbox), { to: '33639980013' }))).toEqual({ resolved: 'with an id' });
    await order(sandbox, 'DELETE', `/control/fault?to=${PHONE}`);
    expect(await outcome(send(sdk(sandbox)))).toEqual({ resolved: 'with an id' });
  });

  test('a fault that is on for two requests lets the third through', async () => {
    await order(sandbox, 'PUT', '/control/fault', { kind: 'throttled', times: 2, retryAfterSeconds: 2 });
    expect(await outcome(send(sdk(sandbox)))).toMatchObject({ status: 429, retryAfter: '2' });
    expect(await outcome(send(sdk(sandbox)))).toMatchObject({ status: 429 });
    expect(await outcome(send(sdk(sandbox)))).toEqual({ resolved: 'with an id' });
  });

  test('a number comes before its ending, and its ending before what holds for all', async () => {
    await order(sandbox, 'PUT', '/control/fault', { kind: 'internal-error' });
    await order(sandbox, 'PUT', '/control/fault', { kind: 'forbidden', to: '33639980403' });
    expect(await outcome(send(sdk(sandbox), { to: '33639980403' }))).toMatchObject({ status: 403 });
    expect(await outcome(send(sdk(sandbox), { to: '33639980402' }))).toMatchObject({ status: 402 });
    expect(await outcome(send(sdk(sandbox)))).toMatchObject({ status: 500 });
  });
});

test('latency holds the answer back until its time has come', async () => {
  const timers = handRunTimers(new Date());
  const slow = await startSandbox({ now: timers.now, schedule: timers.schedule });
  try {
    await order(slow, 'PUT', '/control/latency', { milliseconds: 7000 });
    const scheduled = timers.scheduled();
    const sending = outcome(send(sdk(slow)));
    await scheduled;
    expect(timers.waiting()).toEqual([7000]);
    expect(slow.state.mailbox.messages()).toEqual([]);
    timers.advance(7000);
    expect(await sending).toEqual({ resolved: 'with an id' });
  } finally {
    await slow.close();
  }
});

test('what was refused can be read with its reason, without credentials or text', async () => {
  await outcome(send(sdk(sandbox), { from: 'TheBuildings' }));
  await outcome(send(sdk(sandbox), { to: '33639980503' }));
  const requests = await (await fetch(`${sandbox.url}/requests`)).text();
  expect(JSON.parse(requests)).toMatchObject([
    { status: 422, title: 'Invalid sender', from: 'TheBuildings', to: PHONE, fault: null },
    { status: 503, fault: 'unavailable' },
  ]);
  expect(requests).not.toMatch(/Bearer|123456/);
});

test('an order that makes no sense is refused and changes nothing', async () => {
  expect(await order(sandbox, 'PUT', '/control/fault', { kind: 'nonsense' })).toBe(422);
  expect(await order(sandbox, 'PUT', '/control/receipts', { copies: 99 })).toBe(422);
  const form = await fetch(`${sandbox.url}/control/fault`, { method: 'PUT', body: 'kind=forbidden' });
  expect(form.status).toBe(415);
  expect(await outcome(send(sdk(sandbox)))).toEqual({ resolved: 'with an id' });
});

test('switching all off brings back the usual', async () => {
  await order(sandbox, 'PUT', '/control/fault', { kind: 'forbidden' });
  await order(sandbox, 'PUT', '/control/account', { balance: 0, requestsPerSecond: 1 });
  await order(sandbox, 'PUT', '/control/clock', { offsetSeconds: 5000 });
  await order(sandbox, 'DELETE', '/control');
  expect(await (await fetch(`${sandbox.url}/control`)).json()).toEqual({
    open: false,
    all: { fault: null, latencyMs: null, receipts: {} },
    numbers: {},
    sentinels: true,
    balance: null,
    requestsPerSecond: 1000,
    clockOffsetSeconds: 0,
  });
});
