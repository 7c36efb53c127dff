import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { createApp } from '../../src/app.ts';
import { test } from '../support/test.ts';
import { createWorld } from '../support/world.ts';
import { ask } from './gate-ask.ts';
import { walkEveryRoute } from './routes-walk.ts';

/** R-BR-02…07, D-WEB: the same on whatever is answered. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), otp-credentials=(self)',
};

const securityHeadersOf = (headers: Headers) =>
  Object.fromEntries(Object.keys(SECURITY_HEADERS).map((name) => [name, headers.get(name)]));

const expectWalls = (headers: Headers, cacheControl: string) => {
  expect(securityHeadersOf(headers)).toEqual(SECURITY_HEADERS);
  expect(headers.get('cache-control')).toBe(cacheControl);
  for (const name of ['server', 'x-powered-by', 'access-control-allow-origin']) expect(headers.get(name)).toBeNull();
};

describe('security headers', () => {
  test('R-BR-02 to R-BR-07, T-103: are on every answer of a walk over every route, and none of them is stored', async ({
    world,
  }) => {
    const { exchanges } = await walkEveryRoute(world);
    expect(exchanges.length).toBeGreaterThan(50);
    for (const { answer } of exchanges) expectWalls(answer.headers, 'no-store');
  });

  test('R-AP-02: every failure of a walk is a problem, every success JSON', async ({ world }) => {
    const { exchanges } = await walkEveryRoute(world);
    for (const { answer } of exchanges)
      expect(answer.headers.get('content-type')).toBe(
        answer.status < 400 ? 'application/json' : 'application/problem+json',
      );
  });

  test.for([
    ['GET', '/nothing-here', 404, {}],
    ['GET', '/api/nothing-here', 404, {}],
    ['PUT', '/api/session', 405, {}],
    ['POST', '/api/sign-in', 403, { origin: 'https://evil.test' }],
    ['POST', '/api/sign-in', 415, { 'content-type': 'text/plain', 'content-length': '1' }],
    ['POST', '/api/sign-in', 422, {}],
    ['GET', '/api/session', 421, { host: 'evil.test' }],
    ['OPTIONS', '/api/session', 405, { origin: 'https://evil.test' }],
    ['HEAD', '/api/session', 200, {}],
  ] as const)('are on %s %s with %i', async ([method, path, status, headers], { world }) => {
    const answer = await ask(world.app, method, path, { headers });
    expect(answer.status).toBe(status);
    expectWalls(answer.headers, 'no-store');
  });

  test.each([
    [{ HSTS_SECONDS: '600' }, 'max-age=600'],
    [{ HSTS_SECONDS: '0' }, 'max-age=0'],
    [{ HSTS_SUBDOMAINS: 'true' }, 'max-age=31536000; includeSubDomains'],
  ])('D032: how long browsers insist on https, and for which hosts, is a setting: %j', async (environment, value) => {
    const other = await createWorld({ environment });
    const answer = await ask(other.app, 'GET', '/api/session');
    expect(answer.headers.get('strict-transport-security')).toBe(value);
    await other.close();
  });

  test('R-LG-08: are on an unexpected error too, which tells nothing of itself', async ({ world }) => {
    const database = {
      ...world.database,
      single: async () => {
        throw new Error('select * from account where secret = 1 at /srv/console');
      },
    };
    const app = createApp({ ...world.deps, database });
    const cookie = `session=${'a'.repeat(43)}`;
    const answer = await ask(app, 'GET', '/api/session', { headers: { cookie } });
    expect(answer.status).toBe(500);
    expect(answer.json).toEqual({
      type: 'unexpected',
      title: 'Something went wrong',
      status: 500,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expectWalls(answer.headers, 'no-store');
  });
});

describe('the pages', () => {
  const it = test.extend('app', ({ world, folder }) => {
    mkdirSync(join(folder, 'dist', 'assets'), { recursive: true });
    writeFileSync(join(folder, 'secret.txt'), 'outside');
    writeFileSync(join(folder, 'dist', 'index.html'), '<!doctype html><title>Console</title>');
    writeFileSync(join(folder, 'dist', 'favicon.svg'), '<svg/>');
    writeFileSync(join(folder, 'dist', '.env'), 'outside');
    writeFileSync(join(folder, 'dist', 'assets', 'app-1a2b3c.js'), 'export {}');
    return createApp({ ...world.deps, config: { ...world.deps.config, WEB_DIRECTORY: join(folder, 'dist') } });
  });

  it.for([
    ['/console/', 200, 'no-cache'],
    ['/console/account/security', 200, 'no-cache'],
    ['/console/assets/app-1a2b3c.js', 200, 'public, max-age=31536000, immutable'],
    ['/console/favicon.svg', 200, 'no-cache'],
    ['/console/assets/missing.js', 404, 'no-store'],
    ['/', 302, 'no-store'],
  ] as const)('D-WEB: %s has the security headers and its own life', async ([path, status, cacheControl], { app }) => {
    const answer = await ask(app, 'GET', path);
    expect(answer.status).toBe(status);
    expectWalls(answer.headers, cacheControl);
  });

  it.for([
    '/console/..%2fsecret.txt',
    '/console/assets/..%2f..%2fsecret.txt',
    '/console/assets/..%2f.env',
    '/console/assets/%2e%2e/%2e%2e/secret.txt',
    '/console/assets/..%5c..%5csecret.txt',
    '/console/assets//..//../secret.txt',
    '/console/assets/%2fetc/passwd',
    '/console/assets/....//secret.txt',
    '/console/assets/app-1a2b3c.js%00.svg',
    '/console/.env',
    '/console%2f.env',
    '/.env',
    '/secret.txt',
    '//console/.env',
    '/console/assets/',
    '/console/assets',
  ])('T-097: %s gives no file that is not an asset', async (path, { app }) => {
    const answer = await ask(app, 'GET', path);
    expect(answer.text).not.toContain('outside');
    expect(answer.text).not.toContain('root:');
    expect([200, 404]).toContain(answer.status);
    if (answer.status === 200) expect(answer.text).toBe('<!doctype html><title>Console</title>');
    expectWalls(answer.headers, answer.status === 200 ? 'no-cache' : 'no-store');
  });

  it('R-BR-11: sends nobody off to another place', async ({ app }) => {
    for (const path of ['/?next=//evil.test', '/console?return=https://evil.test', '//evil.test', '/\\evil.test']) {
      const answer = await ask(app, 'GET', path);
      expect([path, answer.headers.get('location') ?? '/console/']).toEqual([path, '/console/']);
    }
  });
});
