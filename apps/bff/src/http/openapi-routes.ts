import { Hono } from 'hono';
import type { Context } from './context.ts';
import { openapiDocument } from './openapi-document.ts';
import { openapiPage, PAGE_STYLES } from './openapi-page.ts';

/** Made when it is first asked for: a server that nobody asks has no use for it. */
let kept: ReturnType<typeof openapiDocument> | undefined;
const documentOnce = () => (kept ??= openapiDocument());

export const openapiRoutes = new Hono<Context>().get('/openapi.json', (c) => c.json(documentOnce(), 200));

/** Development only: the same, to be read. */
export const openapiPageRoutes = new Hono<Context>()
  .get('/reference', (c) => c.html(openapiPage(documentOnce()), 200))
  .get('/reference.css', (c) => c.body(PAGE_STYLES, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
