import { connect, type Socket } from 'node:net';
import { serve } from '@hono/node-server';
import { expect, it } from 'vitest';
import { Browser } from '../support/browser.ts';
import { ORIGIN } from '../support/fixed-values.ts';
import { overHttp } from '../support/over-http.ts';
import { createWorld } from '../support/world.ts';

it('R-AP-06: two hundred requests that never end keep nobody waiting, and are hung up on', async () => {
  const world = await createWorld();
  const { login } = await world.account();
  const listening = Promise.withResolvers<number>();
  // The server's own figures are in main.ts; shorter ones, so that nobody waits for the test either.
  const serverOptions = { headersTimeout: 500, requestTimeout: 800, connectionsCheckingInterval: 100 };
  const server = serve({ fetch: world.app.fetch, hostname: '127.0.0.1', port: 0, serverOptions }, ({ port }) =>
    listening.resolve(port),
  );
  const port = await listening.promise;
  const head = `POST /api/sign-in HTTP/1.1\r\nHost: ${new URL(ORIGIN).host}\r\nOrigin: ${ORIGIN}\r\n`;
  const body = 'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"login":';
  const ends: Promise<unknown>[] = [];
  const slow = Array.from({ length: 200 }, (_, n) => {
    const socket: Socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    ends.push(new Promise((closed) => socket.once('close', closed)));
    socket.write(n % 2 === 0 ? head : head + body);
    socket.resume();
    return socket;
  });
  const browser = new Browser(overHttp(port), world.deps);
  const started = performance.now();
  expect((await browser.signIn(login)).body.state).toBe('authenticated');
  for (let n = 0; n < 10; n += 1) expect((await browser.session()).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(5000);
  await Promise.all(ends);
  expect(slow.every((socket) => socket.destroyed)).toBe(true);
  await new Promise((closed) => server.close(closed));
  await world.close();
});
