import { describe, expect } from 'vitest';
import { challenged, withApp } from '../http/routes-calls.ts';
import { codeOf, otherCode } from '../support/browser.ts';
import { test } from '../support/test.ts';

describe.each(['sqlite', 'postgres'] as const)('the end of a challenge, on %s', (engine) => {
  const it = test.extend('options', { engine }).extend(
    'now',
    ({ world }) =>
      () =>
        world.clock.now(),
  );

  it('C027: comes ten minutes after the password to the second, whatever is asked of it meanwhile', async ({
    world,
  }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const number = '+33639980012';
    await browser.enrolPhone('0639980012', () => world.phones.codeFor(number));
    const other = await challenged(world, login);
    await world.deps.background.settled();
    const code = world.phones.codeFor(number);
    for (const seconds of [30, 60, 120, 389]) {
      world.clock.advance(seconds);
      expect((await other.session()).body.state).toBe('challenged');
      await other.send('POST', '/api/sign-in/challenge/sms');
    }
    const late = other.copy();
    expect((await other.session()).body).toMatchObject({ state: 'challenged', expiresInSeconds: 1 });
    expect((await other.copy().answer('sms', code)).body.state).toBe('authenticated');
    world.clock.advance(1);
    expect((await late.session()).body.state).toBe('anonymous');
  });

  it('C027: an expired one takes no right code', async ({ world, now }) => {
    const { login, secret } = await withApp(world);
    const browser = await challenged(world, login);
    world.clock.advance(600);
    const answer = await browser.answer('otp', codeOf(secret, now()));
    expect(answer.problem).toMatchObject({ type: 'challenge-over', reason: 'expired' });
  });

  it('R-SE-16: comes with the fifth wrong answer, whichever methods they were', async ({ world, now }) => {
    const { login, secret } = await withApp(world);
    const browser = await challenged(world, login);
    const tab = browser.copy();
    world.clock.advance(30);
    const wrong = otherCode(codeOf(secret, now()));
    const left: unknown[] = [];
    for (const method of ['otp', 'recovery', 'otp', 'recovery', 'otp']) {
      const { problem } = await browser.answer(method, wrong);
      left.push(problem?.type === 'wrong-code' ? problem.attemptsLeft : problem);
    }
    expect(left).toEqual([4, 3, 2, 1, 0]);
    expect((await browser.session()).body.state).toBe('anonymous');
    const right = await tab.answer('otp', codeOf(secret, now()));
    expect(right.problem).toMatchObject({ type: 'challenge-over', reason: 'exhausted' });
  });

  it('R-SE-16: comes when another tab goes back to the start, or begins again', async ({ world }) => {
    const { login } = await withApp(world);
    const browser = await challenged(world, login);
    const tab = browser.copy();
    await tab.send('DELETE', '/api/sign-in/challenge');
    expect((await browser.answer('otp', '000000')).problem).toMatchObject({ reason: 'cancelled' });
    const first = await challenged(world, login);
    const second = first.copy();
    await second.signIn(login);
    expect((await first.answer('otp', '000000')).problem).toMatchObject({ reason: 'none' });
    expect((await second.session()).body).toMatchObject({ state: 'challenged', attemptsLeft: 5 });
  });

  it('C033: a browser that left half way is sent nowhere, and what lapsed leads nowhere', async ({ world }) => {
    const { login } = await withApp(world);
    const browser = await challenged(world, login);
    world.clock.advance(300);
    expect((await browser.session()).body).toMatchObject({ state: 'challenged', expiresInSeconds: 300 });
    world.clock.advance(300);
    expect((await browser.session()).body.state).toBe('anonymous');
    browser.cookies.set('challenge', 'garbage');
    expect((await browser.session()).body.state).toBe('anonymous');
    expect((await browser.signIn(login)).body.state).toBe('challenged');
  });
});
