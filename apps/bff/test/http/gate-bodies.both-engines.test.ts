import { describe, expect } from 'vitest';
import { codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { sharedWorld } from '../support/shared-world.ts';
import { test } from '../support/test.ts';
import { ask } from './gate-ask.ts';
import { challenged, stored, withApp } from './routes-calls.ts';
import { API_ROUTES, nameOf, type PinnedRoute, pathOf } from './routes-table.ts';

const withBody = API_ROUTES.filter(({ body }) => body !== undefined);
const rowsOf = (routes: readonly PinnedRoute[]) => routes.map((route) => [nameOf(route), route] as const);

const withOwner = (engine: 'sqlite' | 'postgres') =>
  sharedWorld({ engine })
    .extend('owner', { scope: 'file' }, ({ world }) => withApp(world))
    .extend('pending', { scope: 'file' }, ({ world, owner }) => challenged(world, owner.login));
const shared = { sqlite: withOwner('sqlite'), postgres: withOwner('postgres') };

describe.each(['sqlite', 'postgres'] as const)('bodies that no client of ours sends, on %s', (engine) => {
  const it = shared[engine]
    .extend(
      'callerOf',
      ({ pending, owner }) =>
        (route: PinnedRoute) =>
          route.who === 'challenge' ? pending : owner.browser,
    )
    .extend(
      'cookieOf',
      ({ callerOf }) =>
        (route: PinnedRoute) =>
          [...callerOf(route).cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    )
    .extend(
      'send',
      ({ world, cookieOf }) =>
        (route: PinnedRoute, body: string, path = pathOf(route)) =>
          ask(world.app, route.method, path, { headers: { cookie: cookieOf(route) }, body }),
    );

  it.for(rowsOf(withBody))(
    '%s: what is not JSON is named as the body, and not repeated',
    async ([, route], { world, send }) => {
      const before = await stored(world);
      for (const body of [
        '{',
        '{"marker-4711":',
        '"marker-4711',
        '{"login":"marker-4711",}',
        "{'login':'marker-4711'}",
        '\u0000',
        '\ufeff{}x',
        'marker-4711',
        '{"a":NaN}',
        `${'['.repeat(4000)}marker-4711`,
        '{}{}',
      ]) {
        const answer = await send(route, body);
        expect([body.slice(0, 20), answer.status, answer.json?.['fields']]).toEqual([body.slice(0, 20), 422, ['body']]);
        expect(answer.text).not.toContain('marker-4711');
      }
      expect(await stored(world)).toEqual(before);
    },
  );

  it.for(rowsOf(withBody))('%s: another value than an object is refused', async ([, route], { send }) => {
    for (const body of ['null', '[]', '1', 'true', '"text"', '[{}]', `${'['.repeat(2000)}${']'.repeat(2000)}`]) {
      const answer = await send(route, body);
      expect([body.slice(0, 20), answer.status, answer.json?.['type']]).toEqual([body.slice(0, 20), 422, 'malformed']);
    }
  });

  it.for(rowsOf(withBody))(
    '%s: T-011: a field of another type is named, and its value not repeated',
    async ([, route], { send }) => {
      for (const [field, value] of Object.entries(route.body ?? {})) {
        if (typeof value !== 'string') continue;
        for (const wrong of [
          null,
          0,
          471_147,
          true,
          false,
          [],
          ['marker-4711'],
          {},
          { $ne: 'marker-4711' },
          undefined,
        ]) {
          const answer = await send(route, JSON.stringify({ ...route.body, [field]: wrong }));
          expect([field, wrong, answer.status, answer.json?.['fields']]).toEqual([field, wrong, 422, [field]]);
          expect(answer.text).not.toMatch(/marker-4711|471147/);
        }
      }
    },
  );

  it.for(rowsOf(withBody))(
    '%s: T-107: fields that are not its own are refused, and nothing is assigned',
    async ([, route], { world, send }) => {
      const before = await stored(world);
      const more = [
        'admin',
        'role',
        'twoFactorEnabled',
        'lastStep',
        'accountId',
        'epoch',
        'verified',
        'constructor',
        'toString',
        'hasOwnProperty',
      ];
      for (const name of more) {
        const answer = await send(route, JSON.stringify({ ...route.body, [name]: { admin: true } }));
        expect([name, answer.status, answer.json?.['fields']]).toEqual([name, 422, [name]]);
      }
      const text = JSON.stringify(route.body);
      const polluting = await send(route, `${text.slice(0, -1)},"__proto__":{"admin":true}}`);
      expect(polluting.status).toBe(422);
      expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
      expect(await stored(world)).toEqual(before);
    },
  );

  it('T-014: a method is one of the listed words as it is written', async ({ pending, send }) => {
    const answer = withBody.find((route) => nameOf(route) === 'POST /api/sign-in/challenge/answer');
    const stepUp = withBody.find((route) => nameOf(route) === 'POST /api/step-up');
    if (answer === undefined || stepUp === undefined) throw new Error('routes are missing');
    for (const method of [
      'webauthn',
      'OTP',
      'otp ',
      'pwd',
      'app',
      '',
      '__proto__',
      'constructor',
      'toString',
      ['otp'],
      { otp: 1 },
      null,
      0,
    ]) {
      const one = await send(answer, JSON.stringify({ method, code: '000000' }));
      expect([method, one.status, one.json?.['fields']]).toEqual([method, 422, ['method']]);
      const two = await send(stepUp, JSON.stringify({ password: PASSWORD, answer: { method, code: '000000' } }));
      expect([method, two.status, two.json?.['fields']]).toEqual([method, 422, ['answer.method']]);
    }
    const recovery = await send(
      stepUp,
      JSON.stringify({ password: PASSWORD, answer: { method: 'recovery', code: 'x' } }),
    );
    expect([recovery.status, recovery.json?.['fields']]).toEqual([422, ['answer.method']]);
    expect((await pending.session()).body).toMatchObject({ state: 'challenged', attemptsLeft: 5 });
  });
});

describe.each(['sqlite', 'postgres'] as const)('what is typed into fields, on %s', (engine) => {
  const it = test.extend('options', { engine });

  it('T-011, T-012: a code that is text is a wrong one and counted; one that is no text is not a try', async ({
    world,
  }) => {
    const { login } = await withApp(world);
    const browser = await challenged(world, login);
    for (const code of [undefined, null, [], {}, false, 0, 123_456, ['000000'], { code: '000000' }])
      expect([code, (await browser.answer('otp', code)).status]).toEqual([code, 422]);
    const attemptsLeft: unknown[] = [];
    for (const code of ['', ' ', 'NaN', 'null', '0']) {
      const answer = await browser.answer('otp', code);
      attemptsLeft.push(answer.problem?.type === 'wrong-code' ? answer.problem.attemptsLeft : answer.problem);
    }
    expect(attemptsLeft).toEqual([4, 3, 2, 1, 0]);
  });

  it('T-011: neither an expired, a spent nor an absent challenge takes nothing for something', async ({ world }) => {
    const { login, secret } = await withApp(world);
    const spent = await challenged(world, login);
    world.clock.advance(30);
    const thief = spent.copy();
    expect((await spent.answer('otp', codeOf(secret, world.clock.now()))).status).toBe(200);
    const expired = await challenged(world, login);
    world.clock.advance(601);
    for (const [browser, reason] of [
      [thief, 'answered'],
      [expired, 'expired'],
      [world.browser(), 'none'],
    ] as const) {
      for (const method of ['otp', 'sms', 'recovery']) {
        const answer = await browser.copy().answer(method, '');
        expect(answer.problem).toMatchObject({ type: 'challenge-over', reason });
      }
    }
  });

  it('T-009: a code beside a wrong password changes nothing about the answer', async ({ world }) => {
    const { login, secret } = await withApp(world);
    world.clock.advance(30);
    const code = codeOf(secret, world.clock.now());
    for (const extra of [
      { code },
      { totp: code },
      { recovery: code },
      { code: null },
      { code: '' },
      { method: 'otp', code },
    ]) {
      const answer = await world.browser().send('POST', '/api/sign-in', { login, password: 'wrong', ...extra });
      expect(answer.problem).toMatchObject({ type: 'malformed', fields: Object.keys(extra) });
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });

  it('R-AP-08: of a key given twice the last one counts, for all who read it', async ({ world }) => {
    const { login } = await world.account();
    const body = `{"login":"nobody@example.com","login":${JSON.stringify(login)},"password":"wrong","password":${JSON.stringify(PASSWORD)}}`;
    const answer = await ask(world.app, 'POST', '/api/sign-in', { body });
    expect(answer.json).toMatchObject({ state: 'authenticated', account: { login } });
  });
});
