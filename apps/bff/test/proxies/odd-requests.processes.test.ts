import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCaddy } from '../support/caddy-example.ts';
import { missingProgram } from '../support/debian-package.ts';
import { startNginx } from '../support/nginx-example.ts';
import { appOwner } from '../support/owners.ts';
import { HOST, openProxiedSite, type ProxiedSite } from '../support/proxied-site.ts';
import { rawRequest } from '../support/raw-request.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';

const PROXIES = [
  { name: 'nginx', start: startNginx },
  { name: 'caddy', start: startCaddy },
];
type Header = readonly [string, string];
const PAGE: readonly Header[] = [
  ['Accept', 'text/html'],
  ['Sec-Fetch-Mode', 'navigate'],
];

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

describe.each(PROXIES)('$name, by its example, in front of two instances', { timeout: 120_000 }, (proxy) => {
  const missing = missingProgram(proxy.name) ?? missingProgram('python3');
  if (missing !== null) process.stdout.write(`Not tested: ${missing}\n`);
  let site: ProxiedSite;
  beforeAll(async () => {
    if (missing === null) site = await openProxiedSite(proxy.start);
  }, 300_000);
  afterAll(async () => {
    if (missing === null) await site.close();
  });

  const ask = (method: string, target: string, headers: readonly Header[] = [], body = '') =>
    rawRequest(site.places.proxy, `${method} ${target}`, [['Host', HOST], ...headers], body);

  /** More often than there are instances: were one out, or all, somebody would get 502. */
  const everybodyIsServed = async (after: unknown) => {
    for (let n = 0; n < 4; n += 1) expect([after, (await ask('GET', '/api/session')).status]).toEqual([after, 200]);
  };
  const location = (head: string) => /^location: *(.*)$/im.exec(head)?.[1]?.trim() ?? '';

  it.skipIf(missing !== null).each([
    ['GET', `/auth/return?to=/x?${'%3C'.repeat(1500)}`],
    ['GET', `/auth/return?to=/${'%C3%A9'.repeat(340)}`],
    ['GET', `/auth/return?to=/${'%26'.repeat(2047)}`],
    ['POST', `/console/x?${'a'.repeat(5000)}`],
    ['POST', `/console/${'b'.repeat(5000)}`],
    ['POST', `/console/x?${'%22'.repeat(2000)}`],
    ['GET', `/plan.html?${'a'.repeat(1700)}`],
    ['GET', `/plan.html?${'%20'.repeat(600)}`],
    ['GET', `/plan.html?${'<'.repeat(2000)}`],
  ])('D027: no answer to %s %.30s… takes an instance out', async (method, target) => {
    for (let n = 0; n < 3; n += 1) {
      const answer = await ask(method, target, PAGE);
      expect([answer.status < 400, answer.status, answer.head.length < 4096]).toEqual([true, answer.status, true]);
      await everybodyIsServed(target.slice(0, 40));
    }
  });

  it.skipIf(missing !== null).each([10, 500, 850, 1700, 1900, 2100, 4000, 7500])(
    'D029: whoever asks for an address of %i letters is sent to sign in, and back where it fits',
    async (letters) => {
      for (const sign of ['a', '%20', '<', '%C3%A9', '&']) {
        const target = `/plan.html?${sign.repeat(Math.floor(letters / sign.length))}`;
        const answer = await ask('GET', target, PAGE);
        expect([target.length, answer.status]).toEqual([target.length, 302]);
        const to = new URL(location(answer.head), `https://${HOST}`);
        expect([to.origin, to.pathname]).toEqual([`https://${HOST}`, '/console/sign-in']);
        const next = to.searchParams.get('next');
        if (encodeURIComponent(encodeURIComponent(encodeURI(target))).length < 1900) expect(next).not.toBeNull();
        if (next === null) continue;
        const back = await ask('GET', next, PAGE);
        expect([back.status, decodeURI(location(back.head))]).toEqual([302, decodeURI(target)]);
      }
    },
  );

  it.skipIf(missing !== null)(
    'D029: nor do cookies and headers beside it matter, as many as the proxy takes',
    async () => {
      const long = (name: string): Header => [name, 'x'.repeat(7000)];
      const answer = await ask('GET', `/plan.html?${'a'.repeat(6000)}`, [...PAGE, long('Cookie'), long('X-More')]);
      expect(answer.status).toBe(302);
      await everybodyIsServed('long headers');
    },
  );

  it.skipIf(missing !== null)('D027: the longest login of the widest letters is told in full', async () => {
    const owner = await appOwner(site.world, `${'\u{20000}'.repeat(150)}@例え.jp`);
    const session = owner.browser.cookies.get('session') ?? '';
    const answer = await ask('GET', '/echo', [['Cookie', `__Host-session=${session}`]]);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain(encodeURIComponent('\u{20000}'.repeat(150)));
  });

  it.skipIf(missing !== null)(
    'D036: a form sent after the end of a session leads back to the page that it stood on, a program to 401',
    async () => {
      const form: readonly Header[] = [...PAGE, ['Referer', `https://${HOST}/plan.html?floor=2`]];
      const sent = await ask('POST', '/plan/move', form, 'a=1');
      expect(sent.status).toBe(302);
      const { searchParams } = new URL(location(sent.head));
      expect(searchParams.get('next')).toBe(`/auth/return?to=${encodeURIComponent('/plan.html?floor=2')}`);
      for (const accept of ['*/*', 'application/json'])
        expect((await ask('GET', '/plan.html', [['Accept', accept]])).status).toBe(401);
      expect((await ask('GET', '/plan.html', [['Accept', 'text/html,*/*;q=0.8']])).status).toBe(302);
      expect((await ask('GET', '/.well-known/change-password')).status).toBe(302);
    },
  );

  it.skipIf(missing !== null)('D036: the application takes more of a body than the console does', async () => {
    const owner = await appOwner(site.world, 'uploads@example.com');
    const cookie: Header = ['Cookie', `__Host-session=${owner.browser.cookies.get('session') ?? ''}`];
    expect((await ask('POST', '/echo', [cookie], 'x'.repeat(200_000))).status).toBe(200);
    expect((await ask('POST', '/api/sign-in', [], 'x'.repeat(200_000))).status).toBe(
      proxy.name === 'nginx' ? 413 : 403,
    );
  });

  it.skipIf(missing !== null)('D027: whatever is asked, nobody gets 502 and no instance is out (fuzzed)', async () => {
    process.stdout.write(`${proxy.name}: odd requests with SEED=${seed}\n`);
    const random = seededRandom(seed);
    for (let run = 0; run < 400; run += 1) {
      const { method, target, headers, body } = oddRequest(random);
      const answer = await ask(method, target, headers, body);
      const asked = [method, target, headers, answer.status];
      expect([500, 502, 504].includes(answer.status) ? asked : []).toEqual([]);
      if (run % 20 === 19) await everybodyIsServed(asked);
    }
  });
});

const pick = <T>(random: SeededRandom, from: readonly T[]): T => from[random.whole(0, from.length - 1)] as T;

const METHODS = 'GET,GET,GET,HEAD,POST,POST,PUT,PATCH,DELETE,OPTIONS,PROPFIND,TRACE,QUERY,get,M-SEARCH'.split(',');
const PATHS =
  '/,/console,/console/,/console/security,/console/assets/x.js,/console/favicon.ico,/api/session,/api/sign-in,/api/sms/1,/auth/return,/auth/verify,/webhooks/vonage/status,/plan.html,/echo,/.well-known/change-password,/healthz'.split(
    ',',
  );
const SIGNS = [
  '<',
  '%3C',
  '%22',
  '%00',
  '%0d%0a',
  '%',
  '%zz',
  '%C3%A9',
  '%E2',
  '"',
  '\\',
  '^',
  '`',
  '{|}',
  ';',
  '=',
  '&',
  '?',
  '#',
  '..',
  '//',
  "'",
  '+',
  '~',
  'a',
];
const PARAMETERS = ['to', 'next', 'answer', 'cookies', 'token', '', '__proto__'];

function oddText(random: SeededRandom): string {
  const length = pick(random, [0, 1, 3, 30, 300, 1000, 1500, 2500]);
  const sign = pick(random, SIGNS);
  return random.inPercent(60)
    ? sign.repeat(Math.ceil(length / sign.length))
    : Array.from({ length: Math.min(length, 300) }, () => pick(random, SIGNS)).join('');
}

function oddRequest(random: SeededRandom) {
  const path = pick(random, PATHS) + (random.inPercent(30) ? `/${oddText(random)}` : '');
  const value = `${pick(random, ['', '/', '/x?', '//', 'https://evil.test/'])}${oddText(random)}`;
  const query = random.inPercent(70) ? `?${pick(random, PARAMETERS)}=${value}` : '';
  const names =
    'Cookie,Origin,Referer,Accept,Sec-Fetch-Mode,Accept-Language,Accept-Encoding,If-None-Match,Range,Content-Type,X-Forwarded-For,X-Forwarded-Host,X-Forwarded-Method,X-Original-URI,Upgrade,Connection,TE,Expect,User-Agent,X-Http-Method-Override'.split(
      ',',
    );
  const values = [
    'navigate',
    'cors',
    'text/html',
    '*/*',
    'close',
    'Upgrade, X-Console-Login',
    'websocket',
    'bytes=0-',
    'DELETE',
    'application/json',
    `https://${HOST}`,
    '203.0.113.9',
    '"x"',
    'trailers',
  ];
  const headers = Array.from({ length: random.whole(0, 5) }, (): Header => {
    const text = random.inPercent(50) ? pick(random, values) : oddText(random);
    return [pick(random, names), text.trim()];
  });
  const body = random.inPercent(30) ? pick(random, ['{}', '{"login":1}', '<', 'x'.repeat(9000)]) : '';
  return { method: pick(random, METHODS), target: path + query, headers, body };
}
