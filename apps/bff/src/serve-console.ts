import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import type { Deps } from './deps.ts';

const MOST_SOCKETS = 1000;

/** Serves the console on the configured port, with the limits of time and number that connections have. */
export function serveConsole(deps: Deps): Server {
  const { HOST, PORT, PUBLIC_ORIGIN } = deps.config;
  // Without options for HTTP/2 or TLS this is a plain HTTP/1 server, which the wider type does not say.
  const server = serve({
    fetch: createApp(deps).fetch,
    hostname: HOST,
    port: PORT,
    serverOptions: { headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 5000, maxHeaderSize: 16 * 1024 },
  }) as Server;
  server.maxConnections = MOST_SOCKETS;
  server.on('listening', () => deps.log.info('listening', { url: PUBLIC_ORIGIN }));
  return server;
}
