import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { sameHost } from '../domain/public-origin.ts';
import type { Context } from './context.ts';
import { answerProblem } from './problem-response.ts';
import { answerWrongHost } from './wrong-address.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** JSON is UTF-8 (RFC 8259 §8.1), said or not. */
const JSON_TYPE = /^application\/json(\s*;\s*charset=utf-8)?$/i;
const API_BODY_BYTES = 8 * 1024;
const WEBHOOK_BODY_BYTES = 64 * 1024;

/** Nothing is kept by browser or proxy unless what answers says so itself: views hold names, some answers a secret. */
export const neverStore: MiddlewareHandler<Context> = async (c, next) => {
  c.header('Cache-Control', 'no-store');
  return next();
};

/** Only requests for the configured host are answered: nothing is ever built from a Host header. */
export const hostCheck: MiddlewareHandler<Context> = async (c, next) =>
  isOwnHost(c, c.req.header('host')) ? next() : answerWrongHost(c);

/** Whether a host is the console's, in whatever spelling a proxy hands it on. */
export function isOwnHost(c: HonoContext<Context>, host: string | undefined): boolean {
  const own = c.get('publicHost');
  return host === own || (host !== undefined && sameHost(host, c.get('deps').config.PUBLIC_ORIGIN));
}

/**
 * What every change must bring: this console's exact Origin, or none and the browser's word that the
 * request is same-origin; and JSON where there is a body. Hono's own csrf() lets JSON of a foreign
 * origin through and trusts the Host header.
 */
export const changeCheck: MiddlewareHandler<Context> = async (c, next) => {
  if (SAFE.has(c.req.method)) return next();
  if (!isSameOrigin(c)) return answerProblem(c, { type: 'wrong-origin' });
  if (hasBody(c) && !JSON_TYPE.test(c.req.header('content-type') ?? ''))
    return answerProblem(c, { type: 'unsupported-media-type' });
  return next();
};

function isSameOrigin(c: HonoContext<Context>): boolean {
  const origin = c.req.header('origin');
  if (origin !== undefined) return origin === c.get('deps').config.PUBLIC_ORIGIN;
  return c.req.header('sec-fetch-site') === 'same-origin';
}

/** Whether the headers announce a body (RFC 9112 §6.3). */
export function hasBody(c: HonoContext<Context>): boolean {
  const length = c.req.header('content-length');
  return c.req.header('transfer-encoding') !== undefined || (length !== undefined && length !== '0');
}

const onError = (c: HonoContext<Context>) => answerProblem(c, { type: 'too-large' });
const limit = (maxSize: number): MiddlewareHandler<Context> => {
  const limited = bodyLimit({ maxSize, onError });
  // Where the headers announce no body there is none (RFC 9112 §6.3); looking for it costs more than the rest of the gate.
  return async (c, next) => (hasBody(c) ? limited(c, next) : next());
};
export const apiBodyLimit = limit(API_BODY_BYTES);
export const webhookBodyLimit = limit(WEBHOOK_BODY_BYTES);
