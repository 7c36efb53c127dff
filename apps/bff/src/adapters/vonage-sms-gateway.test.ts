import { createPublicKey, createVerify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  accepted,
  closedHost,
  failed,
  gatewayTo,
  KEY_PAIR,
  message,
  PEM,
  problem,
  serve,
  UUID,
} from '../../test/sms/recording-vonage.ts';
import type { SmsOutcome } from '../deps.ts';

describe('what is sent', () => {
  test('scenario 1: a signed request with the exact body, and the id that comes back', async () => {
    const { host, requests } = await serve(accepted);
    const { gateway, lines } = gatewayTo(host, { VONAGE_APPLICATION_ID: UUID, VONAGE_PRIVATE_KEY: PEM });
    expect(await gateway.send(message)).toEqual({ kind: 'accepted', providerId: UUID });
    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect([request?.method, request?.url, request?.headers['content-type']]).toEqual([
      'POST',
      '/v1/messages',
      'application/json',
    ]);
    expect(JSON.parse(request?.text ?? '')).toEqual({
      message_type: 'text',
      channel: 'sms',
      to: '33612345678',
      from: 'TheBuilding',
      text: message.text,
      ttl: 600,
      client_ref: 'sms-1',
      sms: { encoding_type: 'text' },
      webhook_url: 'https://console.example.com/webhooks/vonage/status',
      webhook_version: 'v1',
    });
    const [header = '', claims = '', signature = ''] = (request?.headers.authorization ?? '').slice(7).split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ application_id: UUID });
    const verify = createVerify('RSA-SHA256').update(`${header}.${claims}`);
    expect(verify.verify(createPublicKey(KEY_PAIR.privateKey), signature, 'base64url')).toBe(true);
    expect(lines).toEqual([
      {
        level: 'info',
        message: 'text message accepted',
        fields: { event: 'sms', reference: 'sms-1', country: 'FR', lastDigits: '78', outcome: 'accepted' },
      },
    ]);
  });

  test('scenario 2: Basic, and no webhook where receipts could not be verified', async () => {
    const { host, requests } = await serve(accepted);
    const { gateway } = gatewayTo(`${host}/`, { VONAGE_SIGNATURE_SECRET: undefined });
    expect(await gateway.send(message)).toMatchObject({ kind: 'accepted' });
    expect(requests[0]?.headers.authorization).toBe(`Basic ${btoa('abcd1234:S3cretS3cret')}`);
    expect(requests[0]?.url).toBe('/v1/messages');
    expect(JSON.parse(requests[0]?.text ?? '')).not.toHaveProperty('webhook_url');
  });

  test('scenarios 11 and 12: a number as sender where names are refused, decided by country', async () => {
    const { host, requests } = await serve(accepted);
    const { gateway } = gatewayTo(host, { SMS_NUMERIC_SENDERS: ['US:18005550100'] });
    for (const [to, country] of [
      ['+14155552671', 'US'],
      ['+16042501234', 'CA'],
      ['+17872345678', 'PR'],
      ['+12423591234', 'BS'],
    ] as const)
      await gateway.send({ ...message, to, country });
    expect(requests.map(({ text }) => JSON.parse(text).from)).toEqual([
      '18005550100',
      '18005550100',
      '18005550100',
      'TheBuilding',
    ]);
  });

  test.each([
    ['scenario 11: a country without a sender', { country: 'US', to: '+14155552671' }, {}, 'destination-blocked'],
    [
      'scenario 13: a country that is not on the list',
      { country: 'RU', to: '+79123456789' },
      {},
      'destination-blocked',
    ],
    ['a number that is none', { to: '+33 6 12' }, {}, 'invalid-number'],
    ['scenario 38: the kill switch', {}, { SMS_KILL_SWITCH: true }, 'provider'],
  ])('%s: no request is made', async (_, change, overrides, failure) => {
    const { host, requests } = await serve(accepted);
    const { gateway } = gatewayTo(host, overrides);
    expect(await gateway.send({ ...message, ...change })).toEqual(failed(failure));
    expect(requests).toHaveLength(0);
  });
});

describe('no connection', () => {
  test('scenario 21: refused: nothing was sent, so it is tried once more', async () => {
    const { gateway, clock, lines } = gatewayTo(await closedHost());
    expect(await gateway.send(message)).toEqual(failed('provider'));
    expect(clock.pauses).toEqual([500]);
    expect(lines.at(-1)?.fields).toMatchObject({ reason: 'network', errorCode: 'ECONNREFUSED' });
  });

  test('scenario 21: a name that does not exist', async () => {
    const { gateway, clock } = gatewayTo('https://sms.invalid');
    expect(await gateway.send(message)).toEqual(failed('provider'));
    expect(clock.pauses).toEqual([500]);
  });

  test('a server that speaks no TLS is not trusted with the message', async () => {
    const { host, requests } = await serve(accepted);
    const { gateway, clock } = gatewayTo(host.replace('http:', 'https:'));
    expect(await gateway.send(message)).toEqual(failed('provider'));
    expect([requests.length, clock.pauses]).toEqual([0, []]);
  });
});

describe('the circuit', () => {
  const times = async (count: number, send: () => Promise<SmsOutcome>) => {
    for (let time = 0; time < count; time += 1) await send();
  };

  test('opens after five failures of the service and tries again after 30 s', async () => {
    const { host, requests } = await serve(...Array<Answer>(5).fill(problem(500, 'error')), accepted);
    const { gateway, clock, lines } = gatewayTo(host);
    await times(7, () => gateway.send(message));
    expect(requests).toHaveLength(5);
    expect(lines.at(-1)?.fields).toMatchObject({ reason: 'circuit-open' });
    clock.advance(30);
    expect(await gateway.send(message)).toMatchObject({ kind: 'accepted' });
    expect(await gateway.send(message)).toMatchObject({ kind: 'accepted' });
  });

  test('stays closed for refusals of a message', async () => {
    const { host, requests } = await serve(problem(422, '1430'));
    const { gateway } = gatewayTo(host);
    await times(7, () => gateway.send(message));
    expect(requests).toHaveLength(7);
  });

  test('scenarios 3 and 5: opens at once when the credentials are refused', async () => {
    const { host, requests } = await serve(problem(401, 'unathorized'));
    const { gateway } = gatewayTo(host);
    await times(3, () => gateway.send(message));
    expect(requests).toHaveLength(1);
  });
});

test('a faulty list of numeric senders is a fault of the start', () => {
  expect(() => gatewayTo('http://127.0.0.1:1', { SMS_NUMERIC_SENDERS: ['US'] })).toThrow('SMS_NUMERIC_SENDERS');
});
