import { answerBegun } from '@wattsense/sms-sandbox/stalled-answers';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  accepted,
  failed,
  gatewayTo,
  json,
  message,
  problem,
  SECRETS,
  serve,
  UUID,
} from '../../test/sms/recording-vonage.ts';

describe('what Vonage answers', () => {
  const recipient = { invalid_parameters: [{ name: 'to', reason: 'x' }] };
  const sender = { invalid_parameters: [{ name: 'from', reason: 'x' }] };
  test.each<[string, Answer, string, string | null]>([
    ['401', problem(401, 'unathorized'), 'provider', 'credentials'],
    ['401 not provisioned', problem(401, 'unprovisioned'), 'provider', 'credentials'],
    ['402', problem(402, 'low-balance'), 'provider', 'has no credit'],
    ['403', problem(403, 'forbidden'), 'provider', 'credentials'],
    ['403 out of credit', problem(403, 'out-of-credit'), 'provider', 'has no credit'],
    ['404', problem(404, 'not-found'), 'provider', null],
    ['420', json(420, 'enhance your calm'), 'provider', null],
    ['422 recipient by number', problem(422, '1430'), 'invalid-number', null],
    ['422 recipient by older number', problem(422, '110'), 'invalid-number', null],
    ['422 recipient by parameter', problem(422, '1150', recipient), 'invalid-number', null],
    ['422 sender by number', problem(422, '1120'), 'provider', 'refuses the sender'],
    ['422 sender by parameter', problem(422, '1150', sender), 'provider', 'refuses the sender'],
    ['422 channel', problem(422, '1100'), 'provider', null],
    ['422 invalid JSON', problem(422, 'invalid-json'), 'provider', null],
    ['422 demo account', problem(422, '1160'), 'provider', 'demo mode'],
    ['422 destination', problem(422, '1470'), 'destination-blocked', null],
    ['422 opted out', problem(422, '1240'), 'recipient-refuses', null],
    ['429 without a wait', problem(429, 'throttled'), 'throttled', null],
    ['429 with a long wait', problem(429, 'throttled', {}, { 'retry-after': '15' }), 'throttled', null],
    ['500', problem(500, 'error'), 'provider', null],
    ['500 with invalid parameters', problem(500, 'error', recipient), 'provider', null],
    ['503 with a long wait', json(503, {}, { 'retry-after': '60' }), 'provider', null],
  ])('%s is told once, as it is', async (_, answer, failure, operator) => {
    const { host, requests } = await serve(answer);
    const { gateway, lines, operators } = gatewayTo(host);
    expect(await gateway.send(message)).toEqual(failed(failure));
    expect(requests).toHaveLength(1);
    expect(operators()).toEqual(operator === null ? [] : [expect.stringContaining(operator)]);
    for (const secret of SECRETS) expect(JSON.stringify(lines)).not.toMatch(secret);
  });

  test('of a refusal only status, code and request id are logged', async () => {
    const { host } = await serve(problem(422, '1430', { instance: 'instance-1' }));
    const { gateway, lines } = gatewayTo(host);
    await gateway.send(message);
    expect(lines.at(-1)).toEqual({
      level: 'warn',
      message: 'text message not accepted',
      fields: {
        event: 'sms',
        reference: 'sms-1',
        country: 'FR',
        lastDigits: '78',
        providerStatus: 422,
        providerCode: '1430',
        providerRequestId: 'req-1',
        reason: 'invalid-number',
        outcome: 'invalid-number',
      },
    });
  });

  test('a problem type that holds the number is not logged', async () => {
    const { host } = await serve(problem(422, '33612345678'));
    const { gateway, lines } = gatewayTo(host);
    await gateway.send(message);
    expect(JSON.stringify(lines)).not.toContain('33612345678');
  });

  test('scenario 16: 503 with a page of HTML is tried once more', async () => {
    const { host, requests } = await serve(json(503, '<html>', { 'content-type': 'text/html' }), accepted);
    const { gateway, clock } = gatewayTo(host);
    expect(await gateway.send(message)).toEqual({ kind: 'accepted', providerId: UUID });
    expect([requests.length, clock.pauses]).toEqual([2, [500]]);
  });

  test('scenario 14: 429 with a short wait is tried once more, after the wait', async () => {
    const short = problem(429, 'throttled', {}, { 'retry-after': '1' });
    const { host, requests } = await serve(short, accepted);
    const { gateway, clock } = gatewayTo(host);
    expect(await gateway.send(message)).toEqual({ kind: 'accepted', providerId: UUID });
    expect([requests.length, clock.pauses]).toEqual([2, [1000]]);

    const again = await serve(short);
    const other = gatewayTo(again.host);
    expect(await other.gateway.send(message)).toEqual(failed('throttled'));
    expect(again.requests).toHaveLength(2);
  });

  const cutOff =
    (detail: string): Answer =>
    (response) => {
      response.writeHead(422, { 'content-type': 'application/json' });
      response.write(JSON.stringify({ type: 'x#1430', detail }).slice(0, -2));
    };

  test('a problem of endless length is read to its sixteenth KiB', async () => {
    const { host } = await serve(cutOff('y'.repeat(40_000)));
    expect(await gatewayTo(host).gateway.send(message)).toEqual(failed('provider'));
  });

  test('D037: a problem without an end is waited for a second', async () => {
    const { host } = await serve(cutOff('y'));
    const { gateway, clock } = gatewayTo(host);
    const begun = answerBegun(host);
    const sending = gateway.send(message);
    await begun;
    clock.advance(1);
    expect(await sending).toEqual(failed('provider'));
  });
});

describe('nobody knows whether it was sent', () => {
  test.each<[string, Answer]>([
    ['scenario 18: the connection breaks after the request', (response) => response.socket?.destroy()],
    ['scenario 20: 202 with a body that is no JSON', json(202, 'OK')],
    ['scenario 20: 202 with an empty body', json(202, '')],
    ['scenario 20: 202 without an id', json(202, {})],
    ['202 with an id that is none', json(202, { message_uuid: 'x y' })],
    ['202 with null', json(202, 'null')],
    [
      'scenario 20: 202 without a content type',
      (response) => response.writeHead(202).end(`{"message_uuid":"${UUID}"}`),
    ],
  ])('%s: it may arrive, and is not sent again', async (_, answer) => {
    const { host, requests } = await serve(answer);
    const { gateway, lines } = gatewayTo(host);
    expect(await gateway.send(message)).toEqual({ kind: 'ambiguous' });
    expect(requests).toHaveLength(1);
    for (const secret of SECRETS) expect(JSON.stringify(lines)).not.toMatch(secret);
  });

  test('202 with a charset is a plain success', async () => {
    const { host } = await serve(
      json(202, { message_uuid: UUID }, { 'content-type': 'application/json; charset=utf-8' }),
    );
    expect(await gatewayTo(host).gateway.send(message)).toMatchObject({ kind: 'accepted' });
  });

  test.each([302, 307])('scenario 22: the answer behind a redirect by %i is no success', async (status) => {
    const target = await serve(accepted);
    const { host } = await serve((response) =>
      response.writeHead(status, { location: `${target.host}/elsewhere` }).end(),
    );
    const { gateway, operators } = gatewayTo(host);
    expect(await gateway.send(message)).toEqual({ kind: 'ambiguous' });
    expect(operators()).toEqual([expect.stringContaining('redirect')]);
  });

  test('scenario 22: nor is a redirect to a refusal, or one without an end', async () => {
    const target = await serve(problem(404, 'not-found'));
    const moved = await serve((response) => response.writeHead(307, { location: target.host }).end());
    expect(await gatewayTo(moved.host).gateway.send(message)).toEqual({ kind: 'ambiguous' });
    const loop = await serve((response) => response.writeHead(307, { location: '/v1/messages' }).end());
    expect(await gatewayTo(loop.host).gateway.send(message)).toEqual({ kind: 'ambiguous' });
  });

  test('D037: scenario 17: no answer within the limit', async () => {
    const { host, requests, asked } = await serve(() => undefined);
    const { gateway, clock, lines } = gatewayTo(host);
    const arrived = asked();
    const sending = gateway.send(message);
    await arrived;
    clock.advance(5);
    expect(await sending).toEqual({ kind: 'ambiguous' });
    expect(requests).toHaveLength(1);
    expect(lines.at(-1)?.fields).toMatchObject({ reason: 'timeout' });
    for (const secret of SECRETS) expect(JSON.stringify(lines)).not.toMatch(secret);
  });

  const stalled =
    (headers: Record<string, string>): Answer =>
    (response) => {
      response.writeHead(202, { 'content-type': 'application/json', ...headers });
      response.write('{"message_uuid":');
    };
  test.each([
    ['of known length', { 'content-length': '60' }],
    ['in chunks', {}],
  ])('D037: scenario 19: a body that stalls, %s', async (_, headers) => {
    const { host, requests } = await serve(stalled(headers));
    const { gateway, clock, lines } = gatewayTo(host);
    const begun = answerBegun(host);
    const sending = gateway.send(message);
    await begun;
    clock.advance(5);
    expect(await sending).toEqual({ kind: 'ambiguous' });
    expect(requests).toHaveLength(1);
    expect(lines.at(-1)?.fields).toMatchObject({ reason: 'garbled' });
    for (const secret of SECRETS) expect(JSON.stringify(lines)).not.toMatch(secret);
  });

  test('D037: a send ends within eight seconds, whatever the time limit of a call', async () => {
    const held = Promise.withResolvers<void>();
    const late: Answer = (response) => void held.promise.then(() => json(503, {})(response));
    const { host, requests, asked } = await serve(late, () => undefined);
    const { gateway, clock } = gatewayTo(host, { VONAGE_TIMEOUT_MS: 8000 });
    const first = asked();
    const sending = gateway.send(message);
    await first;
    clock.advance(6);
    const second = asked();
    held.resolve();
    await second;
    expect(clock.pauses).toEqual([500]);
    clock.advance(1.5);
    expect(await sending).toEqual({ kind: 'ambiguous' });
    expect([requests.length, clock.elapsedMs()]).toEqual([2, 8000]);
  });

  test('D037: scenario 42: a slow answer within the limit is a success', async () => {
    const held = Promise.withResolvers<void>();
    const { host, asked } = await serve((response) => void held.promise.then(() => accepted(response)));
    const { gateway, clock } = gatewayTo(host);
    const arrived = asked();
    const sending = gateway.send(message);
    await arrived;
    clock.advance(4.999);
    held.resolve();
    expect(await sending).toMatchObject({ kind: 'accepted' });
  });
});
