import type { Server } from 'node:http';
import { parseAddress, throttleKey } from '../domain/client-address.ts';

/** Connections that one peer may hold: a browser opens six, an office behind one address some dozens. */
const MOST_OF_ONE_PEER = 100;

/**
 * Hangs up on a peer that holds too many connections already, so that whoever opens a thousand and says nothing keeps
 * nobody else out. A trusted proxy speaks for many and is not counted.
 */
export function limitPeers(server: Server, isTrusted: (address: string | undefined) => boolean): void {
  const held = new Map<string, number>();
  server.on('connection', (socket) => {
    if (isTrusted(socket.remoteAddress)) return;
    const peer = throttleKey(parseAddress(socket.remoteAddress ?? ''));
    const count = held.get(peer) ?? 0;
    if (count >= MOST_OF_ONE_PEER) {
      socket.destroy();
      return;
    }
    held.set(peer, count + 1);
    socket.once('close', () => {
      const left = (held.get(peer) ?? 1) - 1;
      if (left > 0) held.set(peer, left);
      else held.delete(peer);
    });
  });
}
