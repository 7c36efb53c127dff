import { Hono } from 'hono';
import type { RouterRoute } from 'hono/types';
import type { Context } from './context.ts';
import { operationsOf } from './description.ts';
import { openapiDocument } from './openapi-document.ts';
import { openapiPage, PAGE_STYLES } from './openapi-page.ts';

/**
 * The description of routes that stand below `/api`, made when it is first asked for: a server that nobody asks has no
 * use for it.
 */
export function openapiRoutes(described: { readonly routes: readonly RouterRoute[] }) {
  let kept: ReturnType<typeof make> | undefined;
  const make = () => {
    const operations = operationsOf(described.routes.map((route) => ({ ...route, path: `/api${route.path}` })));
    return { operations, document: openapiDocument(operations) };
  };
  const once = () => (kept ??= make());
  return {
    forPrograms: new Hono<Context>().get('/openapi.json', (c) => c.json(once().document, 200)),
    /** Development only: the same, to be read. */
    forPeople: new Hono<Context>()
      .get('/reference', (c) => c.html(openapiPage(once().document, once().operations), 200))
      .get('/reference.css', (c) => c.body(PAGE_STYLES, 200, { 'Content-Type': 'text/css; charset=utf-8' })),
  };
}
