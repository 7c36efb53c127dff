import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProblemType } from '@wattsense/contract/problem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../src/app.ts';
import { rows } from '../src/store/database.ts';
import { statement } from '../src/store/statement.ts';
import { type Browser, codeOf } from './browser.ts';
import { PASSWORD } from './fixed-values.ts';
import { API_ROUTES, nameOf, OTHER_ROUTES, PAGE_ROUTES, type PinnedRoute, pathOf, routeOf } from './routes-table.ts';
import { walkEveryRoute } from './routes-walk.ts';
import { createWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const call = (browser: Browser, route: PinnedRoute, headers: Record<string, string> = {}, id?: string) =>
  browser.send(route.method, pathOf(route, id), route.body, headers);

const settingSession = (headers: Headers) =>
  headers.getSetCookie().filter((cookie) => /^(__Host-)?session=[^;]/.test(cookie));

/** An account with an app, and the browser that is signed in to it. */
async function withApp(login = 'alice@example.com') {
  const account = await world.account(login);
  const browser = world.browser();
  await browser.signIn(login);
  const enrolled = await browser.enrolApp();
  return { ...account, browser, ...enrolled };
}

async function challenged(login: string): Promise<Browser> {
  const browser = world.browser();
  expect((await browser.signIn(login)).body.state).toBe('challenged');
  return browser;
}

const everything = [
  statement(
    'routes_test_sessions',
    () => ({}),
    (db, { session }) => db.select().from(session).orderBy(session.id),
  ),
  statement(
    'routes_test_authenticators',
    () => ({}),
    (db, { authenticator: a }) => db.select().from(a).orderBy(a.id),
  ),
  statement(
    'routes_test_enrolments',
    () => ({}),
    (db, { enrolment }) => db.select().from(enrolment).orderBy(enrolment.id),
  ),
  statement(
    'routes_test_codes',
    () => ({}),
    (db, { recoveryCode: r }) => db.select().from(r).orderBy(r.id),
  ),
  statement(
    'routes_test_messages',
    () => ({}),
    (db, { smsMessage: m }) => db.select().from(m).orderBy(m.id),
  ),
  statement(
    'routes_test_events',
    () => ({}),
    (db, { securityEvent: e }) => db.select().from(e).orderBy(e.id),
  ),
  statement(
    'routes_test_accounts',
    () => ({}),
    (db, { account }) => db.select().from(account).orderBy(account.id),
  ),
] as const;

/** All that a refused request must leave as it was. */
function stored(): Promise<unknown[]> {
  return world.database.single(function* () {
    const all: unknown[] = [];
    for (const one of everything) all.push(yield* rows(one as (typeof everything)[0], {}));
    return all;
  });
}

describe('the route table', () => {
  it('T-027: holds the pinned routes and no other, so that a new one says who may call it', () => {
    const found = world.app.routes.filter(({ method, path }) => method !== 'ALL' || !['/*', '/api/*'].includes(path));
    const names = new Set(found.map(({ method, path }) => `${method} ${path}`));
    expect([...names].toSorted()).toEqual([...API_ROUTES.map(nameOf), ...OTHER_ROUTES].toSorted());
  });

  it('gains the pages alone when there is a built SPA to serve', () => {
    const folder = mkdtempSync(join(tmpdir(), 'web-'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    const { config } = world.deps;
    const app = createApp({ ...world.deps, config: { ...config, WEB_DIRECTORY: folder } });
    rmSync(folder, { recursive: true });
    const before = new Set(world.app.routes.map(({ method, path }) => `${method} ${path}`));
    const added = new Set(
      app.routes.map(({ method, path }) => `${method} ${path}`).filter((name) => !before.has(name)),
    );
    expect([...added].toSorted()).toEqual([...PAGE_ROUTES].toSorted());
  });

  it('C026, T-027: one function inserts sessions, and the sign-in flows alone call it', () => {
    const sources = sourceFiles();
    const having = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
    expect(having(/\.insert\(\s*(s|session)\s*\)/)).toEqual(['store/sessions.ts']);
    expect(having(/insert\s+into/i)).toEqual([]);
    expect(having(/\binsertSession\(/)).toEqual(['flows/create-session.ts', 'store/sessions.ts']);
    expect(having(/\bcreateSession\(/)).toEqual([
      'flows/answer-challenge.ts',
      'flows/create-session.ts',
      'flows/sign-in-with-password.ts',
    ]);
    expect(having(/\bwriteSignIn\(/)).toEqual(['http/cookies.ts', 'http/sign-in-routes.ts']);
    expect(having(/\bsetCookie\(/)).toEqual(['http/cookies.ts']);
  });
});

function sourceFiles(): { name: string; text: string }[] {
  const folder = join(import.meta.dirname, '..', 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const ofSession = API_ROUTES.filter(({ who }) => who.startsWith('session'));

describe('without a cookie', () => {
  const answers: Record<PinnedRoute['who'], { status: number; type: ProblemType } | { status: 200 }> = {
    anyone: { status: 200 },
    challenge: { status: 410, type: 'challenge-over' },
    session: { status: 401, type: 'not-signed-in' },
    'session or pending recovery': { status: 401, type: 'not-signed-in' },
    'holder of the message': { status: 404, type: 'not-found' },
  };

  it.each(API_ROUTES.map((route) => [nameOf(route), route] as const))(
    '%s answers by the table',
    async (name, route) => {
      await withApp();
      const before = await stored();
      const answer = await call(world.browser(), route);
      const expected = name === 'POST /api/sign-in' ? { status: 401, type: 'wrong-credentials' } : answers[route.who];
      expect({ status: answer.status, ...(answer.problem && { type: answer.problem.type }) }).toEqual(expected);
      expect(settingSession(answer.headers)).toEqual([]);
      expect(await stored()).toEqual(before);
    },
  );
});

describe('between the two steps of a sign-in', () => {
  it('C024, T-001, T-004, T-005, T-019: a challenge cookie opens nothing but its own routes, at once, later and after a restart', async () => {
    const { login } = await withApp();
    const browser = await challenged(login);
    const before = await stored();
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
    expect(await stored()).toEqual(before);
    expect((await browser.session()).body).toMatchObject({ state: 'challenged', login });
  });

  it('T-002, T-003: the challenge token is no session in any other dress', async () => {
    const { login } = await withApp();
    const token = (await challenged(login)).cookies.get('challenge') ?? '';
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
    const before = await stored();
    for (const route of ofSession) {
      for (const headers of dresses) {
        const answer = await call(world.browser(), route, headers);
        expect([nameOf(route), headers, answer.status]).toEqual([nameOf(route), headers, 401]);
      }
      const path = `${pathOf(route)}?session=${token}&token=${token}`;
      expect((await world.browser().send(route.method, path, route.body)).status).toBe(401);
    }
    expect(await stored()).toEqual(before);
  });

  it('T-003: a session token is no challenge either', async () => {
    const { browser, secret } = await withApp();
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
  it.each(ofSession.filter((route) => !OPEN.includes(nameOf(route))).map((route) => [nameOf(route), route] as const))(
    'T-020: %s wants the second factor first',
    async (_name, route) => {
      const { login, recoveryCode } = await withApp();
      const browser = await challenged(login);
      expect((await browser.answer('recovery', recoveryCode)).body).toMatchObject({ byRecovery: 'pending' });
      const before = await stored();
      const answer = await call(browser, route);
      expect(answer.status).toBe(403);
      expect(answer.problem).toMatchObject({ type: 'level-required', requiredLevel: 'aal2' });
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(await stored()).toEqual(before);
    },
  );

  it('may read its view, fetch its code and sign out', async () => {
    const { login, recoveryCode } = await withApp();
    const browser = await challenged(login);
    await browser.answer('recovery', recoveryCode);
    const leaving = browser.copy();
    expect((await browser.session()).body).toMatchObject({ state: 'authenticated', byRecovery: 'pending' });
    expect((await browser.replaceRecoveryCode()).status).toBe(201);
    expect((await leaving.send('DELETE', '/api/session')).status).toBe(200);
  });
});

describe("another account's things", () => {
  it('T-015, R-AZ-02: ids of somebody else are ids of nothing, and stay as they are', async () => {
    const alice = await withApp();
    const replaced = (await alice.browser.security()).body.authenticators[0]?.id ?? '';
    const enrolment = (await alice.browser.begin({ kind: 'phone', country: 'FR', number: '0639980012' })).body;
    const view = (await alice.browser.security()).body;
    const mallory = await withApp('mallory@example.com');
    const before = await stored();
    const smsId = enrolment.kind === 'phone' ? (enrolment.sms?.id ?? '') : '';
    const tries: readonly [string, string, unknown, number, ProblemType][] = [
      ['DELETE', `/api/sessions/${view.sessions[0]?.id}`, undefined, 404, 'not-found'],
      ['DELETE', `/api/authenticators/${replaced}`, undefined, 404, 'not-found'],
      ['POST', '/api/enrolments', { kind: 'app', replaces: replaced }, 409, 'conflict'],
      ['POST', `/api/enrolments/${enrolment.id}/sms`, undefined, 410, 'enrolment-over'],
      [
        'POST',
        `/api/enrolments/${enrolment.id}/confirm`,
        { code: world.phones.codeFor('+33639980012') },
        410,
        'enrolment-over',
      ],
      ['DELETE', `/api/enrolments/${enrolment.id}`, undefined, 410, 'enrolment-over'],
      ['GET', `/api/sms/${smsId}`, undefined, 404, 'not-found'],
      ['POST', '/api/recovery-code/acknowledge', { id: view.recoveryCode?.id }, 409, 'conflict'],
    ];
    for (const [method, path, body, status, type] of tries) {
      const answer = await mallory.browser.send(method, path, body);
      expect([path, answer.status, answer.problem?.type]).toEqual([path, status, type]);
    }
    expect(await stored()).toEqual(before);
  });

  it('C025, T-015: an account named in body, query or header changes nothing about whose challenge it is', async () => {
    const alice = await withApp();
    const mallory = await withApp('mallory@example.com');
    world.clock.advance(30);
    const now = world.clock.now();
    const browser = await challenged(alice.login);
    const named = { userId: mallory.id, accountId: mallory.id, login: mallory.login, email: mallory.login };
    const inBody = await browser.send('POST', '/api/sign-in/challenge/answer', {
      method: 'otp',
      code: codeOf(mallory.secret, now),
      ...named,
    });
    expect(inBody.problem).toMatchObject({ type: 'malformed', fields: ['userId.accountId.login.email'] });
    const path = `/api/sign-in/challenge/answer?userId=${mallory.id}&login=${mallory.login}`;
    const headers = { 'x-user-id': mallory.id, 'x-forwarded-user': mallory.login };
    const answer = await browser.send('POST', path, { method: 'otp', code: codeOf(mallory.secret, now) }, headers);
    expect(answer.problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
    expect(settingSession(answer.headers)).toEqual([]);
    expect((await browser.answer('otp', codeOf(alice.secret, now))).body).toMatchObject({
      state: 'authenticated',
      account: { id: alice.id },
    });
  });
});

describe('what each route needs', () => {
  it.each(API_ROUTES.filter(({ method }) => method !== 'GET').map((route) => [nameOf(route), route] as const))(
    'C043, T-092: %s wants the console as its origin',
    async (_name, route) => {
      const { browser } = await withApp();
      const before = await stored();
      const answer = await call(browser, route, { origin: 'https://evil.test' });
      expect([answer.status, answer.problem?.type]).toEqual([403, 'wrong-origin']);
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(await stored()).toEqual(before);
    },
  );

  it.each(API_ROUTES.filter(({ body }) => body !== undefined).map((route) => [nameOf(route), route] as const))(
    'R-AP-01: %s wants its body, and none of what is not in it',
    async (_name, route) => {
      const { browser, login } = await withApp();
      const caller = route.who === 'challenge' ? await challenged(login) : browser;
      const before = await stored();
      const none = await caller.send(route.method, pathOf(route));
      expect([none.status, none.problem?.type]).toEqual([422, 'malformed']);
      const more = await caller.send(route.method, pathOf(route), { ...route.body, admin: true });
      expect(more.problem).toMatchObject({ type: 'malformed', fields: ['admin'] });
      expect(await stored()).toEqual(before);
    },
  );

  it.each(ofSession.map((route) => [nameOf(route), route] as const))(
    'T-023, T-024: %s asks for a step-up by the table',
    async (_name, route) => {
      const { browser } = await withApp();
      world.clock.advance(601);
      const before = await stored();
      const answer = await call(browser, route);
      if (route.stepUp === undefined) {
        expect(answer.problem?.type).not.toBe('step-up-required');
        return;
      }
      expect(answer.status).toBe(403);
      expect(answer.problem).toMatchObject({
        type: 'step-up-required',
        requiredLevel: 'aal2',
        maxAgeSeconds: 600,
        methods: ['otp'],
        phoneHint: null,
      });
      expect(withoutActivity(await stored())).toEqual(withoutActivity(before));
    },
  );

  it('asks an account without two-factor for its password alone', async () => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    world.clock.advance(601);
    const demanded = await browser.begin({ kind: 'app' });
    expect(demanded.problem).toMatchObject({ type: 'step-up-required', requiredLevel: 'aal1', methods: [] });
    expect((await browser.send('POST', '/api/step-up', { password: PASSWORD })).status).toBe(200);
    expect((await browser.begin({ kind: 'app' })).status).toBe(201);
  });
});

/** Noting that the person did something is no change. */
const withoutActivity = (all: unknown) =>
  JSON.parse(JSON.stringify(all, (key, value: unknown) => (key === 'lastSeenAt' ? undefined : value)));

describe('a walk over every route', () => {
  it('T-027: takes each to success, and only the listed ones give out a session', async () => {
    const { exchanges } = await walkEveryRoute(world);
    const succeeded = new Set<string>();
    const gaveSession = new Set<string>();
    for (const { method, path, answer } of exchanges) {
      const route = routeOf(method, path);
      if (route === undefined) continue;
      if (answer.status < 300) succeeded.add(nameOf(route));
      if (settingSession(answer.headers).length > 0) gaveSession.add(nameOf(route));
      if (answer.status >= 400) expect(settingSession(answer.headers)).toEqual([]);
    }
    expect([...succeeded].toSorted()).toEqual(API_ROUTES.map(nameOf).toSorted());
    expect([...gaveSession].toSorted()).toEqual(
      API_ROUTES.filter((one) => one.setsSession)
        .map(nameOf)
        .toSorted(),
    );
  });
});
