import { describe, expect } from 'vitest';
import { ORIGIN, PASSWORD } from '../support/fixed-values.ts';
import { ask } from './gate-ask.ts';
import { stored } from './routes-calls.ts';
import { API_ROUTES, nameOf, pathOf } from './routes-table.ts';
import { signedInWorld } from './signed-in-world.ts';

const test = signedInWorld();

const WRONG_ORIGIN = { status: 403, type: 'wrong-origin' };
const outcome = ({ status, json }: { status: number; json: Readonly<Record<string, unknown>> | null }) => ({
  status,
  type: json?.['type'],
});

describe('the origin of a change', () => {
  const DELETE_ALL = ['DELETE', '/api/sessions'] as const;
  test.for([
    ['a foreign one', 'https://evil.test'],
    ['null, as a sandboxed frame sends it', 'null'],
    ['an empty one', ''],
    ['a sub-domain', 'http://sub.localhost:8787'],
    ['the console as a sub-domain of somebody', 'http://localhost:8787.evil.test'],
    ['another scheme', 'https://localhost:8787'],
    ['another port', 'http://localhost:8788'],
    ['no port', 'http://localhost'],
    ['a trailing slash', `${ORIGIN}/`],
    ['capitals', 'HTTP://LOCALHOST:8787'],
    ['two of them', `${ORIGIN}, https://evil.test`],
    ['credentials in front', 'http://evil.test@localhost:8787'],
  ] as const)('C043, T-092: %s is refused', async ([, origin], { world, cookie }) => {
    const answer = await ask(world.app, ...DELETE_ALL, {
      headers: { cookie, origin, 'sec-fetch-site': 'same-origin' },
    });
    expect(outcome(answer)).toEqual(WRONG_ORIGIN);
  });

  test.for([
    ['none, and no word of the browser', {}],
    ['none, from another site', { 'sec-fetch-site': 'cross-site' }],
    ['none, from a sub-domain', { 'sec-fetch-site': 'same-site' }],
    ['none, typed by the person', { 'sec-fetch-site': 'none' }],
    ['none, and a word that no browser says', { 'sec-fetch-site': 'Same-Origin' }],
    ['none, with a referrer of ours', { referer: `${ORIGIN}/console/` }],
  ] as const)('C043, T-092: %s is refused', async ([, headers], { world, cookie }) => {
    const answer = await ask(world.app, ...DELETE_ALL, { headers: { cookie, origin: undefined, ...headers } });
    expect(outcome(answer)).toEqual(WRONG_ORIGIN);
  });

  test('takes the exact origin, or none with the word of the browser that it is the same', async ({
    world,
    cookie,
  }) => {
    expect((await ask(world.app, ...DELETE_ALL, { headers: { cookie } })).status).toBe(200);
    const headers = { cookie, origin: undefined, 'sec-fetch-site': 'same-origin' };
    expect((await ask(world.app, ...DELETE_ALL, { headers })).status).toBe(200);
  });

  test('T-092: another page cannot sign the person in as somebody else', async ({ world }) => {
    const body = JSON.stringify({ login: 'alice@example.com', password: PASSWORD });
    const answer = await ask(world.app, 'POST', '/api/sign-in', { headers: { origin: 'https://evil.test' }, body });
    expect(outcome(answer)).toEqual(WRONG_ORIGIN);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

describe('the type of a body', () => {
  const body = JSON.stringify({ login: 'nobody@example.com', password: 'x' });
  const it = test.extend(
    'signIn',
    ({ world }) =>
      (type: string | undefined) =>
        ask(world.app, 'POST', '/api/sign-in', { headers: { 'content-type': type }, body }),
  );

  it.for([
    undefined,
    '',
    'text/plain',
    'Text/Plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json;x',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    'application/jsonp',
    'app lication/json',
    'application/problem+json',
    'application/csp-report',
  ])('T-093: %s is not JSON', async (type, { signIn }) => {
    expect(outcome(await signIn(type))).toEqual({ status: 415, type: 'unsupported-media-type' });
  });

  it.for(['application/json', 'Application/JSON', 'application/json;charset=UTF-8', 'application/json; charset=utf-8'])(
    '%s is JSON',
    async (type, { signIn }) => {
      expect(outcome(await signIn(type))).toEqual({ status: 401, type: 'wrong-credentials' });
    },
  );

  it('T-093: JSON of a foreign origin is refused before it is read', async ({ world }) => {
    const headers = { origin: 'https://evil.test' };
    expect(outcome(await ask(world.app, 'POST', '/api/sign-in', { headers, body }))).toEqual(WRONG_ORIGIN);
  });
});

describe('methods', () => {
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  const paths = [...new Set(API_ROUTES.map((route) => pathOf(route)))];
  const ofPath = (path: string) => API_ROUTES.filter((route) => pathOf(route) === path).map(({ method }) => method);

  test.for(paths)('C043, R-AP-04: %s takes its own and names them to the others', async (path, { world, cookie }) => {
    const listed: string[] = ofPath(path);
    if (listed.includes('GET')) listed.push('HEAD');
    const before = await stored(world);
    for (const method of METHODS.filter((one) => !listed.includes(one))) {
      const answer = await ask(world.app, method, path, { headers: { cookie } });
      const type = method === 'HEAD' ? undefined : 'method-not-allowed';
      expect([method, outcome(answer)]).toEqual([method, { status: 405, type }]);
      expect(answer.headers.get('allow')).toBe(listed.toSorted().join(', '));
    }
    expect(await stored(world)).toEqual(before);
  });

  test('C043: no header and no parameter makes one method another', async ({ world, cookie }) => {
    const before = await stored(world);
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const view = await ask(world.app, 'GET', '/api/session?_method=DELETE', {
        headers: { cookie, [name]: 'DELETE' },
      });
      expect(view.json?.['state']).toBe('authenticated');
    }
    expect(await stored(world)).toEqual(before);
  });

  test('C043: GET and HEAD of everything that may be read change nothing', async ({ world, cookie }) => {
    const before = await stored(world);
    for (const route of API_ROUTES.filter(({ method }) => method === 'GET')) {
      const got = await ask(world.app, 'GET', pathOf(route), { headers: { cookie } });
      const head = await ask(world.app, 'HEAD', pathOf(route), { headers: { cookie } });
      expect([nameOf(route), head.status, head.text]).toEqual([nameOf(route), got.status, '']);
    }
    expect(await stored(world)).toEqual(before);
  });
});
