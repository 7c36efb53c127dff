import { describe, expect } from 'vitest';
import { enrol, type FaultKind, faultOn, NUMBER, progress, resend, test } from './sms-bench.ts';

const REDIRECT = /^operator: VONAGE_API_HOST answers with a redirect/;

describe('a message of which nobody knows whether it was sent', () => {
  const taken: readonly (readonly [string, FaultKind])[] = [
    ['5.5 #17: no answer in time', 'no-answer-but-sent'],
    ['5.5 #18: the connection is reset after it was taken', 'reset'],
    ['5.5 #19: the answer stalls, of known length', 'stalled-with-length'],
    ['5.5 #19: the answer stalls, in chunks', 'stalled-chunked'],
    ['5.5 #20: the answer is not JSON', 'not-json'],
    ['5.5 #20: the answer is empty', 'empty-body'],
    ['5.5 #20: the answer names no content type', 'no-content-type'],
    ['5.5 #20: the answer has no id', 'no-uuid'],
  ];
  test.for(taken)('%s: it may arrive, is not sent twice, and its code works', async ([_, kind], { startBench }) => {
    const bench = await startBench({ environment: { VONAGE_TIMEOUT_MS: '500' } });
    faultOn(bench, kind);
    const { browser } = await bench.signedIn();
    const { enrolment, sms } = await enrol(browser);
    expect(sms).toMatchObject({ state: 'may-arrive', failure: null, resendAfterSeconds: 30 });
    expect((await progress(browser, sms.id)).body.state).toBe('may-arrive');
    expect(bench.sandbox.state.mailbox.messages(NUMBER)).toHaveLength(1);
    expect((await resend(browser, enrolment.id)).problem).toMatchObject({ type: 'too-many-messages' });
    expect((await browser.confirm(enrolment.id, bench.codeFor(NUMBER))).status).toBe(200);
  });

  test.for(['redirect', 'redirect-307'] as const)(
    '5.5 #22: a %s is no success, and an operator hears of it',
    async (kind, { startBench }) => {
      const bench = await startBench();
      faultOn(bench, kind);
      const { browser } = await bench.signedIn();
      expect((await enrol(browser)).sms).toMatchObject({ state: 'may-arrive' });
      expect(bench.operatorLines()).toEqual([expect.stringMatching(REDIRECT)]);
    },
  );

  test('5.5 #17: lost without an answer, it counts as sent, and another may be had after the wait', async ({
    startBench,
  }) => {
    const bench = await startBench({ environment: { VONAGE_TIMEOUT_MS: '500' } });
    faultOn(bench, 'no-answer', { times: 1 });
    const { browser } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    bench.advance(30);
    expect((await resend(browser, enrolment.id)).body).toMatchObject({ state: 'sent', resendAfterSeconds: 60 });
  });
});

describe('a provider that asks for patience', () => {
  test('5.5 #14: one second is waited for, once', async ({ startBench }) => {
    const bench = await startBench();
    faultOn(bench, 'throttled', { times: 1, retryAfterSeconds: 1 });
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms).toMatchObject({ state: 'sent' });
    expect(bench.sandbox.state.requests.all()).toHaveLength(2);
  });

  test('5.5 #14: fifteen are not: the person is told', async ({ startBench }) => {
    const bench = await startBench();
    faultOn(bench, 'throttled', { retryAfterSeconds: 15 });
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms).toMatchObject({ state: 'not-sent', failure: 'throttled' });
    expect(bench.sandbox.state.requests.all()).toHaveLength(1);
  });

  test('5.5 #15: of 31 messages in a second one is throttled, and sent in the next', async ({ startBench }) => {
    const bench = await startBench({ sandbox: { requestsPerSecond: 30 } });
    const sends = Array.from({ length: 31 }, (_, index) =>
      bench.deps.sms?.send({ to: `+336399801${index + 10}`, country: 'FR', text: 'x', reference: `message-${index}` }),
    );
    const outcomes = (await Promise.all(sends)).map((outcome) => outcome?.kind);
    expect(outcomes).toEqual(Array(31).fill('accepted'));
    expect(bench.clock.pauses).toEqual([1000]);
    expect(bench.sandbox.state.requests.all().filter(({ status }) => status === 429)).toHaveLength(1);
  });

  test('5.5 #42: a slow answer is waited for, and other requests are not kept waiting', async ({ startBench }) => {
    const held = Promise.withResolvers<void>();
    const bench = await startBench({
      sandbox: {
        schedule: (_, task) => {
          void held.promise.then(task);
          return () => undefined;
        },
      },
    });
    bench.sandbox.state.switches.set({ latencyMs: 7000 });
    const { browser } = await bench.signedIn();
    const sending = enrol(browser);
    expect((await browser.security()).status).toBe(200);
    held.resolve();
    expect((await sending).sms).toMatchObject({ state: 'sent' });
  });
});

describe('no connection', () => {
  test('5.5 #21: refused: it was not sent, and makes nobody wait', async ({ startBench }) => {
    const bench = await startBench();
    await bench.sandbox.close();
    const { browser } = await bench.signedIn();
    const { sms } = await enrol(browser);
    expect(sms).toMatchObject({ state: 'not-sent', failure: 'provider', resendAfterSeconds: 0 });
  });

  test('5.5 #21: a name that does not exist: it was not sent', async ({ startBench }) => {
    const bench = await startBench({ apiHost: 'https://sms.invalid', environment: { VONAGE_TIMEOUT_MS: '5000' } });
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms).toMatchObject({ state: 'not-sent', failure: 'provider', resendAfterSeconds: 0 });
  });

  test('F-17: after five failures nothing is tried for 30 s, the answer comes at once, and then it works', async ({
    startBench,
  }) => {
    const bench = await startBench();
    faultOn(bench, 'unavailable');
    const { browser } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    for (let time = 1; time < 7; time += 1) await resend(browser, enrolment.id);
    const tried = bench.sandbox.state.requests.all().length;
    expect(tried).toBe(10);
    expect(bench.deps.sms?.paused?.()).toBe(true);
    bench.sandbox.state.resetControls();
    expect((await resend(browser, enrolment.id)).status).toBe(503);
    bench.advance(30);
    expect((await resend(browser, enrolment.id)).body).toMatchObject({ state: 'sent' });
  });
});
