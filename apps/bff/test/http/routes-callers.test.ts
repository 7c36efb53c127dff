import type { ProblemType } from '@wattsense/contract/problem';
import { describe, expect } from 'vitest';
import { createApp } from '../../src/app.ts';
import { codeOf } from '../support/browser.ts';
import { test } from '../support/test.ts';
import { call, challenged, settingSession, stored, withApp } from './routes-calls.ts';
import { API_ROUTES, nameOf, type PinnedRoute, pathOf } from './routes-table.ts';
import { signedInWorld } from './signed-in-world.ts';

/** In which everything is refused: nothing that one test did may show in the next. */
const signedIn = signedInWorld();
const recovered = signedInWorld().extend('pending', { scope: 'file' }, async ({ world, owner }) => {
  const pending = await challenged(world, owner.login);
  expect((await pending.answer('recovery', owner.recoveryCode)).body).toMatchObject({ byRecovery: 'pending' });
  return pending;
});

const ofSession = API_ROUTES.filter(({ who }) => who.startsWith('session'));

describe('without a cookie', () => {
  const answers: Record<PinnedRoute['who'], { status: number; type: ProblemType } | { status: 200 }> = {
    anyone: { status: 200 },
    challenge: { status: 410, type: 'challenge-over' },
    session: { status: 401, type: 'not-signed-in' },
    'session or pending recovery': { status: 401, type: 'not-signed-in' },
    'holder of the message': { status: 404, type: 'not-found' },
    'holder of a link': { status: 404, type: 'not-found' },
  };

  signedIn.for(API_ROUTES.map((route) => [nameOf(route), route] as const))(
    '%s answers by the table',
    async ([name, route], { world, owner: _owner }) => {
      const before = await stored(world);
      const answer = await call(world.browser(), route);
      const expected = name === 'POST /api/sign-in' ? { status: 401, type: 'wrong-credentials' } : answers[route.who];
      expect({ status: answer.status, ...(answer.problem && { type: answer.problem.type }) }).toEqual(expected);
      expect(settingSession(answer.headers)).toEqual([]);
      expect(await stored(world)).toEqual(before);
    },
  );
});

describe('between the two steps of a sign-in', () => {
  test('C024, T-001, T-004, T-005, T-019: a challenge cookie opens nothing but its own routes, at once, later and after a restart', async ({
    world,
  }) => {
    const { login } = await withApp(world);
    const browser = await challenged(world, login);
    const before = await stored(world);
    const restarted = () => createApp(world.deps);
    for (const seconds of [0, 60]) {
      world.clock.advance(seconds);
      for (const app of [world.app, restarted()]) {
        for (const route of ofSession) {
          const answer = await call(browser, route);
          expect([nameOf(route), answer.status, answer.problem?.type]).toEqual([nameOf(route), 401, 'not-signed-in']);
          expect(Object.keys(answer.problem ?? {}).toSorted()).toEqual(['requestId', 'status', 'title', 'type']);
          const again = await app.request(`http://localhost:8787${pathOf(route)}`, {
            method: route.method,
            headers: {
              host: 'localhost:8787',
              origin: 'http://localhost:8787',
              cookie: `challenge=${browser.cookies.get('challenge')}`,
            },
          });
          expect([nameOf(route), again.status]).toEqual([nameOf(route), 401]);
        }
      }
    }
    expect(await stored(world)).toEqual(before);
    expect((await browser.session()).body).toMatchObject({ state: 'challenged', login });
  });

  test('T-002, T-003: the challenge token is no session in any other dress', async ({ world }) => {
    const { login } = await withApp(world);
    const token = (await challenged(world, login)).cookies.get('challenge') ?? '';
    const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const dresses: Record<string, string>[] = [
      { authorization: `Bearer ${token}` },
      { authorization: basic(token, '') },
      { authorization: basic(login, token) },
      { authorization: basic(token, token) },
      { cookie: `session=${token}` },
      { cookie: `session=${token}; challenge=${token}; browser=${token}` },
      { cookie: `__Host-session=${token}` },
      { 'x-session': token, 'x-auth-token': token },
    ];
    const before = await stored(world);
    for (const route of ofSession) {
      for (const headers of dresses) {
        const answer = await call(world.browser(), route, headers);
        expect([nameOf(route), headers, answer.status]).toEqual([nameOf(route), headers, 401]);
      }
      const path = `${pathOf(route)}?session=${token}&token=${token}`;
      expect((await world.browser().send(route.method, path, route.body)).status).toBe(401);
    }
    expect(await stored(world)).toEqual(before);
  });

  test('T-003: a session token is no challenge either', async ({ world }) => {
    const { browser, secret } = await withApp(world);
    const session = browser.cookies.get('session') ?? '';
    world.clock.advance(30);
    const thief = world.browser();
    thief.cookies.set('challenge', session);
    const answer = await thief.answer('otp', codeOf(secret, world.clock.now()));
    expect(answer.problem).toMatchObject({ type: 'challenge-over', reason: 'none' });
    expect(settingSession(answer.headers)).toEqual([]);
  });
});

describe('a session that came in by recovery and has not fetched its fresh code', () => {
  const OPEN = ['POST /api/recovery-code'];
  recovered.for(
    ofSession.filter((route) => !OPEN.includes(nameOf(route))).map((route) => [nameOf(route), route] as const),
  )('T-020: %s wants the second factor first', async ([, route], { world, pending }) => {
    const before = await stored(world);
    const answer = await call(pending, route);
    expect(answer.status).toBe(403);
    expect(answer.problem).toMatchObject({ type: 'level-required', requiredLevel: 'aal2' });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await stored(world)).toEqual(before);
  });

  recovered('may read its view, fetch its code and sign out', async ({ pending }) => {
    const leaving = pending.copy();
    expect((await pending.session()).body).toMatchObject({ state: 'authenticated', byRecovery: 'pending' });
    expect((await pending.replaceRecoveryCode()).status).toBe(201);
    expect((await leaving.send('DELETE', '/api/session')).status).toBe(200);
  });
});
