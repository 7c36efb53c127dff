import { describe, expect } from 'vitest';
import { type Browser, otherCode } from '../support/browser.ts';
import { enrol, NUMBER, resend, resendChallenge, test } from './sms-bench.ts';

const it = test
  /** A browser at the second step, asked for its SMS code. */
  .extend(
    'challenged',
    ({ smsBench: bench }) =>
      async (login: string, from: Browser = bench.browser()): Promise<Browser> => {
        await from.signIn(login);
        await bench.settled();
        return from;
      },
  );

describe('the code of a text message', () => {
  it('5.5 #32: is the same in a resend, the first stays good, and its end is 10 min after the first send', async ({
    smsBench: bench,
  }) => {
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

  it('5.5 #32: is another one in a new challenge', async ({ smsBench: bench, challenged }) => {
    const { login } = await bench.withPhone();
    const codes = new Set<string>();
    for (let time = 0; time < 3; time += 1) {
      await challenged(login);
      codes.add(bench.codeFor(NUMBER));
      bench.advance(700);
    }
    expect(codes.size).toBe(3);
  });

  it('5.5 #33: five wrong ones end the challenge, and the right one is refused after them', async ({
    smsBench: bench,
    challenged,
  }) => {
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

  it.for([
    ['5.5 #34, C084: works until the last second of its 10 min, however often it was sent', 599, 200],
    ['5.5 #34, C084: does not after them', 600, 410],
  ] as const)('%s', async ([_, seconds, status], { smsBench: bench, challenged }) => {
    const { login } = await bench.withPhone();
    const browser = await challenged(login);
    bench.advance(60);
    expect((await resendChallenge(browser)).status).toBe(200);
    bench.advance(seconds - 60);
    expect((await browser.answer('sms', bench.codeFor(NUMBER))).status).toBe(status);
  });

  it('5.5 #35: works once, of ten at the same time', async ({ smsBench: bench, challenged }) => {
    const { login } = await bench.withPhone();
    const browser = await challenged(login);
    const code = bench.codeFor(NUMBER);
    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.copy().answer('sms', code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await browser.copy().answer('sms', code)).status).toBe(410);
  });

  it('C087: a resend that was refused takes nothing from it', async ({ smsBench: bench, challenged }) => {
    const { login } = await bench.withPhone();
    const browser = await challenged(login);
    expect((await resendChallenge(browser)).problem).toMatchObject({
      type: 'too-many-messages',
      retryAfterSeconds: 30,
    });
    expect((await browser.answer('sms', bench.codeFor(NUMBER))).status).toBe(200);
  });

  it('C083: a second browser gets a clear wait, then a message, and both can finish', async ({
    smsBench: bench,
    challenged,
  }) => {
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
