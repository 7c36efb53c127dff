import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Context } from './context.ts';

const ONE_YEAR = 'public, max-age=31536000, immutable';
/** Kept, but never shown without asking whether it is still so: names without a hash stay when their content changes. */
const ASK_AGAIN = 'no-cache';

/** The built SPA: hashed assets for a year, ready compressed; every page is the one document, never cached stale. */
export function consolePages(directory: string) {
  const document = readFileSync(join(directory, 'index.html'), 'utf8');
  const assets = serveStatic<Context>({
    root: directory,
    rewriteRequestPath: (path) => path.replace(/^\/console\//, '/'),
    precompressed: true,
  });
  return new Hono<Context>()
    .get('/', (c) => c.redirect('/console/', 302))
    .get('/console', (c) => c.redirect('/console/', 302))
    .get('/console/assets/*', kept(ONE_YEAR), assets, (c) => c.text('Not found', 404, { 'Cache-Control': 'no-store' }))
    .get('/console/:file{[a-z0-9-]+\\.(svg|ico|txt|webmanifest)}', kept(ASK_AGAIN), assets)
    .get('/console/*', (c) => c.html(document, 200, { 'Cache-Control': ASK_AGAIN }));
}

/** Before the file is looked for: `serveStatic` builds its answer before it calls `onFound`. */
function kept(cacheControl: string): MiddlewareHandler<Context> {
  return async (c, next) => {
    c.header('Cache-Control', cacheControl);
    return next();
  };
}
