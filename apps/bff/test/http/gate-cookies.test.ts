import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { createWorld } from '../support/world.ts';
import { ask } from './gate-ask.ts';
import { withApp } from './routes-calls.ts';

describe('cookies', () => {
  const HTTPS = 'https://console.example.com';

  async function signedInAt(origin: string) {
    const world = await createWorld({ environment: { PUBLIC_ORIGIN: origin } });
    const { login } = await world.account();
    const body = JSON.stringify({ login, password: PASSWORD });
    const answer = await ask(world.app, 'POST', '/api/sign-in', { origin, body });
    return { world, answer, login, cookies: answer.headers.getSetCookie() };
  }
  const token = (cookie: string | undefined) => /=([A-Za-z0-9_-]{43});/.exec(cookie ?? '')?.[1] ?? '';
  const withoutTokens = (cookies: readonly string[]) =>
    cookies.map((cookie) => cookie.replace(/=[A-Za-z0-9_-]{43};/, '=TOKEN;')).toSorted();

  it('R-SE-12, R-SE-13: over https are bound to this host, for no script and no other site, and end with the browser', async () => {
    const { world, cookies, answer } = await signedInAt(HTTPS);
    expect(answer.status).toBe(200);
    expect(withoutTokens(cookies)).toEqual([
      '__Host-browser=TOKEN; Max-Age=15552000; Path=/; HttpOnly; Secure; SameSite=Strict',
      '__Host-challenge=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
      '__Host-session=TOKEN; Path=/; HttpOnly; Secure; SameSite=Strict',
    ]);
    await world.close();
  });

  it('R-SE-12: over plain http on loopback go by their plain names', async () => {
    const { world, cookies } = await signedInAt('http://localhost:8787');
    expect(withoutTokens(cookies)).toEqual([
      'browser=TOKEN; Max-Age=15552000; Path=/; HttpOnly; SameSite=Strict',
      'challenge=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict',
      'session=TOKEN; Path=/; HttpOnly; SameSite=Strict',
    ]);
    await world.close();
  });

  it('D010: the challenge lapses by itself with its ten minutes', async () => {
    const world = await createWorld();
    const { login } = await withApp(world);
    const body = JSON.stringify({ login, password: PASSWORD });
    const answer = await ask(world.app, 'POST', '/api/sign-in', { body });
    expect(withoutTokens(answer.headers.getSetCookie())).toEqual([
      'challenge=TOKEN; Max-Age=600; Path=/; HttpOnly; SameSite=Strict',
    ]);
    await world.close();
  });

  it('over https a session under the plain name is none, since any host of the domain could have set it', async () => {
    const { world, cookies } = await signedInAt(HTTPS);
    const value = token(cookies.find((cookie) => cookie.startsWith('__Host-session=')));
    const state = async (cookie: string) =>
      (await ask(world.app, 'GET', '/api/session', { origin: HTTPS, headers: { cookie } })).json?.['state'];
    expect(await state(`__Host-session=${value}`)).toBe('authenticated');
    expect(await state(`session=${value}`)).toBe('anonymous');
    expect(await state(`__Secure-session=${value}`)).toBe('anonymous');
    await world.close();
  });

  it('D031: signing out clears the session and the cache, and leaves the browser known and the storage to its owner', async () => {
    const { world, cookies } = await signedInAt(HTTPS);
    const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
    const answer = await ask(world.app, 'DELETE', '/api/session', { origin: HTTPS, headers: { cookie } });
    expect(answer.headers.getSetCookie()).toEqual([
      '__Host-session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
    ]);
    expect(answer.headers.get('clear-site-data')).toBe('"cache"');
    await world.close();
  });

  it('T-089, C034: none of them spares a code at the next sign-in', async () => {
    const world = await createWorld();
    const { login, browser, secret } = await withApp(world);
    await browser.send('DELETE', '/api/session');
    expect([...browser.cookies.keys()]).toEqual(['browser']);
    for (let time = 0; time < 2; time += 1) {
      expect((await browser.signIn(login)).body.state).toBe('challenged');
      world.clock.advance(30);
      expect((await browser.answer('otp', codeOf(secret, world.clock.now()))).body.state).toBe('authenticated');
      await browser.send('DELETE', '/api/session');
    }
    await world.close();
  });
});
