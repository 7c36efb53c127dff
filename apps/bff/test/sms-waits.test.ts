import { beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from './browser.ts';
import { otherCode } from './browser.ts';
import { enrol, NUMBER, resend, resendChallenge, type SmsBench, useBenches } from './sms-bench.ts';

const start = useBenches();
let bench: SmsBench;
beforeEach(async () => {
  bench = await start();
});

const received = (number = NUMBER) => bench.sandbox.state.mailbox.messages(number).length;
const waitOf = async (asking: ReturnType<typeof resend>) => {
  const { status, headers, problem } = await asking;
  if (problem === null) return 0;
  expect([status, problem.type]).toEqual([429, 'too-many-messages']);
  const seconds = problem.type === 'too-many-messages' ? problem.retryAfterSeconds : 0;
  expect(headers.get('retry-after')).toBe(String(seconds));
  return seconds;
};

/** A browser at the second step, asked for its SMS code. */
async function challenged(login: string, from: Browser = bench.browser()): Promise<Browser> {
  await from.signIn(login);
  await bench.settled();
  return from;
}

describe('5.5 #31: waits', () => {
  it('C085: are 30, 60 and 120 s, then doubling, in any tab, and the sixth in an hour waits for the hour', async () => {
    const owner = await bench.withPhone();
    const before = received();
    const browser = await challenged(owner.login, owner.browser.copy());
    expect((await browser.session()).body).toMatchObject({ sms: { resendAfterSeconds: 30 } });
    for (const seconds of [30, 60, 120, 240]) {
      expect(await waitOf(resendChallenge(browser))).toBe(seconds);
      bench.advance(seconds - 1);
      expect(await waitOf(resendChallenge(browser.copy()))).toBe(1);
      bench.advance(1);
      expect(await waitOf(resendChallenge(browser))).toBe(0);
    }
    // 450 s have gone by since the first: it counts for 3150 s more.
    expect(await waitOf(resendChallenge(browser))).toBe(3150);
    expect(received() - before).toBe(5);
  });

  it('C085: twenty resends at once send one message', async () => {
    const { browser } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    bench.advance(30);
    const answers = await Promise.all(Array.from({ length: 20 }, () => resend(browser, enrolment.id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(received()).toBe(2);
  });

  it('C085: five browsers that sign in over and over share one wait', async () => {
    const { login } = await bench.withPhone();
    const before = received();
    for (let time = 0; time < 5; time += 1) await challenged(login);
    expect(received()).toBe(before + 1);
    bench.advance(30);
    await Promise.all(Array.from({ length: 5 }, () => challenged(login)));
    expect(received()).toBe(before + 2);
  });

  it('hold for the number, whichever account asks (T-081)', async () => {
    const [one, other] = [await bench.signedIn('one@example.com'), await bench.signedIn('other@example.com')];
    await enrol(one.browser);
    const refused = await other.browser.begin({ kind: 'phone', country: 'FR', number: NUMBER });
    expect(refused.problem).toMatchObject({ type: 'too-many-messages', retryAfterSeconds: 30 });
    expect(received()).toBe(1);
  });

  it('end with a code that was entered', async () => {
    const { browser, login } = await bench.withPhone();
    const again = await challenged(login, browser.copy());
    expect((await again.answer('sms', bench.codeFor(NUMBER))).status).toBe(200);
    await challenged(login);
    expect(received()).toBe(3);
  });

  it('T-081: a wrong password sends nothing, a hundred times', async () => {
    const { login } = await bench.withPhone();
    const before = received();
    for (let time = 0; time < 100; time += 1) await bench.browser(`198.51.100.${time}`).signIn(login, 'not it');
    await bench.settled();
    expect(received()).toBe(before);
  });
});

describe('5.5 #36: the caps of one account and one number', () => {
  it('T-081: let five an hour and ten a day through, whoever asks', async () => {
    const { browser, login } = await bench.withPhone();
    const before = received();
    for (let minute = 0; minute < 24 * 60; minute += 10) {
      await challenged(login, browser.copy());
      bench.advance(600);
    }
    expect(received() - before).toBe(10);
  });

  it('keep two of the five and four of the ten for browsers that signed in before', async () => {
    const { browser, login } = await bench.withPhone();
    bench.advance(24 * 3600);
    const before = received();
    for (let minute = 0; minute < 50; minute += 10) {
      await challenged(login);
      bench.advance(600);
    }
    expect(received() - before).toBe(3);
    await challenged(login, browser.copy());
    bench.advance(300);
    await challenged(login, browser.copy());
    expect(received() - before).toBe(5);
  });

  it('leave a new browser its whole share after an enrolment whose code was entered', async () => {
    const { login } = await bench.withPhone();
    const before = received();
    const browser = await challenged(login);
    for (const seconds of [30, 60]) {
      bench.advance(seconds);
      expect(await waitOf(resendChallenge(browser))).toBe(0);
    }
    expect(received() - before).toBe(3);
    bench.advance(120);
    // The strangers' three of this hour: the first leaves it in 3600 - 210 s.
    expect(await waitOf(resendChallenge(browser))).toBe(3390);
  });

  it('keep as much for the owner of a number that somebody else enrols, who gets a stranger’s share', async () => {
    const { browser, login } = await bench.withPhone();
    bench.advance(24 * 3600);
    const before = received();
    const other = await bench.signedIn('other@example.com');
    const { enrolment } = await enrol(other.browser);
    for (const seconds of [30, 60]) {
      bench.advance(seconds);
      expect(await waitOf(resend(other.browser, enrolment.id))).toBe(0);
    }
    bench.advance(120);
    // 210 s after the first.
    expect(await waitOf(resend(other.browser, enrolment.id))).toBe(3390);
    expect(received() - before).toBe(3);
    const again = await challenged(login, browser.copy());
    bench.advance(30);
    expect(await waitOf(resendChallenge(again))).toBe(0);
    expect(received() - before).toBe(5);
  });

  it.each([
    ['SMS_ACCOUNT_PER_HOUR', 2],
    ['SMS_NUMBER_PER_HOUR', 2],
    ['SMS_ACCOUNT_PER_DAY', 3],
    ['SMS_NUMBER_PER_DAY', 3],
  ] as const)('%s is a figure of the configuration', async (figure, most) => {
    bench = await start({ environment: { [figure]: String(most) } });
    const { browser } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    for (let time = 0; time < 4; time += 1) {
      bench.advance(120);
      await resend(browser, enrolment.id);
    }
    expect(received()).toBe(most);
  });

  it('SMS_RESEND_SECONDS is one too', async () => {
    bench = await start({ environment: { SMS_RESEND_SECONDS: '45' } });
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms.resendAfterSeconds).toBe(45);
  });
});

describe('the code', () => {
  it('5.5 #32: is the same in a resend, the first stays good, and its end is 10 min after the first send', async () => {
    const { browser } = await bench.signedIn();
    const { enrolment, sms } = await enrol(browser);
    const first = bench.codeFor(NUMBER);
    expect(sms.codeExpiresInSeconds).toBe(600);
    bench.advance(40);
    const again = await resend(browser, enrolment.id);
    expect(again.body).toMatchObject({ codeExpiresInSeconds: 560 });
    expect(bench.codeFor(NUMBER)).toBe(first);
    expect((await browser.confirm(enrolment.id, first)).status).toBe(200);
  });

  it('5.5 #32: is another one in a new challenge', async () => {
    const { login } = await bench.withPhone();
    const codes = new Set<string>();
    for (let time = 0; time < 3; time += 1) {
      await challenged(login);
      codes.add(bench.codeFor(NUMBER));
      bench.advance(700);
    }
    expect(codes.size).toBe(3);
  });

  it('5.5 #33: five wrong ones end the challenge, and the right one is refused after them', async () => {
    const { login } = await bench.withPhone();
    const browser = await challenged(login);
    const code = bench.codeFor(NUMBER);
    for (let left = 4; left >= 0; left -= 1)
      expect((await browser.answer('sms', otherCode(code))).problem).toMatchObject({
        type: 'wrong-code',
        attemptsLeft: left,
      });
    expect((await browser.answer('sms', code)).status).not.toBe(200);
    expect((await browser.session()).body.state).not.toBe('authenticated');
  });

  it.each([
    ['5.5 #34, C084: works until the last second of its 10 min, however often it was sent', 599, 200],
    ['5.5 #34, C084: does not after them', 600, 410],
  ])('%s', async (_, seconds, status) => {
    const { login } = await bench.withPhone();
    const browser = await challenged(login);
    bench.advance(60);
    expect((await resendChallenge(browser)).status).toBe(200);
    bench.advance(seconds - 60);
    expect((await browser.answer('sms', bench.codeFor(NUMBER))).status).toBe(status);
  });

  it('5.5 #35: works once, of ten at the same time', async () => {
    const { login } = await bench.withPhone();
    const browser = await challenged(login);
    const code = bench.codeFor(NUMBER);
    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.copy().answer('sms', code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await browser.copy().answer('sms', code)).status).toBe(410);
  });

  it('C087: a resend that was refused takes nothing from it', async () => {
    const { login } = await bench.withPhone();
    const browser = await challenged(login);
    expect((await resendChallenge(browser)).problem).toMatchObject({
      type: 'too-many-messages',
      retryAfterSeconds: 30,
    });
    expect((await browser.answer('sms', bench.codeFor(NUMBER))).status).toBe(200);
  });

  it('C083: a second browser gets a clear wait, then a message, and both can finish', async () => {
    const { login } = await bench.withPhone();
    const first = await challenged(login);
    const firstCode = bench.codeFor(NUMBER);
    const second = await challenged(login);
    expect((await resendChallenge(second)).problem).toMatchObject({ type: 'too-many-messages', retryAfterSeconds: 30 });
    bench.advance(30);
    expect((await resendChallenge(second)).status).toBe(200);
    const secondCode = bench.codeFor(NUMBER);
    expect((await first.answer('sms', firstCode)).status).toBe(200);
    expect((await second.answer('sms', secondCode)).status).toBe(200);
  });
});
