import { describe, expect } from 'vitest';
import type { Browser } from '../support/browser.ts';
import { ORIGIN } from '../support/fixed-values.ts';
import { appOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';

const verify = (browser: Browser, headers: Record<string, string> = {}, query = '') =>
  browser.send<unknown>('GET', `/auth/verify${query}`, undefined, headers);

const identity = (headers: Headers) =>
  ['x-console-account', 'x-console-login', 'x-console-assurance'].map((name) => headers.get(name));

const NOBODY = [null, null, null];

describe('somebody who may pass', () => {
  test('is named in headers, and nothing in the answer is a body or may be kept', async ({ world }) => {
    const owner = await appOwner(world);
    const answer = await verify(owner.browser);
    expect([answer.status, answer.body]).toEqual([204, null]);
    expect(identity(answer.headers)).toEqual([owner.id, 'a.martin@example.com', 'aal2']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test('has a login that a header can hold, whatever its letters', async ({ world }) => {
    const { browser } = await appOwner(world, 'zoë+1@exämple.com\u202f,x=%41');
    const login = (await verify(browser)).headers.get('x-console-login') ?? '';
    expect(login).toMatch(/^[\w.~!*'()%@+-]+$/);
    expect(decodeURIComponent(login)).toBe('zoë+1@exämple.com ,x=%41');
  });

  test('has done something: the hour without activity begins anew', async ({ world }) => {
    const { browser } = await appOwner(world);
    for (let i = 0; i < 3; i += 1) {
      world.clock.advance(2400);
      expect((await verify(browser)).status).toBe(204);
    }
    world.clock.advance(3601);
    expect((await verify(browser)).status).toBe(401);
  });

  test('D036: has done nothing while a page fetches by itself: the session ends within its hour', async ({ world }) => {
    const { browser } = await appOwner(world);
    for (const mode of ['cors', 'no-cors', 'same-origin', 'websocket']) {
      world.clock.advance(600);
      expect((await verify(browser, { 'sec-fetch-mode': mode })).status).toBe(204);
    }
    world.clock.advance(1201);
    expect((await verify(browser, { 'sec-fetch-mode': 'cors' })).status).toBe(401);
  });

  test('D036: has done something by opening a page or by changing something', async ({ world }) => {
    const { browser } = await appOwner(world);
    for (const headers of [
      { 'sec-fetch-mode': 'navigate' },
      { 'sec-fetch-mode': 'cors', 'x-forwarded-method': 'POST' },
    ]) {
      world.clock.advance(3000);
      expect((await verify(browser, headers)).status).toBe(204);
    }
  });

  test('D053: keeps the cookies of the application, for a proxy that cannot take single ones away', async ({
    world,
  }) => {
    const owner = await appOwner(world);
    owner.browser.cookies.set('theme', 'dark');
    owner.browser.cookies.set('my-session', '1');
    expect((await verify(owner.browser, {}, '?cookies=others')).headers.get('cookie')).toBe('theme=dark; my-session=1');
    expect((await verify(owner.browser)).headers.get('cookie')).toBeNull();
  });

  test('is who the cookie says, whatever a client sends beside it', async ({ world }) => {
    const owner = await appOwner(world);
    const claimed = {
      'x-console-account': 'root',
      'x-console-login': 'root@example.com',
      'x-console-assurance': 'aal2',
    };
    expect(identity((await verify(owner.browser, claimed)).headers)).toEqual([owner.id, owner.login, 'aal2']);
    const stranger = await verify(world.browser(), claimed);
    expect([stranger.status, identity(stranger.headers)]).toEqual([401, NOBODY]);
  });
});

describe('somebody who is not signed in', () => {
  test('is told where to sign in and comes back to what they asked for', async ({ world }) => {
    const answer = await verify(world.browser(), { 'x-original-uri': '/buildings/12?floor=3&room=a%20b' });
    expect([answer.status, answer.problem?.type]).toEqual([401, 'not-signed-in']);
    const url = new URL(answer.headers.get('x-console-redirect') ?? '');
    expect([url.origin, url.pathname]).toEqual([ORIGIN, '/console/sign-in']);
    const back = await world.browser().send('GET', url.searchParams.get('next') ?? '');
    expect([back.status, back.headers.get('location')]).toEqual([302, '/buildings/12?floor=3&room=a%20b']);
  });

  test.for([
    [{}, '/console/sign-in'],
    [{ 'x-original-uri': '/' }, '/console/sign-in?next=%2Fauth%2Freturn%3Fto%3D%252F'],
    [{ 'x-forwarded-uri': '/a' }, '/console/sign-in?next=%2Fauth%2Freturn%3Fto%3D%252Fa'],
    [{ 'x-original-uri': '/console/security' }, '/console/sign-in?next=%2Fconsole%2Fsecurity'],
    [{ 'x-original-uri': '//evil.test/' }, '/console/sign-in'],
    [{ 'x-original-uri': 'https://evil.test/' }, '/console/sign-in'],
    [{ 'x-forwarded-uri': '/\\evil.test' }, '/console/sign-in'],
    [{ 'x-original-uri': '/auth/return?to=/' }, '/console/sign-in'],
  ] as const)('C090: asked for with %j, is sent to %s', async ([headers, path], { world }) => {
    const answer = await verify(world.browser(), headers);
    expect(answer.headers.get('x-console-redirect')).toBe(`${ORIGIN}${path}`);
  });

  test('stays so between the two steps of a sign-in', async ({ world }) => {
    const owner = await appOwner(world);
    const browser = world.browser();
    await browser.signIn(owner.login);
    const answer = await verify(browser);
    expect([answer.status, identity(answer.headers)]).toEqual([401, NOBODY]);
  });

  test('is redirected where the proxy hands answers on, a page alone', async ({ world }) => {
    const page = { accept: 'text/html,*/*;q=0.8', 'x-forwarded-uri': '/a', 'x-forwarded-method': 'GET' };
    const location = `${ORIGIN}/console/sign-in?next=%2Fauth%2Freturn%3Fto%3D%252Fa`;
    const asked = async (headers: Record<string, string>) => {
      const response = await world.app.request(`${ORIGIN}/auth/verify?answer=redirect`, {
        headers: { host: new URL(ORIGIN).host, ...headers },
      });
      return [response.status, response.headers.get('location')];
    };
    expect(await asked(page)).toEqual([302, location]);
    expect(await asked({ ...page, 'sec-fetch-mode': 'navigate' })).toEqual([302, location]);
    expect(await asked({ ...page, 'sec-fetch-mode': 'cors' })).toEqual([401, null]);
    expect(await asked({ ...page, accept: 'application/json' })).toEqual([401, null]);
    expect(await asked({ ...page, 'x-forwarded-method': 'POST' })).toEqual([401, null]);
  });
});

describe('somebody whose session is not enough', () => {
  test('without a second factor is led to where it is turned on, since signing in again would not help', async ({
    world,
  }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const answer = await verify(browser, { 'x-original-uri': '/buildings/12' });
    expect(answer.status).toBe(403);
    expect(answer.problem).toMatchObject({ type: 'level-required', requiredLevel: 'aal2' });
    const { pathname, searchParams } = new URL(answer.headers.get('x-console-redirect') ?? '');
    expect([pathname, searchParams.get('next')]).toEqual(['/console/security', '/auth/return?to=%2Fbuildings%2F12']);
    expect(identity(answer.headers)).toEqual(NOBODY);
  });

  test('passes where the operator asks for a password alone', async ({ openWorld }) => {
    const world = await openWorld({ environment: { VERIFY_MINIMUM_LEVEL: 'aal1' } });
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const answer = await verify(browser);
    expect([answer.status, answer.headers.get('x-console-assurance')]).toEqual([204, 'aal1']);
  });

  test('came in by the recovery code and has not fetched the fresh one: not even there', async ({ openWorld }) => {
    const world = await openWorld({ environment: { VERIFY_MINIMUM_LEVEL: 'aal1' } });
    const owner = await appOwner(world);
    const browser = world.browser();
    await browser.signIn(owner.login);
    expect((await browser.answer('recovery', owner.recoveryCode)).body).toMatchObject({ byRecovery: 'pending' });
    expect([(await verify(browser)).status, identity((await verify(browser)).headers)]).toEqual([403, NOBODY]);
    await browser.replaceRecoveryCode();
    expect((await verify(browser)).status).toBe(204);
  });
});

describe('the host', () => {
  const elsewhere = { host: 'console:8787', 'x-forwarded-host': new URL(ORIGIN).host };

  test("is the console's own, or a trusted proxy says that it was", async ({ world }) => {
    const { browser } = await appOwner(world);
    expect((await verify(browser, elsewhere)).status).toBe(204);
    expect((await verify(browser, { host: 'console:8787' })).status).toBe(421);
    expect((await verify(browser, { ...elsewhere, 'x-forwarded-host': 'evil.test' })).status).toBe(421);
  });

  test('is not what a stranger says of it', async ({ world }) => {
    const { browser } = await appOwner(world);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const socket = { incoming: { socket: { remoteAddress: '203.0.113.9', remotePort: 1, remoteFamily: 'IPv4' } } };
    const response = await world.app.request(`${ORIGIN}/auth/verify`, { headers: { ...elsewhere, cookie } }, socket);
    expect(response.status).toBe(421);
  });

  test('R-BR-11: coming back stays on it', async ({ world }) => {
    for (const to of ['https://evil.test', '//evil.test', '/\\evil.test', '/api/session', '', 'javascript:alert(1)']) {
      const answer = await world.browser().send('GET', `/auth/return?to=${encodeURIComponent(to)}`);
      expect([to, answer.status, answer.headers.get('location')]).toEqual([to, 302, '/console/']);
    }
    expect((await world.browser().send('GET', '/auth/return')).headers.get('location')).toBe('/console/');
    const wrong = await world.browser().send('GET', '/auth/return?to=/a', undefined, { host: 'evil.test' });
    expect(wrong.status).toBe(421);
  });
});
