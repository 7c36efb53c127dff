import { createMiddleware } from 'hono/factory';

const OWN_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Refuses names other than this machine's own: a web page whose name was rebound to 127.0.0.1 could
 * otherwise read the codes (DNS rebinding).
 */
export const refuseStrangers = createMiddleware(async (context, next) => {
  if (!OWN_NAMES.has(new URL(context.req.url).hostname))
    return context.text('The sandbox answers to loopback names only.\n', 421);
  return next();
});

/** The pages take scripts and styles from this server's own files alone. */
export const pageSecurity = createMiddleware(async (context, next) => {
  await next();
  const { headers } = context.res;
  headers.set(
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('cache-control', 'no-store');
});
