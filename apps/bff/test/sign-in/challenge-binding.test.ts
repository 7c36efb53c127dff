import { describe, expect } from 'vitest';
import { type Browser, codeOf } from '../support/browser.ts';
import { readEverything } from '../support/invariants.ts';
import { appOwner, codeAhead, nextCode, ownerOfBoth, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';

describe('what a challenge takes', () => {
  const it = test.extend('challenged', ({ world }) => async (login: string, address?: string): Promise<Browser> => {
    const browser = world.browser(address);
    await browser.signIn(login);
    await world.deps.background.settled();
    return browser;
  });

  const resend = (browser: Browser) => browser.send('POST', '/api/sign-in/challenge/sms');

  it('C001, T-033: a used code is refused like a wrong one and counted, from any browser; the next one works', async ({
    world,
    challenged,
  }) => {
    const { login, secret } = await appOwner(world);
    const code = nextCode(world, secret);
    expect((await (await challenged(login)).answer('otp', code)).status).toBe(200);
    const other = await challenged(login);
    const used = { type: 'wrong-code', status: 401, alreadyUsed: true };
    expect((await other.answer('otp', code)).problem).toMatchObject({ ...used, attemptsLeft: 4 });
    world.clock.advance(30);
    expect((await other.answer('otp', code)).problem).toMatchObject({ ...used, attemptsLeft: 3 });
    expect((await readEverything(world.database)).attempts.map((one) => one.failed)).toEqual([2]);
    expect((await other.answer('otp', codeOf(secret, world.clock.now()))).status).toBe(200);
  });

  it('T-034: once a step is spent the one before it is refused, though it is within the tolerance', async ({
    world,
    challenged,
  }) => {
    const { login, secret } = await appOwner(world);
    world.clock.advance(300);
    const before = codeOf(secret, new Date(world.clock.now().getTime() - 30_000));
    await (await challenged(login)).answer('otp', codeOf(secret, world.clock.now()));
    expect((await (await challenged(login)).answer('otp', before)).problem).toMatchObject({ alreadyUsed: true });
  });

  it('T-038: a used code is the used code in every spelling, and counted each time', async ({ world, challenged }) => {
    const { login, secret } = await appOwner(world);
    const code = nextCode(world, secret);
    await (await challenged(login)).answer('otp', code);
    const half = `${code.slice(0, 3)}\u2009${code.slice(3)}`;
    const fullWidth = [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    const arabic = [...code].map((digit) => String.fromCodePoint(0x0660 + Number(digit))).join('');
    const spellings = [` ${code}`, `${code}\n`, half, `${code}\u200b`, fullWidth, arabic, `${code}\t`, `\u00a0${code}`];
    for (const [n, spelling] of spellings.entries()) {
      const other = await challenged(login);
      expect((await other.answer('otp', spelling)).problem).toMatchObject({ type: 'wrong-code', alreadyUsed: true });
      const { attempts } = await readEverything(world.database);
      expect(attempts.map((one) => one.failed)).toEqual([n + 1]);
      const wait = attempts[0]?.blockedUntil.getTime() ?? 0;
      if (wait > world.clock.now().getTime()) break;
    }
  });

  it('T-016: an SMS code is good in its own challenge only: not in another account’s, not in a second one', async ({
    world,
    challenged,
  }) => {
    const bob = await phoneOwner(world);
    const mallory = await phoneOwner(world, 'mallory@example.com', '+33639980077');
    const first = await challenged(bob.login);
    const code = world.phones.codeFor(bob.number);
    const foreign = await challenged(mallory.login);
    const second = await challenged(bob.login, '203.0.113.5');
    expect((await foreign.answer('sms', code)).problem).toMatchObject({ type: 'wrong-code' });
    // Its message is held back so soon after the first one.
    expect((await second.answer('sms', code)).problem).toMatchObject({ type: 'no-code-sent' });
    expect((await first.answer('sms', code)).status).toBe(200);
  });

  it('T-018: one account’s app answers no other account’s challenge', async ({ world, challenged }) => {
    const bob = await phoneOwner(world);
    const mallory = await appOwner(world, 'mallory@example.com');
    const browser = await challenged(bob.login);
    expect((await browser.answer('otp', codeAhead(world, mallory.secret))).problem).toMatchObject({
      type: 'malformed',
      fields: ['method'],
    });
    expect((await browser.answer('sms', codeAhead(world, mallory.secret))).problem?.type).toBe('wrong-code');
    const withId = { method: 'otp', code: codeAhead(world, mallory.secret), authenticatorId: 'x' };
    expect((await browser.send('POST', '/api/sign-in/challenge/answer', withId)).problem?.type).toBe('malformed');
  });

  it('T-012: no SMS code is right before a message was sent', async ({ world, challenged }) => {
    const owner = await ownerOfBoth(world);
    world.clock.advance(600);
    await (await challenged(owner.login)).answer('otp', codeAhead(world, owner.secret));
    const before = world.phones.sent.length;
    const browser = await challenged(owner.login);
    expect(world.phones.sent.length).toBe(before);
    const { challenges } = await readEverything(world.database);
    const challenge = challenges.findLast((one) => one.state === 'open');
    if (challenge === undefined) throw new Error('no challenge');
    const subject = { purpose: 'sign-in', id: challenge.id, accountId: owner.id, keyId: challenge.keyId } as const;
    const derived = world.deps.keys.smsCode(subject) ?? '';
    expect((await browser.answer('sms', derived)).problem).toMatchObject({ type: 'no-code-sent' });
    expect((await browser.session()).body).toMatchObject({ attemptsLeft: 5 });
    world.clock.advance(30);
    expect((await resend(browser)).status).toBe(200);
    expect((await browser.answer('sms', derived)).status).toBe(200);
  });

  it('T-047: a resend repeats the code, gives no new tries and no more time', async ({ world, challenged }) => {
    const { login, number } = await phoneOwner(world);
    // The message of the enrolment is one of the three an hour that unknown browsers have.
    world.clock.advance(3600);
    const browser = await challenged(login);
    const code = world.phones.codeFor(number);
    await browser.answer('sms', '000000');
    world.clock.advance(30);
    const sent = await resend(browser);
    expect(sent.body).toMatchObject({ resendAfterSeconds: 60, codeExpiresInSeconds: 570 });
    expect(world.phones.codeFor(number)).toBe(code);
    expect((await browser.answer('sms', '000000')).problem).toMatchObject({ attemptsLeft: 3 });
    world.clock.advance(569);
    expect((await browser.answer('sms', code)).status).toBe(200);
    expect((await browser.answer('sms', code)).problem?.type).toBe('challenge-over');
  });

  it('T-045: a text message’s code is over ten minutes after the first send, resent or not', async ({
    world,
    challenged,
  }) => {
    const { login, number } = await phoneOwner(world);
    const browser = await challenged(login);
    world.clock.advance(590);
    expect((await resend(browser)).status).toBe(200);
    world.clock.advance(10);
    expect((await browser.answer('sms', world.phones.codeFor(number))).problem).toMatchObject({
      type: 'challenge-over',
      reason: 'expired',
    });
  });

  it('C087: the code of an earlier message works when a resend has failed', async ({ world, challenged }) => {
    const { login, number } = await phoneOwner(world);
    const browser = await challenged(login);
    const code = world.phones.codeFor(number);
    world.clock.advance(30);
    world.phones.outcome = () => ({ kind: 'failed', failure: 'provider' });
    expect((await resend(browser)).problem).toMatchObject({ type: 'sms-not-sent', failure: 'provider' });
    expect((await browser.answer('sms', code)).status).toBe(200);
  });

  it('C087: so it is in an enrolment and in a step-up', async ({ world }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const number = '+33639980012';
    const { id } = (await browser.begin({ kind: 'phone', country: 'FR', number })).body;
    const sent = () => ({ kind: 'accepted', providerId: crypto.randomUUID() }) as const;
    const failed = () => ({ kind: 'failed', failure: 'provider' }) as const;
    world.clock.advance(30);
    world.phones.outcome = failed;
    expect((await browser.send('POST', `/api/enrolments/${id}/sms`)).problem?.type).toBe('sms-not-sent');
    expect((await browser.confirm(id, world.phones.codeFor(number))).status).toBe(200);
    world.clock.advance(601);
    world.phones.outcome = sent;
    await browser.send('POST', '/api/step-up/sms');
    world.clock.advance(30);
    world.phones.outcome = failed;
    expect((await browser.send('POST', '/api/step-up/sms')).problem?.type).toBe('sms-not-sent');
    const answer = { method: 'sms', code: world.phones.codeFor(number) };
    const stepped = await browser.send('POST', '/api/step-up', { password: 'meadow lantern 42 orbit', answer });
    expect(stepped.status).toBe(200);
  });

  it('T-044: an answered, cancelled or exhausted challenge takes nothing more', async ({ world, challenged }) => {
    const { login, secret } = await appOwner(world);
    const answered = await challenged(login);
    const again = answered.copy();
    await answered.answer('otp', nextCode(world, secret));
    expect((await again.answer('otp', codeAhead(world, secret))).problem).toMatchObject({ reason: 'answered' });
    const cancelled = await challenged(login);
    const kept = cancelled.copy();
    await cancelled.send('DELETE', '/api/sign-in/challenge');
    expect((await kept.answer('otp', codeAhead(world, secret))).problem).toMatchObject({ reason: 'cancelled' });
    const exhausted = await challenged(login);
    for (let n = 0; n < 5; n += 1) await exhausted.copy().answer('otp', '000000');
    world.clock.advance(60);
    expect((await exhausted.answer('otp', codeAhead(world, secret))).problem).toMatchObject({ reason: 'exhausted' });
    expect((await exhausted.session()).body.state).toBe('anonymous');
  });

  it('C092: one wrong code ends nothing; C089: a new sign-in in the same browser replaces its challenge', async ({
    world,
    challenged,
  }) => {
    const alice = await appOwner(world);
    const bob = await appOwner(world, 'bob@example.com');
    const browser = await challenged(alice.login);
    const earlier = browser.copy();
    await browser.answer('otp', '000000');
    expect((await browser.session()).body).toMatchObject({ state: 'challenged', attemptsLeft: 4 });
    await browser.signIn(bob.login);
    expect((await browser.session()).body).toMatchObject({ login: bob.login, attemptsLeft: 5 });
    expect((await earlier.answer('otp', codeAhead(world, alice.secret))).problem).toMatchObject({
      reason: 'cancelled',
    });
    expect((await browser.answer('otp', codeAhead(world, bob.secret))).body).toMatchObject({
      account: { login: bob.login },
    });
  });
});
