import { describe, expect } from 'vitest';
import type { Browser } from '../support/browser.ts';
import { messageOf } from '../support/offers.ts';
import { enrol, NUMBER, resend, resendChallenge, type SmsBench, test } from './sms-bench.ts';

const received = (bench: SmsBench, number = NUMBER) => bench.sandbox.state.mailbox.messages(number).length;

/** A browser at the second step, asked for its SMS code. */
async function challenged(bench: SmsBench, login: string, from: Browser = bench.browser()): Promise<Browser> {
  await from.signIn(login);
  await bench.settled();
  return from;
}

const waitOf = async (asking: ReturnType<typeof resend>) => {
  const { status, headers, problem } = await asking;
  if (problem === null) return 0;
  expect([status, problem.type]).toEqual([429, 'too-many-messages']);
  const seconds = problem.type === 'too-many-messages' ? problem.retryAfterSeconds : 0;
  expect(headers.get('retry-after')).toBe(String(seconds));
  return seconds;
};

describe('5.5 #31: waits', () => {
  test('C085: are 30, 60 and 120 s, then doubling, in any tab, and the sixth in an hour waits for the hour', async ({
    smsBench: bench,
  }) => {
    const owner = await bench.withPhone();
    const before = received(bench);
    const browser = await challenged(bench, owner.login, owner.browser.copy());
    expect(messageOf((await browser.session()).body)).toMatchObject({ resendAfterSeconds: 30 });
    for (const seconds of [30, 60, 120, 240]) {
      expect(await waitOf(resendChallenge(browser))).toBe(seconds);
      bench.advance(seconds - 1);
      expect(await waitOf(resendChallenge(browser.copy()))).toBe(1);
      bench.advance(1);
      expect(await waitOf(resendChallenge(browser))).toBe(0);
    }
    // 450 s have gone by since the first: it counts for 3150 s more.
    expect(await waitOf(resendChallenge(browser))).toBe(3150);
    expect(received(bench) - before).toBe(5);
  });

  test('C085: twenty resends at once send one message', async ({ smsBench: bench }) => {
    const { browser } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    bench.advance(30);
    const answers = await Promise.all(Array.from({ length: 20 }, () => resend(browser, enrolment.id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(received(bench)).toBe(2);
  });

  test('C085: five browsers that sign in over and over share one wait', async ({ smsBench: bench }) => {
    const { login } = await bench.withPhone();
    const before = received(bench);
    for (let time = 0; time < 5; time += 1) await challenged(bench, login);
    expect(received(bench)).toBe(before + 1);
    bench.advance(30);
    await Promise.all(Array.from({ length: 5 }, () => challenged(bench, login)));
    expect(received(bench)).toBe(before + 2);
  });

  test('hold for the number, whichever account asks (T-081)', async ({ smsBench: bench }) => {
    const [one, other] = [await bench.signedIn('one@example.com'), await bench.signedIn('other@example.com')];
    await enrol(one.browser);
    const refused = await other.browser.begin({ kind: 'phone', country: 'FR', number: NUMBER });
    expect(refused.problem).toMatchObject({ type: 'too-many-messages', retryAfterSeconds: 30 });
    expect(received(bench)).toBe(1);
  });

  test('end with a code that was entered', async ({ smsBench: bench }) => {
    const { browser, login } = await bench.withPhone();
    const again = await challenged(bench, login, browser.copy());
    expect((await again.answer('sms', bench.codeFor(NUMBER))).status).toBe(200);
    await challenged(bench, login);
    expect(received(bench)).toBe(3);
  });

  test('T-081: a wrong password sends nothing, a hundred times', async ({ smsBench: bench }) => {
    const { login } = await bench.withPhone();
    const before = received(bench);
    for (let time = 0; time < 100; time += 1) await bench.browser(`198.51.100.${time}`).signIn(login, 'not it');
    await bench.settled();
    expect(received(bench)).toBe(before);
  });
});

describe('5.5 #36: the caps of one account and one number', () => {
  test('T-081: let five an hour and ten a day through, whoever asks', async ({ smsBench: bench }) => {
    const { browser, login } = await bench.withPhone();
    const before = received(bench);
    for (let minute = 0; minute < 24 * 60; minute += 10) {
      await challenged(bench, login, browser.copy());
      bench.advance(600);
    }
    expect(received(bench) - before).toBe(10);
  });

  test('keep two of the five and four of the ten for browsers that signed in before', async ({ smsBench: bench }) => {
    const { browser, login } = await bench.withPhone();
    bench.advance(24 * 3600);
    const before = received(bench);
    for (let minute = 0; minute < 50; minute += 10) {
      await challenged(bench, login);
      bench.advance(600);
    }
    expect(received(bench) - before).toBe(3);
    await challenged(bench, login, browser.copy());
    bench.advance(300);
    await challenged(bench, login, browser.copy());
    expect(received(bench) - before).toBe(5);
  });

  test('leave a new browser its whole share after an enrolment whose code was entered', async ({ smsBench: bench }) => {
    const { login } = await bench.withPhone();
    const before = received(bench);
    const browser = await challenged(bench, login);
    for (const seconds of [30, 60]) {
      bench.advance(seconds);
      expect(await waitOf(resendChallenge(browser))).toBe(0);
    }
    expect(received(bench) - before).toBe(3);
    bench.advance(120);
    // The strangers' three of this hour: the first leaves it in 3600 - 210 s.
    expect(await waitOf(resendChallenge(browser))).toBe(3390);
  });

  test('keep as much for the owner of a number that somebody else enrols, who has a share apart', async ({
    smsBench: bench,
  }) => {
    const { browser, login } = await bench.withPhone();
    bench.advance(24 * 3600);
    const before = received(bench);
    const other = await bench.signedIn('other@example.com');
    const { enrolment } = await enrol(other.browser);
    for (const seconds of [30, 60]) {
      bench.advance(seconds);
      expect(await waitOf(resend(other.browser, enrolment.id))).toBe(0);
    }
    bench.advance(120);
    // 210 s after the first.
    expect(await waitOf(resend(other.browser, enrolment.id))).toBe(3390);
    expect(received(bench) - before).toBe(3);
    const again = await challenged(bench, login, browser.copy());
    bench.advance(30);
    expect(await waitOf(resendChallenge(again))).toBe(0);
    expect(received(bench) - before).toBe(5);
  });

  test.for([
    ['SMS_ACCOUNT_PER_HOUR', 2],
    ['SMS_ENROLMENT_PER_HOUR', 2],
    ['SMS_ACCOUNT_PER_DAY', 3],
    ['SMS_ENROLMENT_PER_DAY', 2],
    ['SMS_TOTAL_PER_DAY', 2],
  ] as const)('%s is a figure of the configuration', async ([figure, most], { startBench }) => {
    const bench = await startBench({ environment: { [figure]: String(most) } });
    const { browser } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    for (let time = 0; time < 4; time += 1) {
      bench.advance(120);
      await resend(browser, enrolment.id);
    }
    expect(received(bench)).toBe(most);
  });

  test.for([
    ['SMS_NUMBER_PER_HOUR', 2],
    ['SMS_NUMBER_PER_DAY', 3],
  ] as const)('%s is one too', async ([figure, most], { startBench }) => {
    const bench = await startBench({ environment: { [figure]: String(most) } });
    const { browser, login } = await bench.withPhone();
    const before = received(bench);
    for (let time = 0; time < 5; time += 1) {
      await challenged(bench, login, browser.copy());
      bench.advance(600);
    }
    expect(received(bench) - before).toBe(most);
  });

  test('D005: whoever enters each code is sent one whenever they sign in, up to what a day may cost', async ({
    startBench,
  }) => {
    const bench = await startBench({ environment: { SMS_TOTAL_PER_DAY: '15' } });
    const { browser, login } = await bench.withPhone();
    let proven = 0;
    for (let hour = 0; hour < 20; hour += 1) {
      bench.advance(3600);
      const before = received(bench);
      const again = await challenged(bench, login, hour % 2 === 0 ? browser.copy() : bench.browser());
      if (received(bench) === before) continue;
      if ((await again.answer('sms', bench.codeFor(NUMBER))).status === 200) proven += 1;
    }
    // One of the fifteen enrolled the phone.
    expect(proven).toBe(14);
  });

  test('D005: an answered message gives its place back, one that nobody answered does not', async ({
    smsBench: bench,
  }) => {
    const { browser, login } = await bench.withPhone();
    const before = received(bench);
    for (let time = 0; time < 8; time += 1) {
      bench.advance(400);
      const again = await challenged(bench, login, browser.copy());
      if (time % 2 === 0) await again.answer('sms', bench.codeFor(NUMBER));
    }
    // Four answered, and four of the five that an hour allows to go unanswered.
    expect(received(bench) - before).toBe(8);
  });

  test('D050: enrolments of somebody’s number use up their own share, and leave strangers theirs', async ({
    smsBench: bench,
  }) => {
    const { login } = await bench.withPhone();
    bench.advance(24 * 3600);
    const insider = await bench.signedIn('insider@example.com');
    const { enrolment } = await enrol(insider.browser);
    for (const seconds of [30, 60]) {
      bench.advance(seconds);
      expect(await waitOf(resend(insider.browser, enrolment.id))).toBe(0);
    }
    bench.advance(120);
    expect(await waitOf(resend(insider.browser, enrolment.id))).toBeGreaterThan(0);
    const before = received(bench);
    const stranger = await challenged(bench, login);
    for (const seconds of [30, 60]) {
      bench.advance(seconds);
      expect(await waitOf(resendChallenge(stranger))).toBe(0);
    }
    expect(received(bench) - before).toBe(3);
  });

  test('SMS_RESEND_SECONDS is one too', async ({ startBench }) => {
    const bench = await startBench({ environment: { SMS_RESEND_SECONDS: '45' } });
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms.resendAfterSeconds).toBe(45);
  });
});
