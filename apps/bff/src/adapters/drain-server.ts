import type { Server } from 'node:http';
import type { Timers } from '../deps.ts';

/** How often connections that have become idle are closed. */
const SWEEP_MS = 50;
/** How long a connection that says nothing may still begin to: browsers open some in advance. */
const SILENCE_MS = 500;

/**
 * Prepares a server for its end.
 * @returns a function that stops accepting and resolves once all that was begun is answered. Connections that
 * are kept alive or silent are closed, since they would hold the server open until their client lets go.
 */
export function drainable(server: Server, timers: Timers): () => Promise<void> {
  let underway = 0;
  server.on('request', (_, response) => {
    underway += 1;
    response.once('close', () => {
      underway -= 1;
    });
  });
  return () =>
    new Promise((done) => {
      const silentUntil = timers.elapsedMs() + SILENCE_MS;
      const stopSweeping = timers.every(SWEEP_MS, () => {
        if (underway === 0 && timers.elapsedMs() >= silentUntil) server.closeAllConnections();
        else server.closeIdleConnections();
      });
      server.close(() => {
        stopSweeping();
        done();
      });
    });
}
