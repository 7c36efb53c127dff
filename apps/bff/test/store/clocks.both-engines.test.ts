import { describe, expect } from 'vitest';
import { type Browser, codeOf } from '../support/browser.ts';
import { checkInvariants, readEverything } from '../support/invariants.ts';
import { appOwner, codeAhead, nextCode, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';
import { createWorld } from '../support/world.ts';

const later = (from: Date, seconds: number) => new Date(from.getTime() + seconds * 1000);

describe.each(['sqlite', 'postgres'] as const)('clocks that are not right, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend('challenged', ({ world }) => async (login: string): Promise<Browser> => {
      const browser = world.browser();
      await browser.signIn(login);
      return browser;
    })
    .extend(
      'now',
      ({ world }) =>
        () =>
          world.clock.now(),
    );

  it('C002: a used code stays used when the server’s clock steps back, and the next one works in its time', async ({
    world,
    challenged,
    now,
  }) => {
    const { login, secret } = await appOwner(world);
    const spent = nextCode(world, secret);
    await (await challenged(login)).answer('otp', spent);
    world.clock.advance(-75);
    const other = await challenged(login);
    expect((await other.answer('otp', spent)).problem).toMatchObject({ type: 'wrong-code' });
    expect((await other.answer('otp', codeOf(secret, now()))).problem).toMatchObject({ alreadyUsed: true });
    await checkInvariants(world.database);
    world.clock.advance(105);
    expect((await (await challenged(login)).answer('otp', codeOf(secret, now()))).status).toBe(200);
  });

  it('a wait is not stretched by a clock that was set back', async ({ world, challenged }) => {
    const { login, secret } = await appOwner(world);
    const browser = await challenged(login);
    for (let n = 0; n < 5; n += 1) await browser.answer('otp', 'zzzzzz');
    world.clock.advance(-300);
    const other = await challenged(login);
    expect((await other.answer('otp', codeAhead(world, secret))).problem).toMatchObject({ retryAfterSeconds: 30 });
  });

  it('F-09: a session and a challenge of a clock that was wrong end when it is set right', async ({
    world,
    challenged,
    now,
  }) => {
    const { login, secret } = await appOwner(world);
    world.clock.advance(365 * 24 * 3600);
    const inside = await challenged(login);
    expect((await inside.answer('otp', codeOf(secret, now()))).status).toBe(200);
    const half = await challenged(login);
    world.clock.advance(-364 * 24 * 3600);
    expect((await inside.session()).body.state).toBe('anonymous');
    expect((await half.session()).body.state).toBe('anonymous');
    expect((await half.answer('otp', codeOf(secret, now()))).problem).toMatchObject({ type: 'challenge-over' });
  });

  it('F-09: what was done while a clock was ahead holds nobody up once it is set right', async ({
    world,
    challenged,
  }) => {
    const owner = await phoneOwner(world);
    const day = 24 * 3600;
    world.clock.advance(day);
    const early = await challenged(owner.login);
    await world.deps.background.settled();
    await early.answer('recovery', owner.recoveryCode);
    world.clock.advance(-day);
    // A message is sent, although one of tomorrow was; the recovery code is free, although it is reserved until then.
    const before = world.phones.sent.length;
    const today = await challenged(owner.login);
    await world.deps.background.settled();
    expect(world.phones.sent.length).toBe(before + 1);
    expect((await today.answer('recovery', owner.recoveryCode)).status).toBe(200);
  });

  it('F-09: sessions that are said to begin tomorrow take the place of none that begins today', async ({
    world,
    challenged,
  }) => {
    const { login } = await world.account();
    const day = 24 * 3600;
    world.clock.advance(day);
    for (let n = 0; n < 10; n += 1) expect((await (await challenged(login)).session()).status).toBe(200);
    world.clock.advance(-day);
    const browser = await challenged(login);
    expect((await browser.session()).body.state).toBe('authenticated');
  });

  it('F-10: a step-up that was begun before the clock went back is begun anew', async ({ world }) => {
    const { browser, number } = await phoneOwner(world);
    const send = async () => {
      expect((await browser.send('POST', '/api/step-up/sms')).status).toBe(200);
      return world.phones.codeFor(number);
    };
    world.clock.advance(3000);
    const ofTheFuture = await send();
    world.clock.advance(-2400);
    // A code belongs to its challenge: another code, another challenge.
    expect(await send()).not.toBe(ofTheFuture);
  });

  it('C003: the steps beside the server’s own are taken, once each, and two away none', async ({
    world,
    challenged,
    now,
  }) => {
    const { login, secret } = await appOwner(world);
    world.clock.advance(600);
    const answer = async (seconds: number) =>
      (await challenged(login)).answer('otp', codeOf(secret, later(now(), seconds)));
    expect((await answer(60)).problem).toMatchObject({ type: 'wrong-code' });
    expect((await answer(-30)).status).toBe(200);
    expect((await answer(0)).status).toBe(200);
    expect((await answer(30)).status).toBe(200);
    expect((await answer(0)).problem).toMatchObject({ alreadyUsed: true });
  });

  it('C003: with a tolerance of nothing the server’s own step alone is taken', async () => {
    const strict = await createWorld({ engine, environment: { TOTP_TOLERANCE_STEPS: '0' } });
    const { login, secret } = await appOwner(strict);
    strict.clock.advance(600);
    for (const seconds of [-30, 30]) {
      const browser = strict.browser();
      await browser.signIn(login);
      const code = codeOf(secret, later(strict.clock.now(), seconds));
      expect((await browser.answer('otp', code)).problem).toMatchObject({ type: 'wrong-code' });
    }
    const browser = strict.browser();
    await browser.signIn(login);
    expect((await browser.answer('otp', codeOf(secret, strict.clock.now()))).status).toBe(200);
    await strict.close();
  });

  it('C004: at enrolment a phone that is slow or fast is told by how much, up to five minutes', async ({
    world,
    challenged,
    now,
  }) => {
    const { login } = await world.account();
    const browser = await challenged(login);
    const begun = await browser.begin({ kind: 'app' });
    if (begun.body.kind !== 'app') throw new Error('no app');
    const { id, key } = begun.body;
    const hints: unknown[] = [];
    for (const seconds of [-240, 240, -300, 330]) {
      const { problem } = await browser.confirm(id, codeOf(key, later(now(), seconds)));
      hints.push(problem?.type === 'wrong-code' ? (problem.clock ?? null) : problem?.type);
    }
    expect(hints).toEqual([
      { minutes: 4, direction: 'slow' },
      { minutes: 4, direction: 'fast' },
      { minutes: 5, direction: 'slow' },
      null,
    ]);
  });

  it('C004: at sign-in a slow phone is told, and a fast one is not: that would say which code will be right', async ({
    world,
    challenged,
    now,
  }) => {
    const { login, secret } = await appOwner(world);
    world.clock.advance(3600);
    const browser = await challenged(login);
    const slow = await browser.answer('otp', codeOf(secret, later(now(), -120)));
    expect(slow.problem).toMatchObject({ attemptsLeft: 4, clock: { minutes: 2, direction: 'slow' } });
    const fast = await browser.answer('otp', codeOf(secret, later(now(), 120)));
    expect(fast.problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 3 });
    expect(fast.problem).not.toHaveProperty('clock');
  });

  it('T-066: nobody’s clock counts but the server’s', async ({ world, challenged, now }) => {
    const { login, secret } = await appOwner(world);
    const browser = await challenged(login);
    for (let n = 0; n < 4; n += 1) await browser.answer('otp', 'zzzzzz');
    const far = later(now(), 3600);
    const headers = { date: far.toUTCString(), 'x-time': far.toISOString() };
    const body = { method: 'otp', code: codeOf(secret, far) };
    const answer = () => browser.send('POST', '/api/sign-in/challenge/answer', body, headers);
    expect((await answer()).problem).toMatchObject({ type: 'wrong-code' });
    const other = await challenged(login);
    expect((await other.send('POST', '/api/sign-in/challenge/answer', body, headers)).problem).toMatchObject({
      type: 'second-factor-blocked',
      retryAfterSeconds: 30,
    });
    const dated = { ...body, at: far.toISOString() };
    expect((await other.send('POST', '/api/sign-in/challenge/answer', dated)).problem?.type).toBe('malformed');
  });

  it.for(['America/Los_Angeles', 'Asia/Kolkata', 'UTC'])(
    'C102: lives and waits are the same in %s, over a change of the clocks',
    async (zone, { world, challenged, now }) => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      try {
        // Half an hour before the clocks change in the United States.
        world.clock.set(new Date('2026-03-08T09:30:00Z'));
        const { login, number } = await phoneOwner(world);
        const browser = await challenged(login);
        await world.deps.background.settled();
        const { challenges, messages } = await readEverything(world.database);
        expect(challenges[0]).toMatchObject({ createdAt: now(), expiresAt: later(now(), 600) });
        expect(messages.map((one) => one.createdAt)).toEqual([now(), now()]);
        world.clock.advance(29);
        const early = await browser.send('POST', '/api/sign-in/challenge/sms');
        expect(early.problem).toMatchObject({ type: 'too-many-messages', retryAfterSeconds: 1 });
        world.clock.advance(570);
        expect((await browser.session()).body).toMatchObject({ state: 'challenged', expiresInSeconds: 1 });
        const late = browser.copy();
        expect((await browser.answer('sms', world.phones.codeFor(number))).status).toBe(200);
        const events = (await browser.security()).body.events;
        expect(events[0]).toMatchObject({ kind: 'signed-in', at: '2026-03-08T09:39:59.000Z' });
        world.clock.advance(1);
        expect((await late.session()).body.state).toBe('anonymous');
      } finally {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      }
    },
  );
});
