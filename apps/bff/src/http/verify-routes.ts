import { Hono, type Context as HonoContext, type MiddlewareHandler } from 'hono';
import { isTrustedPeer, type Network } from '../domain/client-address.ts';
import { returnPath } from '../domain/return-path.ts';
import { verifyRequest } from '../flows/verify-request.ts';
import type { Context } from './context.ts';
import { readToken } from './cookies.ts';
import { hostCheck } from './gate.ts';
import { answerProblem } from './problem-response.ts';
import { socketAddress } from './requester.ts';

const HOME = '/console/';
const SIGN_IN = '/console/sign-in';
/** Where an account without a second factor turns it on, and one that came in by recovery is led on. */
const SECURITY = '/console/security';

/**
 * For a proxy in front of another application on the console's host: `GET /auth/verify` says who asks, or
 * where to send them; `GET /auth/return` brings them back after signing in.
 */
export function verifyRoutes(proxies: readonly Network[]) {
  return new Hono<Context>()
    .get('/auth/verify', forwardedHostCheck(proxies), async (c) => {
      const outcome = await verifyRequest(c.get('deps'), readToken(c, 'session'));
      switch (outcome.kind) {
        case 'verified':
          c.header('X-Console-Account', outcome.account.id);
          c.header('X-Console-Login', headerText(outcome.account.login));
          c.header('X-Console-Assurance', outcome.assuranceLevel);
          return c.body(null, 204);
        case 'not-signed-in':
          return sendAway(c, signInPath(askedFor(c)), () => answerProblem(c, { type: 'not-signed-in' }));
        case 'level-required': {
          const { requiredLevel } = outcome;
          return sendAway(c, SECURITY, () => answerProblem(c, { type: 'level-required', requiredLevel }));
        }
      }
    })
    .get('/auth/return', hostCheck, (c) => c.redirect(returnPath(c.req.query('to')) ?? HOME, 302));
}

/**
 * Says where to send the person: in a header beside 401 or 403 for proxies that act on it (nginx, Caddy), or
 * as a redirect for those that hand the answer on as it is (Traefik), where `?answer=redirect` asks for it.
 * Scripts get the problem either way: a page is no answer to them.
 */
function sendAway(c: HonoContext<Context>, path: string, problem: () => Response): Response {
  const url = `${c.get('deps').config.PUBLIC_ORIGIN}${path}`;
  if (c.req.query('answer') === 'redirect' && isNavigation(c)) return c.redirect(url, 302);
  c.header('X-Console-Redirect', url);
  return problem();
}

function isNavigation(c: HonoContext<Context>): boolean {
  if (!['GET', 'HEAD'].includes(c.req.header('x-forwarded-method') ?? 'GET')) return false;
  const mode = c.req.header('sec-fetch-mode');
  return mode === undefined ? (c.req.header('accept') ?? '').includes('text/html') : mode === 'navigate';
}

/** What the person asked the proxy for: nginx's example says it in the first header, Traefik and Caddy in the second. */
const askedFor = (c: HonoContext<Context>) =>
  returnPath(c.req.header('x-original-uri') ?? c.req.header('x-forwarded-uri'));

/** The sign-in page goes on to pages of its own and to `/auth/return`, which judges the rest again. */
function signInPath(back: string | null): string {
  if (back === null || back === HOME) return SIGN_IN;
  const next = back.startsWith(HOME) ? back : `/auth/return?to=${encodeURIComponent(back)}`;
  return `${SIGN_IN}?next=${encodeURIComponent(next)}`;
}

/** A login may hold any letter, a header may not: percent-encoded UTF-8, with the signs of an e-mail address left as they are. */
function headerText(login: string): string {
  return encodeURIComponent(login.toWellFormed()).replaceAll('%40', '@').replaceAll('%2B', '+');
}

/** The console's own host, or a trusted proxy's word that it was asked under it: Traefik calls us by another name. */
function forwardedHostCheck(proxies: readonly Network[]): MiddlewareHandler<Context> {
  return async (c, next) => {
    const vouched =
      c.req.header('x-forwarded-host') === c.get('publicHost') && isTrustedPeer(socketAddress(c), proxies);
    return vouched ? next() : hostCheck(c, next);
  };
}
