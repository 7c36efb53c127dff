import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { limitPeers } from './adapters/limit-peers.ts';
import { createApp } from './app.ts';
import type { Deps } from './deps.ts';
import { isTrustedPeer, parseProxies } from './domain/client-address.ts';
import { relyingPartyOf } from './domain/relying-party.ts';
import { RELEASE } from './release.ts';

const MOST_SOCKETS = 1000;

/** How long connections may take, and how much they may say before anything is known of them; tests take them from here. */
export const SERVER_OPTIONS = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  /** The two above are looked at as often as this; Node's own figure is half a minute. */
  connectionsCheckingInterval: 1000,
  /** Longer than the proxies of deploy/ keep a connection that is idle: none sends a POST into one that closes. */
  keepAliveTimeout: 10_000,
  /** More than nginx takes of a client (large_client_header_buffers), so that what it asks for one is never too long. */
  maxHeaderSize: 48 * 1024,
} as const;

/** Serves the console on the configured port, with the limits of time and number that connections have. */
export function serveConsole(deps: Deps): Server {
  const { HOST, PASSKEYS, PORT, PUBLIC_ORIGIN, TRUSTED_PROXIES } = deps.config;
  const parsed = parseProxies(TRUSTED_PROXIES);
  const proxies = parsed.kind === 'ok' ? parsed.proxies : [];
  // Without options for HTTP/2 or TLS this is a plain HTTP/1 server, which the wider type does not say.
  const server = serve({
    fetch: createApp(deps).fetch,
    hostname: HOST,
    port: PORT,
    serverOptions: SERVER_OPTIONS,
  }) as Server;
  server.maxConnections = MOST_SOCKETS;
  limitPeers(server, (address) => isTrustedPeer(address, proxies));
  server.on('listening', () => {
    const party = relyingPartyOf(PUBLIC_ORIGIN);
    if (PASSKEYS && party.kind === 'impossible') deps.log.warn('passkeys are not offered', { reason: party.why });
    deps.log.info('listening', { url: PUBLIC_ORIGIN, listensAt: `${HOST}:${PORT}`, release: RELEASE });
  });
  return server;
}
