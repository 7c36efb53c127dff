import type { IncomingMessage } from 'node:http';
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { clientAddress, type Network, throttleKey } from '../domain/client-address.ts';
import { holdings } from '../domain/holdings.ts';
import type { Context } from './context.ts';
import { hasBody } from './gate.ts';
import { answerProblem } from './problem-response.ts';
import { socketAddress } from './requester.ts';

/** Bodies of one client that may be on their way at once; they are of 8 KiB at most and arrive within moments. */
const MOST_OF_ONE_CLIENT = 150;

/**
 * Turns a client away that has too many requests whose bodies do not arrive. A proxy that hands bodies on as they come
 * (Caddy, Traefik) holds a connection for each, and there are only so many.
 */
export function slowBodies(proxies: readonly Network[]): MiddlewareHandler<Context> {
  const hold = holdings(MOST_OF_ONE_CLIENT);
  return async (c, next) => {
    const incoming = incomingOf(c);
    if (incoming === null || !hasBody(c)) return next();
    const forwardedFor = c.req.header('x-forwarded-for');
    const letGo = hold(throttleKey(clientAddress({ socket: socketAddress(c), forwardedFor, proxies })));
    if (letGo === null) {
      c.header('Connection', 'close');
      return answerProblem(c, { type: 'busy', retryAfterSeconds: 15 });
    }
    const arrived = () => {
      incoming.off('end', arrived).off('close', arrived);
      letGo();
    };
    incoming.once('end', arrived).once('close', arrived);
    return next();
  };
}

/** Null where there is no socket, as in tests that call the app directly. */
function incomingOf(c: HonoContext<Context>): IncomingMessage | null {
  const bindings: unknown = c.env;
  if (typeof bindings !== 'object' || bindings === null || !('incoming' in bindings)) return null;
  const incoming = bindings.incoming as IncomingMessage;
  return typeof incoming.once === 'function' ? incoming : null;
}
