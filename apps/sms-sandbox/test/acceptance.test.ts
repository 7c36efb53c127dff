import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ListeningSandbox } from '../src/listen.ts';
import { basicSdk, outcome, PHONE, sdk, send, startSandbox, TEXT } from './sender.ts';

let sandbox: ListeningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.state.reset());
afterAll(() => sandbox.close());

test('a message sent with a JWT is taken and can be read with its code', async () => {
  const { messageUUID } = await send(sdk(sandbox), { clientRef: 'chal_1' });
  const answer = await fetch(`${sandbox.url}/messages?to=%2B33 6 39 98 00 12`);
  expect(await answer.json()).toMatchObject([
    {
      id: messageUUID,
      to: PHONE,
      from: 'TheBuilding',
      text: TEXT,
      code: '123456',
      clientRef: 'chal_1',
      encoding: 'GSM-7',
      units: 132,
      segments: 1,
      authentication: 'jwt',
      state: 'accepted',
    },
  ]);
});

test('a message sent with an API key and secret is taken', async () => {
  await send(basicSdk(sandbox));
  expect(sandbox.state.mailbox.messages()).toMatchObject([{ authentication: 'basic', apiKey: 'abcd1234' }]);
});

test('messages are listed oldest first and deleted per phone', async () => {
  await send(sdk(sandbox), { text: 'first 1111' });
  await send(sdk(sandbox), { text: 'second 2222' });
  await send(sdk(sandbox), { to: '33639980013', text: 'third 3333' });
  expect(sandbox.state.mailbox.messages(PHONE).map(({ code }) => code)).toEqual(['1111', '2222']);
  await fetch(`${sandbox.url}/messages?to=${PHONE}`, { method: 'DELETE' });
  expect(sandbox.state.mailbox.messages().map(({ code }) => code)).toEqual(['3333']);
});

test('an answer carries X-Request-Id and only the message_uuid', async () => {
  const answer = await fetch(`${sandbox.url}/v1/messages`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa('abcd1234:S3cretS3cret')}`,
      'content-type': 'application/json; charset=utf-8',
    },
    body: JSON.stringify({ message_type: 'text', channel: 'sms', to: PHONE, from: 'TheBuilding', text: TEXT }),
  });
  expect(answer.status).toBe(202);
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await answer.json()).toEqual({ message_uuid: sandbox.state.mailbox.messages()[0]?.id });
});

test('without registered credentials any well-formed one is taken, and nothing else', async () => {
  const open = await startSandbox({ credentials: {} });
  try {
    expect(await outcome(send(sdk(open)))).toEqual({ resolved: 'with an id' });
    expect(await outcome(send(basicSdk(open, 'anything')))).toEqual({ resolved: 'with an id' });
    const anonymous = await fetch(`${open.url}/v1/messages`, { method: 'POST', body: '{}' });
    expect(anonymous.status).toBe(401);
    expect(await (await fetch(open.url)).text()).toContain('any well-formed token or key is taken');
  } finally {
    await open.close();
  }
});

test('the 31st request within a second is refused, and the next second is free again', async () => {
  let time = Date.now();
  const limited = await startSandbox({ now: () => new Date(time) });
  try {
    const messages = sdk(limited);
    for (let sent = 0; sent < 30; sent += 1) await send(messages);
    const refused = await outcome(send(messages));
    expect(refused).toMatchObject({
      status: 429,
      contentType: 'application/problem+json',
      retryAfter: '1',
      body: { type: 'https://developer.vonage.com/api-errors#throttled' },
    });
    expect(refused['headers']).toSatisfy(
      (headers: Headers) =>
        headers.get('x-ratelimit-limit') === '30' &&
        headers.get('x-ratelimit-remaining') === '0' &&
        headers.get('x-ratelimit-reset') === String(time + 1000),
    );
    time += 1000;
    expect(await outcome(send(messages))).toEqual({ resolved: 'with an id' });
  } finally {
    await limited.close();
  }
});
