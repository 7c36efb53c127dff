import type { Server } from 'node:http';
import { parseAddress, throttleKey } from '../domain/client-address.ts';
import { holdings } from '../domain/holdings.ts';

/** Connections that one peer may hold: a browser opens six, an office behind one address some dozens. */
const MOST_OF_ONE_PEER = 100;

/**
 * Hangs up on a peer that holds too many connections already, so that whoever opens a thousand and says nothing keeps
 * nobody else out. A trusted proxy speaks for many and is not counted.
 */
export function limitPeers(server: Server, isTrusted: (address: string | undefined) => boolean): void {
  const hold = holdings(MOST_OF_ONE_PEER);
  server.on('connection', (socket) => {
    if (isTrusted(socket.remoteAddress)) return;
    const letGo = hold(throttleKey(parseAddress(socket.remoteAddress ?? '')));
    if (letGo === null) socket.destroy();
    else socket.once('close', letGo);
  });
}
