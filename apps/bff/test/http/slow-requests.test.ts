import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { serve } from '@hono/node-server';
import { describe, expect } from 'vitest';
import { freePort } from '../../../../scripts/free-port.ts';
import { SERVER_OPTIONS, serveConsole } from '../../src/serve-console.ts';
import { Browser } from '../support/browser.ts';
import { ORIGIN } from '../support/fixed-values.ts';
import { overHttp } from '../support/over-http.ts';
import { test } from '../support/test.ts';

test('R-AP-06: two hundred requests that never end keep nobody waiting, and are hung up on', async ({ world }) => {
  const { login } = await world.account();
  const listening = Promise.withResolvers<number>();
  // The figures that ship, all of them twenty times shorter, so that nobody waits for the test either.
  const { headersTimeout, requestTimeout, connectionsCheckingInterval } = SERVER_OPTIONS;
  const serverOptions = {
    headersTimeout: headersTimeout / 20,
    requestTimeout: requestTimeout / 20,
    connectionsCheckingInterval: connectionsCheckingInterval / 20,
  };
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
  expect((await browser.signIn(login)).body.state).toBe('authenticated');
  for (let n = 0; n < 10; n += 1) expect((await browser.session()).status).toBe(200);
  await Promise.all(ends);
  expect(slow.every((socket) => socket.destroyed)).toBe(true);
  await new Promise((closed) => server.close(closed));
});

describe('one host alone', () => {
  const trusting = (proxy: string) =>
    test
      .extend('server', async ({ world }, { onCleanup }) => {
        const config = { ...world.deps.config, PORT: await freePort(), TRUSTED_PROXIES: proxy === '' ? [] : [proxy] };
        const server = serveConsole({ ...world.deps, config });
        await once(server, 'listening');
        onCleanup(async () => {
          server.closeAllConnections();
          await new Promise((closed) => server.close(closed));
        });
        return server;
      })

      /** A socket of an address of this host, and what it is told or that it is hung up on. */
      .extend('visitor', ({ server }, { onCleanup }) => {
        const opened: Socket[] = [];
        onCleanup(() => {
          for (const socket of opened) socket.destroy();
        });
        return (localAddress: string, text: string) => {
          const { port } = server.address() as AddressInfo; // An address of TCP, since it listens on a port.
          const socket = connect({ port, host: '127.0.0.1', localAddress });
          opened.push(socket);
          socket.setEncoding('latin1');
          socket.on('error', () => undefined);
          const answered = new Promise<string>((done) => {
            socket.once('data', (part: string) => done(part.slice(9, 12)));
            socket.once('close', () => done('hung up'));
          });
          socket.write(text);
          return answered;
        };
      });

  const session = `GET /api/session HTTP/1.1\r\nHost: ${new URL(ORIGIN).host}\r\n\r\n`;
  const slowBody = (client: string) =>
    `POST /api/sign-in HTTP/1.1\r\nHost: ${new URL(ORIGIN).host}\r\nOrigin: ${ORIGIN}\r\nX-Forwarded-For: ${client}\r\n` +
    'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"login":';

  describe('that speaks to the console itself', () => {
    const it = trusting('');
    it('D046: holds a hundred connections at most, and others are served', async ({ visitor }) => {
      const silent = Array.from({ length: 300 }, () => visitor('127.0.0.1', 'GET /api/session HTTP/1.1\r\n'));
      let hungUp = 0;
      await new Promise<void>((enough) => {
        for (const one of silent)
          one.then((told) => {
            if (told === 'hung up') hungUp += 1;
            if (hungUp === 200) enough();
          });
      });
      expect(await visitor('127.0.0.2', session)).toBe('200');
    });
  });

  describe('behind a proxy that hands bodies on as they come', () => {
    const it = trusting('127.0.0.1');
    it('D046: holds a hundred and fifty bodies that do not arrive, and others are served', async ({ visitor }) => {
      const slow = Array.from({ length: 220 }, () => visitor('127.0.0.1', slowBody('203.0.113.7')));
      let refused = 0;
      await new Promise<void>((enough) => {
        for (const one of slow)
          one.then((told) => {
            if (told === '503') refused += 1;
            if (refused === 70) enough();
          });
      });
      const body = '{"login":"nobody@example.com","password":"wrong"}';
      const whole = slowBody('203.0.113.8').replace('100', String(body.length)).replace('{"login":', body);
      expect(await visitor('127.0.0.1', whole)).toBe('401');
      expect(await visitor('127.0.0.1', session)).toBe('200');
    });
  });

  trusting('')('D046: who is slow is looked for every second, by the server as it ships', async ({ server }) => {
    expect(SERVER_OPTIONS.connectionsCheckingInterval).toBe(1000);
    expect(server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 10_000 });
  });
});
