import { Hono, type Context as HonoContext } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { errorFields } from './adapters/json-log.ts';
import type { Config } from './config.ts';
import type { Deps } from './deps.ts';
import { parseProxies } from './domain/client-address.ts';
import { consolePages, inlineStyleSources } from './http/console-pages.ts';
import type { Context } from './http/context.ts';
import { enrolmentRoutes } from './http/enrolment-routes.ts';
import { apiBodyLimit, changeCheck, hostCheck, neverStore } from './http/gate.ts';
import { healthRoutes } from './http/health-routes.ts';
import { openapiRoutes } from './http/openapi-routes.ts';
import { passwordLinkRoutes } from './http/password-link-routes.ts';
import { answerProblem } from './http/problem-response.ts';
import { identifyRequester } from './http/requester.ts';
import { securityRoutes } from './http/security-routes.ts';
import { sessionRoutes } from './http/session-routes.ts';
import { signInRoutes } from './http/sign-in-routes.ts';
import { slowBodies } from './http/slow-bodies.ts';
import { unrouted } from './http/unrouted.ts';
import { verifyRoutes } from './http/verify-routes.ts';
import { webhookRoutes } from './http/webhook-routes.ts';
import { Unavailable } from './outcome.ts';

/** @param styleSources what may be styled from within a page, by its hash. */
const headersOf = ({ HSTS_SECONDS, HSTS_SUBDOMAINS }: Config, styleSources: readonly string[]) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", ...styleSources],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
    },
    strictTransportSecurity: `max-age=${HSTS_SECONDS}${HSTS_SUBDOMAINS ? '; includeSubDomains' : ''}`,
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginResourcePolicy: 'same-origin',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [], otpCredentials: ['self'] },
    xXssProtection: false,
  });

const routes = new Hono<Context>()
  .route('/', sessionRoutes)
  .route('/', signInRoutes)
  .route('/', passwordLinkRoutes)
  .route('/', enrolmentRoutes)
  .route('/', securityRoutes);
const reference = openapiRoutes(routes);
const api = new Hono<Context>()
  .use(changeCheck, apiBodyLimit)
  .route('/', routes)
  .route('/', reference.forPrograms)
  .all('/*', unrouted([routes, reference.forPrograms]));

/** The whole server, from its ports. Nothing in it reads the process, the clock or chance by itself. */
export function createApp(deps: Deps) {
  const proxies = parseProxies(deps.config.TRUSTED_PROXIES);
  if (proxies.kind === 'refused') throw new Error(`TRUSTED_PROXIES: ${proxies.line}`);
  const publicHost = new URL(deps.config.PUBLIC_ORIGIN).host;
  const { WEB_DIRECTORY } = deps.config;
  const headers = headersOf(deps.config, WEB_DIRECTORY === undefined ? [] : inlineStyleSources(WEB_DIRECTORY));
  const development = new Hono<Context>();
  if (deps.config.NODE_ENV === 'development') development.route('/', reference.forPeople);
  const app = new Hono<Context>()
    .use(async (c, next) => {
      c.set('deps', deps);
      c.set('publicHost', publicHost);
      c.set('requestId', deps.random.id());
      const started = deps.timers.elapsedMs();
      await next();
      noteRequest(c, deps.timers.elapsedMs() - started);
    })
    .use(headers, neverStore)
    .route('/', healthRoutes(deps))
    .route('/', verifyRoutes(proxies.proxies))
    .use(hostCheck, slowBodies(proxies.proxies))
    .route('/', webhookRoutes)
    .use(identifyRequester(proxies.proxies))
    .route('/api', development)
    .route('/api', api);
  if (WEB_DIRECTORY !== undefined) app.route('/', consolePages(WEB_DIRECTORY));
  app.notFound((c) => answerProblem(c, { type: 'not-found' }));
  app.onError((error, c) => {
    if ((error instanceof HTTPException && error.status === 400) || wasBrokenOff(c, error))
      return answerProblem(c, { type: 'malformed', fields: ['body'] });
    if (error instanceof Unavailable) {
      deps.log.warn('database unavailable', { requestId: c.get('requestId'), reason: error.message });
      return answerProblem(c, { type: 'busy', retryAfterSeconds: error.retryAfterSeconds });
    }
    deps.log.error('unexpected error', {
      requestId: c.get('requestId'),
      route: c.req.routePath,
      ...errorFields(error),
    });
    return answerProblem(c, { type: 'unexpected' });
  });
  return app;
}

export type AppType = ReturnType<typeof createApp>;

/** Whether its sender left in the middle of the body: nobody hears the answer, and nothing of ours has failed. */
function wasBrokenOff(c: HonoContext<Context>, error: Error): boolean {
  return c.req.raw.signal.aborted && 'code' in error && error.code === 'ECONNRESET';
}

/** Asked by machines, or for every picture of a page: seen only by whoever looks closely, unless refused. */
const QUIET: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/auth/verify']);

/** Refusals, limits and malformed requests are in the log by the type of their problem. */
function noteRequest(c: HonoContext<Context>, tookMs: number): void {
  // One by one: `c.var` copies them all, and this runs for every request.
  const [deps, requestId, problem] = [c.get('deps'), c.get('requestId'), c.get('problem')];
  const { method, routePath: route } = c.req;
  const { status } = c.res;
  const durationMs = Math.round(tookMs * 10) / 10;
  const outcome = problem === undefined ? {} : { outcome: problem };
  const level = QUIET.has(route) && status < 400 ? 'debug' : 'info';
  deps.log[level]('request', { requestId, method, route, status, durationMs, ...outcome });
  deps.metrics.requestFinished({ method, route, status, seconds: tookMs / 1000, problem: problem ?? null });
}
