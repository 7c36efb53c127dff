import type { ProblemType } from '@wattsense/contract/problem';
import { describe, expect } from 'vitest';
import { codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { offers } from '../support/offers.ts';
import { test } from '../support/test.ts';
import { call, challenged, settingSession, stored, withApp } from './routes-calls.ts';
import { API_ROUTES, nameOf, pathOf } from './routes-table.ts';
import { signedInWorld } from './signed-in-world.ts';

/** In which everything is refused: nothing that one test did may show in the next. */
const signedIn = signedInWorld();

const ofSession = API_ROUTES.filter(({ who }) => who.startsWith('session'));

describe("another account's things", () => {
  test('T-015, R-AZ-02: ids of somebody else are ids of nothing, and stay as they are', async ({ world }) => {
    const alice = await withApp(world);
    const replaced = (await alice.browser.security()).body.authenticators[0]?.id ?? '';
    const enrolment = (await alice.browser.begin({ kind: 'phone', country: 'FR', number: '0639980012' })).body;
    const view = (await alice.browser.security()).body;
    const mallory = await withApp(world, 'mallory@example.com');
    const before = await stored(world);
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
    expect(await stored(world)).toEqual(before);
  });

  test('C025, T-015: an account named in body, query or header changes nothing about whose challenge it is', async ({
    world,
  }) => {
    const alice = await withApp(world);
    const mallory = await withApp(world, 'mallory@example.com');
    world.clock.advance(30);
    const now = world.clock.now();
    const browser = await challenged(world, alice.login);
    const named = { userId: mallory.id, accountId: mallory.id, login: mallory.login, email: mallory.login };
    const inBody = await browser.send('POST', '/api/sign-in/challenge/answer', {
      method: 'otp',
      code: codeOf(mallory.secret, now),
      ...named,
    });
    expect(inBody.problem).toMatchObject({ type: 'malformed', fields: ['userId', 'accountId', 'login', 'email'] });
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
  signedIn.for(API_ROUTES.filter(({ method }) => method !== 'GET').map((route) => [nameOf(route), route] as const))(
    'C043, T-092: %s wants the console as its origin',
    async ([, route], { world, owner }) => {
      const before = await stored(world);
      const answer = await call(owner.browser, route, { origin: 'https://evil.test' });
      expect([answer.status, answer.problem?.type]).toEqual([403, 'wrong-origin']);
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(await stored(world)).toEqual(before);
    },
  );

  signedIn.for(API_ROUTES.filter(({ body }) => body !== undefined).map((route) => [nameOf(route), route] as const))(
    'R-AP-01: %s wants its body, and none of what is not in it',
    async ([, route], { world, owner }) => {
      const caller = route.who === 'challenge' ? await challenged(world, owner.login) : owner.browser;
      const before = await stored(world);
      const none = await caller.send(route.method, pathOf(route));
      expect([none.status, none.problem?.type]).toEqual([422, 'malformed']);
      const more = await caller.send(route.method, pathOf(route), { ...route.body, admin: true });
      expect(more.problem).toMatchObject({ type: 'malformed', fields: ['admin'] });
      expect(await stored(world)).toEqual(before);
    },
  );
});

describe('a session whose proofs are older than ten minutes', () => {
  test.for(ofSession.map((route) => [nameOf(route), route] as const))(
    'T-023, T-024: %s asks for a step-up by the table',
    async ([, route], { world }) => {
      const { browser } = await withApp(world);
      world.clock.advance(601);
      const before = await stored(world);
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
        methods: offers('otp'),
      });
      expect(withoutActivity(await stored(world))).toEqual(withoutActivity(before));
    },
  );

  test('asks an account without two-factor for its password alone', async ({ world }) => {
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
