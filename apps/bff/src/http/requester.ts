import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { clientAddress, type Network, networkOf, throttleKey } from '../domain/client-address.ts';
import { readUserAgent } from '../domain/user-agent.ts';
import type { Context } from './context.ts';
import { readToken } from './cookies.ts';

/** Works out who asks: address behind trusted proxies only, browser, and whether the browser is known. */
export function identifyRequester(proxies: readonly Network[]): MiddlewareHandler<Context> {
  return async (c, next) => {
    const forwardedFor = c.req.header('x-forwarded-for');
    const address = clientAddress({ socket: socketAddress(c), forwardedFor, proxies });
    c.set('requester', {
      client: { ...readUserAgent(c.req.header('user-agent')), network: networkOf(address) },
      // Addresses are personal data: what is stored for counting is their keyed hash.
      clientKey: c.var.deps.keys.mac('throttle-key', `client:${throttleKey(address)}`) ?? 'unknown',
      browserToken: readToken(c, 'browser'),
      sessionToken: readToken(c, 'session'),
    });
    return next();
  };
}

/** Undefined where there is no socket, as in tests that call the app directly. */
export function socketAddress(c: HonoContext<Context>): string | undefined {
  const bindings: unknown = c.env;
  const hasSocket = typeof bindings === 'object' && bindings !== null && 'incoming' in bindings;
  return hasSocket ? getConnInfo(c).remote.address : undefined;
}
