import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect } from 'vitest';
import { createApp } from '../../src/app.ts';
import { test } from '../support/test.ts';
import { ask } from './gate-ask.ts';

const PAGES = { 'index.html': 'EMPTY', 'sign-in.fr.html': 'FRENCH', 'sign-in.en.html': 'ENGLISH' };
const TOKEN = 'A'.repeat(43);

const it = test
  .extend(
    'serving',
    ({ world }) =>
      (directory: string) =>
        createApp({ ...world.deps, config: { ...world.deps.config, WEB_DIRECTORY: directory } }),
  )
  .extend('app', ({ folder, serving }) => {
    for (const [name, text] of Object.entries(PAGES)) {
      writeFileSync(join(folder, name), text);
      writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text));
      writeFileSync(join(folder, `${name}.gz`), gzipSync(text));
    }
    return serving(folder);
  })
  .extend(
    'page',
    ({ app }) =>
      async (headers: Record<string, string> = {}, path = '/console/sign-in') =>
        (await ask(app, 'GET', path, { headers })).text,
  );

describe('whether the sign-in page is there at once', () => {
  it.for(['/console/sign-in', '/console/', '/console/security', '/console/sign-in/challenge'])(
    'it is, at %s, for a browser without session or challenge',
    async (path, { page }) => {
      expect(await page({}, path)).toBe('FRENCH');
      expect(await page({ 'sec-fetch-site': 'none' }, path)).toBe('FRENCH');
      expect(await page({ 'sec-fetch-site': 'same-origin' }, path)).toBe('FRENCH');
    },
  );

  it.for([
    ['a session', `session=${TOKEN}`],
    ['a challenge', `challenge=${TOKEN}`],
    ['both among others', `a=b; challenge=${TOKEN}; theme=dark; session=${TOKEN}`],
  ] as const)('it is not for one with %s', async ([, cookie], { page }) => {
    expect(await page({ cookie })).toBe('EMPTY');
    expect(await page({ cookie, 'accept-language': 'en' }, '/console/')).toBe('EMPTY');
  });

  it.for([
    ['a browser that has signed in before', `browser=${TOKEN}`],
    ['the name of another place', `__Host-session=${TOKEN}; my-session=${TOKEN}; sessions=${TOKEN}`],
    ['an emptied cookie', 'session=; challenge='],
    ['one that no token can be in', 'session=abc'],
    ['two of one name, which count as none', `session=${TOKEN}; session=${TOKEN}`],
    ['no pairs at all', ';;=;session'],
  ] as const)('cookies that are no session change nothing: %s', async ([, cookie], { page }) => {
    expect(await page({ cookie })).toBe('FRENCH');
  });

  it('it is not after a link on another site, which brings no cookie either way', async ({ page }) => {
    expect(await page({ 'sec-fetch-site': 'cross-site' })).toBe('EMPTY');
  });

  it('it is not where the build has none', async ({ folder, serving }) => {
    const bare = join(folder, 'bare');
    mkdirSync(bare);
    writeFileSync(join(bare, 'index.html'), 'EMPTY');
    const answer = await ask(serving(bare), 'GET', '/console/sign-in', { headers: { 'accept-encoding': 'br' } });
    expect([answer.text, answer.headers.get('content-encoding')]).toEqual(['EMPTY', null]);
  });

  it('a folder without pages stops the start', ({ folder, serving }) => {
    const none = join(folder, 'none');
    mkdirSync(none);
    expect(() => serving(none)).toThrow('ENOENT');
  });
});

describe('the language of the sign-in page', () => {
  it.for([
    ['fr', 'FRENCH'],
    ['en', 'ENGLISH'],
    ['en-GB,en;q=0.9,fr;q=0.8', 'ENGLISH'],
    ['fr-CA, en;q=0.9', 'FRENCH'],
    ['EN-us', 'ENGLISH'],
    ['fr;q=0.3, en;q=0.7', 'ENGLISH'],
    ['de, fr;q=0.5, en;q=0.5', 'FRENCH'],
    ['de-DE,de;q=0.9,en;q=0.8,fr;q=0.7', 'ENGLISH'],
    ['en;q=0, fr;q=0.1', 'FRENCH'],
    ['en;q=0', 'FRENCH'],
    ['de', 'FRENCH'],
    ['*', 'FRENCH'],
    ['*, en;q=0.1', 'ENGLISH'],
    ['', 'FRENCH'],
    ['en;q=', 'ENGLISH'],
    ['en;q=high', 'ENGLISH'],
    [',;=,;q=1,,', 'FRENCH'],
    ['english', 'FRENCH'],
    ['en_GB', 'FRENCH'],
    ['enm, frm, fro', 'FRENCH'],
    [`${'x,'.repeat(3000)}en`, 'ENGLISH'],
  ] as const)('for "%.40s" it is %s', async ([header, expected], { page }) => {
    expect(await page({ 'accept-language': header })).toBe(expected);
  });

  it('is French for a browser that says nothing', async ({ page }) => {
    expect(await page()).toBe('FRENCH');
  });
});

describe('how a page is sent', () => {
  const sending = it.extend(
    'get',
    ({ app }) =>
      (headers: Record<string, string>) =>
        app.request('http://localhost:8787/console/sign-in', { headers: { host: 'localhost:8787', ...headers } }),
  );

  sending.for([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0', null],
    ['identity', null],
    ['*', null],
    ['', null],
  ] as const)('to a browser that takes "%s" it goes as %s, made ready', async ([accepted, coding], { get }) => {
    const answer = await get({ 'accept-encoding': accepted });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const plain = { br: brotliDecompressSync, gzip: gunzipSync, none: (same: Buffer) => same };
    expect(answer.headers.get('content-encoding')).toBe(coding);
    expect(plain[coding === 'br' || coding === 'gzip' ? coding : 'none'](bytes).toString()).toBe('FRENCH');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  });

  sending('caches ask again each time, and know what the choice depends on', async ({ get }) => {
    const { headers } = await get({});
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('vary')).toBe('Cookie, Accept-Language, Accept-Encoding, Sec-Fetch-Site');
  });

  sending(
    'what the browser has already is not sent again, unless it is another page or another form of it',
    async ({ get }) => {
      const tag = (await get({ 'accept-encoding': 'br' })).headers.get('etag') ?? '';
      const again = await get({ 'accept-encoding': 'br', 'if-none-match': `"other", W/${tag}` });
      expect([again.status, await again.text(), again.headers.get('vary')?.startsWith('Cookie')]).toEqual([
        304,
        '',
        true,
      ]);
      expect((await get({ 'accept-encoding': 'gzip', 'if-none-match': tag })).status).toBe(200);
      expect((await get({ 'accept-language': 'en', 'accept-encoding': 'br', 'if-none-match': tag })).status).toBe(200);
      const cookie = `session=${TOKEN}`;
      expect((await get({ cookie, 'accept-encoding': 'br', 'if-none-match': tag })).status).toBe(200);
    },
  );

  sending('HEAD is told the same without the page', async ({ app }) => {
    const answer = await ask(app, 'HEAD', '/console/sign-in');
    expect([answer.status, answer.text, answer.headers.get('cache-control')]).toEqual([200, '', 'no-cache']);
  });
});

describe('styles inside a page', () => {
  it('R-BR-03: are allowed by their hash, and no others are', async ({ folder, serving }) => {
    const styled = join(folder, 'styled');
    mkdirSync(styled);
    // A range of widths holds what would begin a tag elsewhere.
    const sheet = '@media (width<600px){body{margin:0}}';
    for (const name of Object.keys(PAGES)) writeFileSync(join(styled, name), `<style>${sheet}</style>`);
    const { headers } = await ask(serving(styled), 'GET', '/console/sign-in');
    // By hand: printf '@media (width<600px){body{margin:0}}' | openssl dgst -sha256 -binary | base64
    expect(headers.get('content-security-policy')).toContain(
      "style-src 'self' 'sha256-pl8kU/lUdORuSsZRXl45/PpOKR3LEh30I2fwxGQVUuM=';",
    );
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
  });
});

describe('a form that is sent without its script', () => {
  it.for(['/console/sign-in', '/console/sign-in/challenge?next=%2Fconsole%2Fsecurity', '/console/security/phone'])(
    'leads back to %s, and nothing of it is read, repeated or logged',
    async (path, { world, app }) => {
      const body = 'login=a%40example.com&password=quiet+harbour+window+27';
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await ask(app, 'POST', path, { headers, body });
      expect([answer.status, answer.headers.get('location'), answer.text]).toEqual([303, path, '']);
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(JSON.stringify(world.logged)).not.toMatch(/harbour|example\.com/);
    },
  );
});
