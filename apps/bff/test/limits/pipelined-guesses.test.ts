import { createConnection } from 'node:net';
import { serve } from '@hono/node-server';
import { expect } from 'vitest';
import { ORIGIN } from '../support/fixed-values.ts';
import { checkInvariants, readEverything } from '../support/invariants.ts';
import { appOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';
import { createWorld } from '../support/world.ts';

/** Writes everything at once on one connection, and reads until so many answers have come. */
function onOneConnection(port: number, requests: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (part) => {
      text += part;
      if ([...text.matchAll(/HTTP\/1\.1 \d/g)].length === requests.length) socket.end();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(text));
    socket.write(requests.join(''));
  });
}

test('T-064: forty guesses written ahead on one connection are counted one by one', async () => {
  const world = await createWorld();
  const { login } = await appOwner(world);
  const browser = world.browser();
  await browser.signIn(login);
  const body = JSON.stringify({ method: 'otp', code: 'zzzzzz' });
  const request = [
    'POST /api/sign-in/challenge/answer HTTP/1.1',
    `Host: ${new URL(ORIGIN).host}`,
    `Origin: ${ORIGIN}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    `Cookie: challenge=${browser.cookies.get('challenge')}`,
    '',
    body,
  ].join('\r\n');
  const listening = Promise.withResolvers<number>();
  const server = serve({ fetch: world.app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
    listening.resolve(port),
  );
  const text = await onOneConnection(await listening.promise, Array<string>(40).fill(request));
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
  expect(statuses.filter((status) => status === '401')).toHaveLength(5);
  expect(statuses.filter((status) => status === '410' || status === '429')).toHaveLength(35);
  const { attempts } = await readEverything(world.database);
  expect(attempts.map(({ bucket, failed }) => [bucket, failed])).toEqual([['stranger', 5]]);
  await new Promise((closed) => server.close(closed));
  await checkInvariants(world.database);
  await world.close();
});
