import { describe, expect } from 'vitest';
import { API_ROUTES, nameOf } from '../http/routes-table.ts';
import type { Answer, Browser } from '../support/browser.ts';
import { appOwner, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

/** What a route does with secrets. A new route is written down here before it is served. */
const TAKES_OR_SENDS: Readonly<Record<string, 'password' | 'code' | 'message' | 'link' | 'choice of a message'>> = {
  'POST /api/sign-in': 'password',
  'POST /api/sign-in/challenge/answer': 'code',
  'POST /api/sign-in/challenge/sms': 'message',
  'POST /api/enrolments': 'choice of a message',
  'POST /api/enrolments/:id/sms': 'message',
  'POST /api/enrolments/:id/confirm': 'code',
  'POST /api/step-up': 'password',
  'POST /api/step-up/sms': 'message',
  'POST /api/password-link': 'link',
};
/** They check the session alone, or change what a fresh proof was given for. */
const NO_SECRET = [
  'DELETE /api/authenticators/:id',
  'DELETE /api/enrolments/:id',
  'DELETE /api/session',
  'DELETE /api/sessions',
  'DELETE /api/sessions/:id',
  'DELETE /api/sign-in/challenge',
  'DELETE /api/two-factor',
  'GET /api/openapi.json',
  'GET /api/security',
  'GET /api/session',
  'GET /api/sms/:id',
  'POST /api/language',
  'POST /api/notices/seen',
  'POST /api/password',
  'POST /api/recovery-code',
  'POST /api/recovery-code/acknowledge',
  'POST /api/step-up/offers',
];

type Door = (world: World, browserOf: () => Browser) => Promise<() => Promise<Answer<unknown>>>;
/** By route: the way there, as somebody would take it who has all that the route wants but the secret. */
const DOORS: Readonly<Record<string, Door>> = {
  'POST /api/sign-in': async (world, browserOf) => {
    const { login } = await world.account();
    return () => browserOf().signIn(login, 'not the password at all');
  },
  'POST /api/sign-in/challenge/answer': async (world, browserOf) => {
    const { login } = await appOwner(world);
    return async () => {
      const browser = browserOf();
      await browser.signIn(login);
      return browser.answer('otp', 'zzzzzz');
    };
  },
  'POST /api/sign-in/challenge/sms': async (world, browserOf) => {
    const { login } = await phoneOwner(world);
    const browser = browserOf();
    await browser.signIn(login);
    return () => browser.send('POST', '/api/sign-in/challenge/sms');
  },
  'POST /api/enrolments': async (world, browserOf) => {
    const browser = browserOf();
    await browser.signIn((await world.account()).login);
    let last = 10;
    return async () => {
      last += 1;
      return browser.begin({ kind: 'phone', country: 'FR', number: `+336399800${last}` });
    };
  },
  'POST /api/enrolments/:id/sms': async (world, browserOf) => {
    const browser = browserOf();
    await browser.signIn((await world.account()).login);
    const { id } = (await browser.begin({ kind: 'phone', country: 'FR', number: '+33639980012' })).body;
    return () => browser.send('POST', `/api/enrolments/${id}/sms`);
  },
  'POST /api/step-up': async (world) => {
    const { browser } = await appOwner(world);
    const body = { password: 'not the password at all', answer: { method: 'otp', code: 'zzzzzz' } };
    return () => browser.send('POST', '/api/step-up', body);
  },
  'POST /api/step-up/sms': async (world) => {
    const { browser } = await phoneOwner(world);
    return () => browser.send('POST', '/api/step-up/sms');
  },
  'POST /api/password-link': async (_world, browserOf) => {
    const body = { token: 'a'.repeat(43), newPassword: 'another lantern in the meadow' };
    return () => browserOf().send('POST', '/api/password-link', body);
  },
};

describe('limits at the doors', () => {
  const it = test;

  /** Asks on and on, up to forty times, until it is told to wait. */
  async function untilRefused(ask: () => Promise<Answer<unknown>>): Promise<Answer<unknown>> {
    for (let n = 0; n < 40; n += 1) {
      const answer = await ask();
      if (answer.status === 429) return answer;
    }
    throw new Error('asked forty times and never refused');
  }

  it('T-058: are said of every route that there is', () => {
    expect([...Object.keys(TAKES_OR_SENDS), ...NO_SECRET].toSorted()).toEqual(API_ROUTES.map(nameOf).toSorted());
    // The code of an enrolment ends it after five; T-067 and C040 show that.
    expect([...Object.keys(DOORS), 'POST /api/enrolments/:id/confirm'].toSorted()).toEqual(
      Object.keys(TAKES_OR_SENDS).toSorted(),
    );
  });

  it.for(Object.entries(DOORS))('T-058: %s says until when to wait', async ([, prepare], { world, browserOf }) => {
    const refused = await untilRefused(await prepare(world, browserOf));
    expect(refused.problem?.type).toMatch(/^(too-many-(attempts|messages)|second-factor-blocked)$/);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(refused.problem).toMatchObject({ retryAfterSeconds: seconds });
  });

  it('T-068: asking for a message says the same without a challenge, with a made-up one and with one that is over', async ({
    world,
    browserOf,
  }) => {
    const { login } = await phoneOwner(world);
    const ended = browserOf();
    await ended.signIn(login);
    await world.deps.background.settled();
    const sent = world.phones.sent.length;
    await ended.copy().send('DELETE', '/api/sign-in/challenge');
    const madeUp = browserOf();
    madeUp.cookies.set('challenge', 'a'.repeat(43));
    const answers = [];
    for (const browser of [browserOf(), madeUp]) answers.push(await browser.send('POST', '/api/sign-in/challenge/sms'));
    for (const { status, problem } of answers)
      expect({ ...problem, status, requestId: '' }).toEqual({
        type: 'challenge-over',
        title: answers[0]?.problem?.title,
        status: 410,
        reason: 'none',
        requestId: '',
      });
    expect((await ended.send('POST', '/api/sign-in/challenge/sms')).status).toBe(410);
    expect(world.phones.sent).toHaveLength(sent);
  });

  it('T-068: a password is taken at the sign-in and in a step-up, nowhere else', () => {
    const taking = API_ROUTES.filter(({ body }) => body !== undefined && 'password' in body).map(nameOf);
    expect(taking).toEqual(['POST /api/sign-in', 'POST /api/step-up']);
  });
});
