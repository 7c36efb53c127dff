import { getConnInfo } from '@hono/node-server/conninfo';
import type { Client } from '@wattsense/contract/security';
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import {
  clientAddress,
  isTrustedPeer,
  type Network,
  networkOf,
  parseAddress,
  throttleKey,
  widerNetworks,
} from '../domain/client-address.ts';
import { readUserAgent } from '../domain/user-agent.ts';
import type { Requester } from '../flows/requester.ts';
import type { Context } from './context.ts';
import { readToken } from './cookies.ts';

/** Says who asks: address behind trusted proxies only, browser, and whether the browser is known. */
export function identifyRequester(proxies: readonly Network[]): MiddlewareHandler<Context> {
  const warn = warnOfUnbelieved(proxies);
  return async (c, next) => {
    if (c.req.header('x-forwarded-for') !== undefined) warn(c);
    c.set('requester', new AskedRequester(c, proxies));
    return next();
  };
}

const WARN_EVERY_MS = 3600_000;

/**
 * Tells operators, once an hour, of a proxy that is not in TRUSTED_PROXIES: all who come through it are one client, and
 * share what one client may do wrong.
 */
function warnOfUnbelieved(proxies: readonly Network[]): (c: HonoContext<Context>) => void {
  let warnedAt = Number.NEGATIVE_INFINITY;
  return (c) => {
    const { clock, log } = c.get('deps');
    const now = clock.now().getTime();
    const peer = socketAddress(c);
    if (now - warnedAt < WARN_EVERY_MS || peer === undefined || isTrustedPeer(peer, proxies)) return;
    warnedAt = now;
    log.warn('X-Forwarded-For is not believed: add its sender to TRUSTED_PROXIES if that is your proxy', {
      reason: 'all who come through it count as one client',
      network: networkOf(parseAddress(peer)),
    });
  };
}

/** Worked out when it is asked for: a session check, the most frequent request, asks for none of it. */
class AskedRequester implements Requester {
  readonly #c: HonoContext<Context>;
  readonly #proxies: readonly Network[];

  constructor(c: HonoContext<Context>, proxies: readonly Network[]) {
    this.#c = c;
    this.#proxies = proxies;
  }

  get client(): Client {
    return { ...readUserAgent(this.#c.req.header('user-agent')), network: networkOf(this.#address()) };
  }

  /** Addresses are personal data: what is stored for counting is their keyed hash. */
  get clientKey(): string {
    return this.#key(throttleKey(this.#address()));
  }

  get networks(): Requester['networks'] {
    return widerNetworks(this.#address()).map(({ bits, network }) => ({ bits, key: this.#key(network) }));
  }

  get browserToken(): string | null {
    return readToken(this.#c, 'browser');
  }

  get sessionToken(): string | null {
    return readToken(this.#c, 'session');
  }

  #key(place: string): string {
    return this.#c.get('deps').keys.mac('throttle-key', `client:${place}`) ?? 'unknown';
  }

  #address() {
    const forwardedFor = this.#c.req.header('x-forwarded-for');
    return clientAddress({ socket: socketAddress(this.#c), forwardedFor, proxies: this.#proxies });
  }
}

/** Undefined where there is no socket, as in tests that call the app directly. */
export function socketAddress(c: HonoContext<Context>): string | undefined {
  const bindings: unknown = c.env;
  const hasSocket = typeof bindings === 'object' && bindings !== null && 'incoming' in bindings;
  return hasSocket ? getConnInfo(c).remote.address : undefined;
}
