import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { ListeningSandbox } from '../src/listen.ts';
import { application, basicSdk, outcome, PHONE, type Sent, sdk, send, startSandbox, stranger } from './sender.ts';

let sandbox: ListeningSandbox;
beforeAll(async () => {
  // These tests are about everything but the rate.
  sandbox = await startSandbox({ requestsPerSecond: 1000 });
});
beforeEach(() => sandbox.state.reset());
afterAll(() => sandbox.close());

const BODY = { message_type: 'text', channel: 'sms', to: PHONE, from: 'TheBuilding', text: 'hello' };

function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${sandbox.url}/v1/messages`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa('abcd1234:S3cretS3cret')}`,
      'content-type': 'application/json',
      ...headers,
    },
    body,
  });
}

async function token(claims: Record<string, unknown>, alg = 'RS256'): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const key = alg === 'RS256' ? createPrivateKey(application.privateKey) : new TextEncoder().encode('x'.repeat(32));
  return new SignJWT({ application_id: application.id, iat: now, exp: now + 900, jti: crypto.randomUUID(), ...claims })
    .setProtectedHeader({ alg, typ: 'JWT' })
    .sign(key);
}

async function detailFor(bearer: string): Promise<string> {
  const answer = await post(JSON.stringify(BODY), { authorization: `Bearer ${bearer}` });
  const { detail } = z.object({ detail: z.string() }).parse(await answer.json());
  return `${answer.status} ${detail}`;
}

describe('credentials', () => {
  test('a JWT signed by another key is refused as the SDK reports it', async () => {
    const refused = await outcome(send(sdk(sandbox, stranger.privateKey)));
    expect(refused).toMatchObject({
      status: 401,
      message: 'Request failed with status code 401',
      contentType: 'application/problem+json',
      body: {
        type: 'https://developer.vonage.com/api-errors#unathorized',
        title: 'Unauthorized',
        instance: refused['requestId'],
      },
    });
    expect(sandbox.state.mailbox.messages()).toEqual([]);
  });

  test('a wrong API secret is refused', async () => {
    expect(await outcome(send(basicSdk(sandbox, 'wrong')))).toMatchObject({ status: 401 });
  });

  test('a token has to be fresh, of this application and of a reasonable life', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await detailFor(await token({ iat: now - 1000, exp: now - 100 }))).toBe('401 The JWT provided has expired.');
    expect(await detailFor(await token({ iat: now + 300, exp: now + 1200 }))).toBe(
      "401 The JWT's iat is in the future.",
    );
    expect(await detailFor(await token({ exp: now + 25 * 3600 }))).toBe(
      '401 The JWT must live between 30 seconds and 24 hours.',
    );
    expect(await detailFor(await token({ application_id: 'another' }))).toBe(
      '401 The JWT names an unknown application_id.',
    );
    expect(await detailFor(await token({ jti: undefined }))).toBe("401 The JWT's claim jti is missing or malformed.");
    expect(await detailFor(await token({}, 'HS256'))).toBe('401 The JWT must be signed with RS256.');
  });

  test('a token works once', async () => {
    const bearer = await token({});
    const first = await post(JSON.stringify(BODY), { authorization: `Bearer ${bearer}` });
    expect(first.status).toBe(202);
    expect(await detailFor(bearer)).toBe("401 The JWT's jti was used before.");
  });

  test("a sender whose clock is fifteen minutes off is refused by the sandbox's own clock", async () => {
    sandbox.state.clock.setOffset(16 * 60);
    expect(await outcome(send(sdk(sandbox)))).toMatchObject({ status: 401 });
    sandbox.state.clock.setOffset(-16 * 60);
    expect(await outcome(send(sdk(sandbox)))).toMatchObject({ status: 401 });
  });
});

describe('the body', () => {
  test.each<[string, Sent, string, string]>([
    ['a plus sign', { to: '+33639980012' }, '1430', 'to'],
    ['six digits', { to: '336399' }, '1430', 'to'],
    ['sixteen digits', { to: '3363998001234567' }, '1430', 'to'],
    ['00 in front', { to: '0033639980012' }, '1430', 'to'],
    ['an empty text', { text: '' }, '1150', 'text'],
    ['3201 characters', { text: 'x'.repeat(3201) }, '1150', 'text'],
    ['a reference of 101 characters', { clientRef: 'x'.repeat(101) }, '1060', 'client_ref'],
    ['19 seconds to live', { ttl: 19 }, '1150', 'ttl'],
    ['more than a week to live', { ttl: 604_801 }, '1150', 'ttl'],
    ['a webhook that is no URL', { webhookUrl: 'nonsense' }, '1150', 'webhook_url'],
  ])('%s is refused and named', async (_, message, code, name) => {
    expect(await outcome(send(sdk(sandbox), message))).toMatchObject({
      status: 422,
      contentType: 'application/json',
      body: {
        type: `https://developer.vonage.com/api-errors/messages#${code}`,
        invalid_parameters: [{ name, reason: expect.any(String) }],
      },
    });
    expect(sandbox.state.mailbox.messages()).toEqual([]);
  });

  test('the largest allowed values are taken', async () => {
    const message = { to: '336399800123456', text: 'x'.repeat(3200), clientRef: 'x'.repeat(100), ttl: 604_800 };
    expect(await outcome(send(sdk(sandbox), message))).toEqual({ resolved: 'with an id' });
  });

  test('several wrong fields are listed together', async () => {
    const answer = await post(JSON.stringify({ ...BODY, to: 'x', ttl: 1 }));
    expect(await answer.json()).toMatchObject({
      type: 'https://developer.vonage.com/api-errors/messages#1150',
      invalid_parameters: [{ name: 'to' }, { name: 'ttl' }],
    });
  });

  test.each([
    ['{', 422, 'https://developer.vonage.com/api-errors#invalid-json'],
    ['[]', 422, 'https://developer.vonage.com/api-errors#invalid-json'],
    [JSON.stringify({ ...BODY, channel: 'mms' }), 422, 'https://developer.vonage.com/api-errors/messages#1100'],
    [JSON.stringify({ ...BODY, message_type: 'image' }), 422, 'https://developer.vonage.com/api-errors/messages#1140'],
    [`"${'x'.repeat(70_000)}"`, 413, 'https://developer.vonage.com/api-errors#invalid-params'],
  ])('a body that is not a text message is refused (%#)', async (body, status, type) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ type });
  });

  test('a form, another verb and another path get the documented problems', async () => {
    const form = await post('to=33639980012', { 'content-type': 'application/x-www-form-urlencoded' });
    expect([form.status, form.headers.get('content-type')]).toEqual([415, 'application/problem+json']);
    const verb = await fetch(`${sandbox.url}/v1/messages`);
    expect([verb.status, verb.headers.get('allow')]).toEqual([405, 'POST']);
    const path = await fetch(`${sandbox.url}/v1/nothing`);
    expect(path.status).toBe(404);
    expect(path.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the sender', () => {
  test.each([
    ['TheBuildings', PHONE],
    ['The Building', PHONE],
    ['Bâtiment', PHONE],
    ['0033639980012', PHONE],
    ['TheBuilding', '12025550123'],
    ['TheBuilding', '14165550123'],
    ['TheBuilding', '17875550123'],
  ])('%s may not write to %s', async (from, to) => {
    expect(await outcome(send(sdk(sandbox), { from, to }))).toMatchObject({
      status: 422,
      body: {
        type: 'https://developer.vonage.com/api-errors/messages#1120',
        title: 'Invalid sender',
        invalid_parameters: [{ name: 'from' }],
      },
    });
  });

  test.each([
    ['TheBuilding', PHONE],
    ['18005550199', '12025550123'],
    ['18005550199', '14165550123'],
    // Jamaica and Guadeloupe: neither the prefix +1 nor a French territory makes a country North American.
    ['TheBuilding', '18765550123'],
    ['TheBuilding', '590690001234'],
  ])('%s may write to %s', async (from, to) => {
    expect(await outcome(send(sdk(sandbox), { from, to }))).toEqual({ resolved: 'with an id' });
  });
});

test('a message that costs more than the balance is refused with 402 and not charged', async () => {
  sandbox.state.account.setBalance(0.1);
  expect(await outcome(send(sdk(sandbox)))).toEqual({ resolved: 'with an id' });
  expect(await outcome(send(sdk(sandbox)))).toMatchObject({
    status: 402,
    contentType: 'application/problem+json',
    body: { type: 'https://developer.vonage.com/api-errors#low-balance' },
  });
  expect(sandbox.state.account.balance()).toBe(0.035);
});
