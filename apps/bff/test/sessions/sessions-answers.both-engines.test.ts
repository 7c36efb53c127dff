import { confirmedEnrolment, enrolment } from '@wattsense/contract/enrolments';
import { changedPassword, redeemedPasswordLink } from '@wattsense/contract/password';
import { problem } from '@wattsense/contract/problem';
import { recoveryCodeOnce } from '@wattsense/contract/recovery-code';
import { securityView } from '@wattsense/contract/security';
import { languageChoice, sessionView } from '@wattsense/contract/session';
import { smsProgress } from '@wattsense/contract/sms';
import { steppedUp, stepUpOffers, stepUpSms } from '@wattsense/contract/step-up';
import { describe, expect } from 'vitest';
import * as z from 'zod/mini';
import { setAccountActive } from '../../src/store/accounts.ts';
import { challenged, withApp } from '../http/routes-calls.ts';
import { API_ROUTES, nameOf, routeOf } from '../http/routes-table.ts';
import { walkEveryRoute } from '../http/routes-walk.ts';
import type { Answer } from '../support/browser.ts';
import { offers } from '../support/offers.ts';
import { test } from '../support/test.ts';

const ended = z.object({ endedSessions: z.number() });
const cancelled = z.object({ cancelled: z.literal(true) });

/** What each route answers when it does what it was asked. */
const ANSWERS: Readonly<Record<string, z.ZodMiniType>> = {
  'GET /api/session': sessionView,
  'DELETE /api/session': z.object({ signedOut: z.literal(true) }),
  'DELETE /api/sessions/:id': ended,
  'DELETE /api/sessions': ended,
  'GET /api/sms/:id': smsProgress,
  'POST /api/language': languageChoice,
  'POST /api/notices/seen': sessionView,
  'POST /api/sign-in': sessionView,
  'POST /api/sign-in/challenge/answer': sessionView,
  'POST /api/sign-in/challenge/sms': smsProgress,
  'DELETE /api/sign-in/challenge': cancelled,
  'POST /api/enrolments': enrolment,
  'POST /api/enrolments/:id/sms': smsProgress,
  'POST /api/enrolments/:id/confirm': confirmedEnrolment,
  'DELETE /api/enrolments/:id': cancelled,
  'GET /api/security': securityView,
  'DELETE /api/authenticators/:id': ended,
  'DELETE /api/two-factor': ended,
  'POST /api/password': changedPassword,
  'POST /api/password-link': redeemedPasswordLink,
  'POST /api/recovery-code': recoveryCodeOnce,
  'POST /api/recovery-code/acknowledge': z.object({ saved: z.literal(true) }),
  'POST /api/step-up': steppedUp,
  'POST /api/step-up/offers': stepUpOffers,
  'POST /api/step-up/sms': stepUpSms,
};

/** It describes the others and names every field; tests of its own hold it. */
const DESCRIPTION = 'GET /api/openapi.json';

/** Names under which no answer holds anything. */
const FORBIDDEN =
  /"(password|passwordHash|\w*[hH]ash|\w*[tT]oken\w*|secret|sealed|epoch|securityEpoch|phoneIndex|lastStep|keyId|browserId|sessionId|accountId|failed|clientKey)":/;

describe.each(['sqlite', 'postgres'] as const)('what answers hold, on %s', (engine) => {
  const it = test.extend('options', { engine });

  it('has a schema for each route', () => {
    expect(Object.keys(ANSWERS).toSorted()).toEqual(
      API_ROUTES.map(nameOf)
        .filter((name) => name !== DESCRIPTION)
        .toSorted(),
    );
  });

  it('T-031, T-078, R-AP-07: is what the contract lists and nothing more, in success and failure', async ({
    world,
  }) => {
    const { exchanges } = await walkEveryRoute(world);
    for (const { method, path, answer } of exchanges) {
      const route = routeOf(method, path);
      if (route === undefined || nameOf(route) === DESCRIPTION) continue;
      const schema = answer.status < 400 ? ANSWERS[nameOf(route)] : problem;
      // Parsing leaves out what the schema does not know: a difference is something that nobody listed.
      expect([nameOf(route), schema && z.parse(schema, answer.body)]).toStrictEqual([nameOf(route), answer.body]);
      expect(JSON.stringify(answer.body)).not.toMatch(FORBIDDEN);
    }
  });

  it('T-031: before the second factor is who signs in, how it may go on and until when', async ({ world }) => {
    const { login } = await withApp(world);
    const browser = world.browser();
    const view = await browser.signIn(login);
    expect(view.body).toStrictEqual({
      state: 'challenged',
      supportUrl: 'mailto:support@wattsense.com',
      login,
      expiresInSeconds: 600,
      attemptsLeft: 5,
      methods: offers('otp', 'recovery'),
      unusable: [],
      resumed: false,
    });
    expect((await browser.session()).body).toStrictEqual(view.body);
  });

  it('T-031: before anything is the way to support', async ({ world }) => {
    expect((await world.browser().session()).body).toStrictEqual({
      state: 'anonymous',
      supportUrl: 'mailto:support@wattsense.com',
    });
  });
});

describe.each(['sqlite', 'postgres'] as const)('what a stranger can tell accounts apart by, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    /** One account of each kind that a sign-in could give away, and one that is none. */
    .extend('logins', ({ world }) => async (): Promise<string[]> => {
      const plain = await world.account('plain@example.com');
      const app = await withApp(world, 'app@example.com');
      const phone = await world.account('phone@example.com');
      const owner = world.browser();
      await owner.signIn(phone.login);
      await owner.enrolPhone('0639980012', () => world.phones.codeFor('+33639980012'));
      const disabled = await world.account('disabled@example.com');
      await world.database.single(() => setAccountActive({ id: disabled.id, active: false }));
      return [plain.login, app.login, phone.login, disabled.login, 'nobody@example.com', 'no\u0000body', ' '];
    });

  const shapeOf = ({ status, headers, body }: Answer<unknown>) => ({
    status,
    headers: [...headers.entries()].filter(([name]) => name !== 'date'),
    body: { ...(body as object), requestId: 'any' },
  });

  it('C103, T-073, T-077: a wrong password gets one answer, whoever it is for', async ({ world, logins }) => {
    const all = await logins();
    const answers = [];
    for (const login of all) answers.push(await world.browser().signIn(login, 'not the password of anybody'));
    const shapes = answers.map(shapeOf);
    expect(shapes[0]).toMatchObject({
      status: 401,
      body: { type: 'wrong-credentials', title: 'Wrong login or password', status: 401, requestId: 'any' },
    });
    for (const shape of shapes) expect(shape).toEqual(shapes[0]);
    for (const { headers } of answers) expect(headers.getSetCookie()).toEqual([]);
    await world.deps.background.settled();
    expect(world.phones.sent).toHaveLength(1);
  });

  it('C103, T-070: so does the one after too many', async ({ world, logins }) => {
    const all = await logins();
    const shapes = [];
    for (const [at, login] of all.entries()) {
      const answers = [];
      // Each from an address of its own, so that only the login is counted.
      const browser = world.browser(`198.51.100.${at + 1}`);
      for (let time = 0; time < 7; time += 1) answers.push(shapeOf(await browser.signIn(login, 'not the password')));
      shapes.push(answers);
    }
    expect(shapes[0]?.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(shapes[0]?.at(-1)?.body).toMatchObject({ type: 'too-many-attempts', retryAfterSeconds: 1 });
    for (const answers of shapes) expect(answers).toEqual(shapes[0]);
  });

  it('T-077: nothing else answers to a login at all', async ({ world }) => {
    const alice = await withApp(world);
    const carol = await world.account('carol@example.com');
    const shapes = new Map<string, unknown[]>();
    for (const login of [alice.login, carol.login, 'nobody@example.com']) {
      for (const route of API_ROUTES.filter(({ path }) => path !== '/api/sign-in')) {
        const path = `${route.path.replace(':id', '00000000-0000-7000-8000-000000000000')}?login=${login}`;
        const answer = await world.browser().send(route.method, path, route.body, { 'x-login': login });
        shapes.set(nameOf(route), [...(shapes.get(nameOf(route)) ?? []), shapeOf(answer)]);
      }
    }
    for (const [name, answers] of shapes)
      for (const answer of answers) expect([name, answer]).toEqual([name, answers[0]]);
  });

  it('C103: two-factor shows only after the right password', async ({ world }) => {
    const { login } = await withApp(world);
    const wrong = await world.browser().signIn(login, 'not the password of anybody');
    expect(JSON.stringify(wrong.body)).not.toMatch(/factor|otp|sms|method|challenge|recovery/);
    expect((await (await challenged(world, login)).session()).body.state).toBe('challenged');
  });
});
