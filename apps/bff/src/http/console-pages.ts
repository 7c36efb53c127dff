import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Language } from '@wattsense/contract/vocabulary';
import { Hono, type Context as HonoContext, type MiddlewareHandler } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { returnPath } from '../domain/return-path.ts';
import type { Context } from './context.ts';
import { readLanguage, readToken } from './cookies.ts';

const ONE_YEAR = 'public, max-age=31536000, immutable';
/** Kept, but never shown without asking whether it is still so: names without a hash stay when their content changes. */
const ASK_AGAIN = 'no-cache';

/** The sign-in page; the outline of its second step and its like; that of every page with the console's frame. */
type PageName = 'sign-in' | 'entry' | 'console';

/** The smallest first. */
const CODINGS = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
] as const;

/** Bytes as they are sent, and their entity tag (RFC 9110 §8.8.3). */
interface Variant {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly tag: string;
}

interface Document {
  readonly plain: Variant;
  readonly coded: ReadonlyArray<Variant & { readonly coding: string }>;
}

/** The built SPA: hashed assets for a year, ready compressed; every page is one of a few documents, never cached stale. */
export function consolePages(directory: string) {
  const documents = (name: PageName) => {
    const of = (language: Language) => {
      const file = `${name}.${language}.html`;
      // Without its pages drawn before, as a development build is, the script draws them.
      return readDocument(directory, existsSync(join(directory, file)) ? file : 'index.html');
    };
    return { fr: of('fr'), en: of('en') };
  };
  const pages = { 'sign-in': documents('sign-in'), entry: documents('entry'), console: documents('console') };
  const show = (c: HonoContext<Context>, name: PageName) => answer(c, pages[name][languageOf(c)]);
  const assets = serveStatic<Context>({
    root: directory,
    rewriteRequestPath: (path) => path.replace(/^\/console\//, '/'),
    precompressed: true,
  });
  return (
    new Hono<Context>()
      .get('/', (c) => c.redirect('/console/', 302))
      .get('/console', (c) => c.redirect('/console/', 302))
      .get('/console/assets/*', kept(ONE_YEAR), assets, (c) =>
        c.text('Not found', 404, { 'Cache-Control': 'no-store' }),
      )
      .get('/console/:file{[a-z0-9-]+\\.(svg|ico|txt|webmanifest)}', kept(ASK_AGAIN), assets)
      // Whoever holds a one-time link is not asked to sign in first.
      .get('/console/set-password', (c) => show(c, 'entry'))
      .get('/console/*', (c) => show(c, isSignedOut(c) ? 'sign-in' : frameOf(c.req.path)))
      // A form that was sent without its script: back to the page, the body unread.
      .post('/console/*', (c) => c.redirect(pageOf(c), 303))
  );
}

/** The page that was asked for, with its query where that is not too long to be said (D027). */
function pageOf(c: HonoContext<Context>): string {
  return returnPath(c.req.path + new URL(c.req.url).search) ?? returnPath(c.req.path) ?? '/console/';
}

const frameOf = (path: string): PageName => (path.startsWith('/console/sign-in') ? 'entry' : 'console');

/** CSP sources of the style sheets inside the prerendered documents: those and no others may stand in a page. */
export function inlineStyleSources(directory: string): readonly string[] {
  const sources = readdirSync(directory)
    .filter((name) => name.endsWith('.html'))
    .map((name) => join(directory, name))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/<style>(.*?)<\/style>/gs)])
    .map(([, styles = '']) => `'sha256-${createHash('sha256').update(styles).digest('base64')}'`);
  return [...new Set(sources)];
}

/**
 * Whether the browser has neither session nor challenge. A link on another site brings no cookie,
 * whether there is one or not (SameSite=Strict).
 */
function isSignedOut(c: HonoContext<Context>): boolean {
  if (c.req.header('sec-fetch-site') === 'cross-site') return false;
  return readToken(c, 'session') === null && readToken(c, 'challenge') === null;
}

/** The language that was chosen here, else the one that the browser likes best of the two, else French. */
function languageOf(c: HonoContext<Context>): Language {
  const liked = parseAccept(c.req.header('Accept-Language') ?? '')
    .filter(({ q }) => q > 0)
    .toSorted((a, b) => b.q - a.q)
    .map(({ type }) => type.toLowerCase().split('-')[0])
    .find((primary) => primary === 'fr' || primary === 'en');
  return readLanguage(c) ?? liked ?? 'fr';
}

function answer(c: HonoContext<Context>, document: Document) {
  const accepted = parseAccept(c.req.header('Accept-Encoding') ?? '').filter(({ q }) => q > 0);
  const coded = document.coded.find(({ coding }) => accepted.some(({ type }) => type.toLowerCase() === coding));
  const { bytes, tag } = coded ?? document.plain;
  c.header('Cache-Control', ASK_AGAIN);
  c.header('Vary', 'Cookie, Accept-Language, Accept-Encoding, Sec-Fetch-Site');
  c.header('ETag', tag);
  if (isKnown(c.req.header('If-None-Match') ?? '', tag)) return c.body(null, 304);
  if (coded) c.header('Content-Encoding', coded.coding);
  return c.body(bytes, 200, { 'Content-Type': 'text/html; charset=UTF-8' });
}

/** Whether the browser keeps this very document; proxies may have made the tag a weak one. */
function isKnown(ifNoneMatch: string, tag: string): boolean {
  return ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}

/** What is not compressed ready is sent as it is. */
function readDocument(directory: string, name: string): Document {
  const ready = CODINGS.filter(({ extension }) => existsSync(join(directory, `${name}${extension}`)));
  const coded = ready.map(({ name: coding, extension }) => ({
    coding,
    ...variantOf(join(directory, `${name}${extension}`)),
  }));
  return { plain: variantOf(join(directory, name)), coded };
}

function variantOf(file: string): Variant {
  const bytes = readFileSync(file);
  return { bytes, tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}

/** Before the file is looked for: `serveStatic` builds its answer before it calls `onFound`. */
function kept(cacheControl: string): MiddlewareHandler<Context> {
  return async (c, next) => {
    c.header('Cache-Control', cacheControl);
    return next();
  };
}
