import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Context } from './context.ts';

const ONE_YEAR = 'public, max-age=31536000, immutable';

/** The built SPA: hashed assets for a year, ready compressed; every page is the one document, never cached stale. */
export function consolePages(directory: string) {
  const document = readFileSync(join(directory, 'index.html'), 'utf8');
  const assets = serveStatic<Context>({
    root: directory,
    rewriteRequestPath: (path) => path.replace(/^\/console\//, '/'),
    precompressed: true,
    onFound: (_path, c) => c.header('Cache-Control', ONE_YEAR),
  });
  return new Hono<Context>()
    .get('/', (c) => c.redirect('/console/', 302))
    .get('/console', (c) => c.redirect('/console/', 302))
    .get('/console/assets/*', assets, (c) => c.text('Not found', 404))
    .get('/console/:file{[a-z0-9-]+\\.(svg|ico|txt|webmanifest)}', assets)
    .get('/console/*', (c) => c.html(document, 200, { 'Cache-Control': 'no-cache' }));
}
