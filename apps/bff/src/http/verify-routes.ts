import { Hono, type Context as HonoContext, type MiddlewareHandler } from 'hono';
import { isTrustedPeer, type Network } from '../domain/client-address.ts';
import { LONGEST_PATH, returnPath } from '../domain/return-path.ts';
import { findSession } from '../flows/session/find-session.ts';
import { verifyRequest } from '../flows/session/verify-request.ts';
import type { Context } from './context.ts';
import { othersCookies, readToken } from './cookies.ts';
import { hostCheck, isOwnHost } from './gate.ts';
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
  return (
    new Hono<Context>()
      .get('/auth/verify', forwardedHostCheck(proxies), async (c) => {
        const session = await findSession(c.get('deps'), readToken(c, 'session'), 'reading or leaving');
        const outcome = await verifyRequest(c.get('deps'), session, { activity: !isLookedUp(c) });
        switch (outcome.kind) {
          case 'verified':
            c.header('X-Console-Account', outcome.account.id);
            c.header('X-Console-Login', headerText(outcome.account.login));
            c.header('X-Console-Assurance', outcome.assuranceLevel);
            // For a proxy that cannot take single cookies away by itself (Traefik): what goes on to the application.
            if (c.req.query('cookies') === 'others') c.header('Cookie', othersCookies(c));
            return c.body(null, 204);
          case 'not-signed-in':
            return sendAway(c, withWayBack(SIGN_IN, wayBack(c)), () => answerProblem(c, { type: 'not-signed-in' }));
          case 'level-required': {
            const { requiredLevel } = outcome;
            return sendAway(c, withWayBack(SECURITY, wayBack(c)), () =>
              answerProblem(c, { type: 'level-required', requiredLevel }),
            );
          }
        }
      })
      // Where password managers look for the place to change a password (W3C, A Well-Known URL for Changing Passwords).
      .get('/.well-known/change-password', hostCheck, (c) => c.redirect(SECURITY, 302))
      .get('/auth/return', hostCheck, (c) => c.redirect(returnPath(c.req.query('to')) ?? HOME, 302))
  );
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

/** What the person did at the proxy; a proxy that does not say was asked with GET. */
const methodOf = (c: HonoContext<Context>) => c.req.header('x-forwarded-method') ?? 'GET';
const isSafe = (c: HonoContext<Context>) => ['GET', 'HEAD'].includes(methodOf(c));

/** A page is opened or a form is sent. Programs and old browsers do not say which: a page is what asks for HTML. */
function isNavigation(c: HonoContext<Context>): boolean {
  const mode = c.req.header('sec-fetch-mode');
  if (mode !== undefined) return mode === 'navigate';
  return isSafe(c) && (c.req.header('accept') ?? '').includes('text/html');
}

/** A page's script, picture or socket fetches something by itself: that may go on for hours beside nobody. */
function isLookedUp(c: HonoContext<Context>): boolean {
  const mode = c.req.header('sec-fetch-mode');
  return isSafe(c) && mode !== undefined && mode !== 'navigate';
}

/**
 * Where the person comes back to: what was asked for, or the page that a form was sent from, since the form's own
 * address may know no GET. nginx's example says it in the first header, Traefik and Caddy in the second.
 */
function wayBack(c: HonoContext<Context>): string | null {
  if (isSafe(c)) return returnPath(c.req.header('x-original-uri') ?? c.req.header('x-forwarded-uri'));
  const from = URL.parse(c.req.header('referer') ?? '');
  const isOurs = from?.origin === c.get('deps').config.PUBLIC_ORIGIN;
  return isOurs ? returnPath(from.pathname + from.search) : null;
}

/**
 * The sign-in page goes on to pages of its own and to `/auth/return`, which judges the rest again; the Security tab leads
 * there once two-factor is on (D059). A way back that is too long once it is encoded is left out: people are at home (D029).
 */
function withWayBack(page: string, back: string | null): string {
  if (back === null || back === HOME) return page;
  const next = back.startsWith(HOME) ? back : `/auth/return?to=${encodeURIComponent(back)}`;
  const path = `${page}?next=${encodeURIComponent(next)}`;
  return path.length > LONGEST_PATH ? page : path;
}

/** A login may hold any letter, a header may not: percent-encoded UTF-8, with the signs of an e-mail address left as they are. */
function headerText(login: string): string {
  return encodeURIComponent(login.toWellFormed()).replaceAll('%40', '@').replaceAll('%2B', '+');
}

/** The console's own host, or a trusted proxy's word that it was asked under it: Traefik calls us by another name. */
function forwardedHostCheck(proxies: readonly Network[]): MiddlewareHandler<Context> {
  return async (c, next) => {
    const vouched = isOwnHost(c, c.req.header('x-forwarded-host')) && isTrustedPeer(socketAddress(c), proxies);
    return vouched ? next() : hostCheck(c, next);
  };
}
