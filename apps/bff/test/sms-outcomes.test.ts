import type { SmsFailure } from '@wattsense/contract/sms';
import { afterEach, describe, expect, it } from 'vitest';
import { enrol, NUMBER, progress, resend, type SmsBench, type SmsBenchOptions, startSmsBench } from './sms-bench.ts';

const open: SmsBench[] = [];
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});

async function start(options: SmsBenchOptions = {}): Promise<SmsBench> {
  const bench = await startSmsBench(options);
  open.push(bench);
  return bench;
}

type FaultKind = NonNullable<Parameters<SmsBench['sandbox']['state']['switches']['set']>[0]['fault']>['kind'];

const on = (bench: SmsBench, kind: FaultKind, { times = null, retryAfterSeconds = 1 }: Partial<Switch> = {}) =>
  bench.sandbox.state.switches.set({ fault: { kind, times, retryAfterSeconds } });
interface Switch {
  readonly times: number | null;
  readonly retryAfterSeconds: number;
}

const CREDENTIALS = /^operator: Vonage refuses the credentials/;
const BALANCE = /^operator: the Vonage account has no credit/;
const SENDER = /^operator: Vonage refuses the sender/;
const DEMO = /^operator: the Vonage account is in demo mode/;
const REDIRECT = /^operator: VONAGE_API_HOST answers with a redirect/;

describe('a message that was certainly not sent', () => {
  const refusals: readonly (readonly [string, FaultKind, SmsFailure, RegExp | null])[] = [
    ['5.5 #6: no credit', 'low-balance', 'provider', BALANCE],
    ['5.5 #7: forbidden', 'forbidden', 'provider', CREDENTIALS],
    ['5.5 #7: the product is not enabled', 'unprovisioned', 'provider', CREDENTIALS],
    ['5.5 #8: the recipient is none', 'invalid-recipient', 'invalid-number', null],
    ['5.5 #8: the same by its other number', 'invalid-recipient-110', 'invalid-number', null],
    ['5.5 #9: the sender is refused', 'invalid-sender', 'provider', SENDER],
    ['5.5 #9: the same by its other number', 'invalid-sender-1420', 'provider', SENDER],
    ['5.5 #10: parameters that Vonage does not take', 'invalid-params', 'provider', null],
    ['5.5 #10: JSON that it does not take', 'invalid-json', 'provider', null],
    ['5.5 #16: an internal error of the provider', 'internal-error', 'provider', null],
    ['5.5 #16: not available, with a page in HTML', 'unavailable', 'provider', null],
    ['the recipient opted out', 'opted-out', 'recipient-refuses', null],
    ['the account is in demo mode', 'demo-account', 'provider', DEMO],
  ];
  it.each(refusals)('%s: is told with its reason, and makes nobody wait', async (_, kind, failure, operator) => {
    const bench = await start();
    on(bench, kind);
    const { browser } = await bench.signedIn();
    const { enrolment, sms } = await enrol(browser);
    expect(sms).toMatchObject({ state: 'not-sent', failure, resendAfterSeconds: 0 });
    expect((await progress(browser, sms.id)).body).toMatchObject({ state: 'not-sent', failure });
    // The circuit is open after refused credentials: that is the same to the person.
    const again = await resend(browser, enrolment.id);
    expect([again.status, again.problem]).toMatchObject([503, { type: 'sms-not-sent', failure }]);
    const lines = bench.operatorLines();
    if (operator === null) expect(lines).toEqual([]);
    else expect(lines[0]).toMatch(operator);
    bench.sandbox.state.resetControls();
    bench.advance(30);
    expect((await resend(browser, enrolment.id)).body).toMatchObject({ state: 'sent', failure: null });
    expect((await browser.confirm(enrolment.id, bench.codeFor(NUMBER))).status).toBe(200);
  });

  it('C081: at sign-in the page says so too, and the other ways stay open', async () => {
    const bench = await start();
    const { login } = await bench.withPhone();
    on(bench, 'low-balance');
    const browser = bench.browser();
    await browser.signIn(login);
    await bench.settled();
    const view = (await browser.session()).body;
    expect(view).toMatchObject({
      state: 'challenged',
      methods: ['sms', 'recovery'],
      sms: { state: 'not-sent', failure: 'provider', resendAfterSeconds: 0 },
    });
  });

  it('is asked for ten times in ten minutes at most', async () => {
    const bench = await start();
    on(bench, 'invalid-params');
    const { browser } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    for (let time = 1; time < 10; time += 1) expect((await resend(browser, enrolment.id)).status).toBe(503);
    bench.advance(60);
    expect((await resend(browser, enrolment.id)).problem).toMatchObject({
      type: 'too-many-messages',
      retryAfterSeconds: 540,
    });
  });

  it('takes nothing from the code that an earlier message brought', async () => {
    const bench = await start();
    const { browser } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    bench.advance(30);
    on(bench, 'low-balance');
    expect((await resend(browser, enrolment.id)).problem).toMatchObject({ type: 'sms-not-sent' });
    expect((await browser.confirm(enrolment.id, bench.codeFor(NUMBER))).status).toBe(200);
  });
});

describe('credentials', () => {
  it('5.5 #2: key and secret alone send as well', async () => {
    const bench = await start();
    await bench.withPhone();
    expect(bench.sandbox.state.mailbox.messages(NUMBER)).toMatchObject([
      { authentication: 'basic', from: 'TheBuilding' },
    ]);
  });

  it('5.5 #3: a private key that is not the registered one is the operator’s to mend', async () => {
    const { privateKey } = (await import('node:crypto')).generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const bench = await start({ auth: 'jwt', environment: { VONAGE_PRIVATE_KEY: privateKey } });
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms).toMatchObject({ state: 'not-sent', failure: 'provider', resendAfterSeconds: 0 });
    expect(bench.operatorLines()).toEqual([expect.stringMatching(CREDENTIALS)]);
  });

  it('5.5 #4: a token that is stale by Vonage’s clock is refused', async () => {
    const bench = await start({ auth: 'jwt' });
    bench.sandbox.state.clock.setOffset(3600);
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms).toMatchObject({ state: 'not-sent', failure: 'provider' });
    expect(bench.operatorLines()).toEqual([expect.stringMatching(CREDENTIALS)]);
  });

  it('5.5 #5: a wrong secret is refused, and nothing is tried again for a while', async () => {
    const bench = await start({ environment: { VONAGE_API_SECRET: 'not the secret' } });
    const { browser } = await bench.signedIn();
    const { enrolment, sms } = await enrol(browser);
    expect(sms).toMatchObject({ state: 'not-sent', failure: 'provider' });
    await resend(browser, enrolment.id);
    expect(bench.operatorLines()).toHaveLength(1);
    expect(bench.sandbox.state.requests.all()).toHaveLength(1);
  });
});

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
  it.each(taken)('%s: it may arrive, is not sent twice, and its code works', async (_, kind) => {
    const bench = await start({ environment: { VONAGE_TIMEOUT_MS: '500' } });
    on(bench, kind);
    const { browser } = await bench.signedIn();
    const { enrolment, sms } = await enrol(browser);
    expect(sms).toMatchObject({ state: 'may-arrive', failure: null, resendAfterSeconds: 30 });
    expect((await progress(browser, sms.id)).body.state).toBe('may-arrive');
    expect(bench.sandbox.state.mailbox.messages(NUMBER)).toHaveLength(1);
    expect((await resend(browser, enrolment.id)).problem).toMatchObject({ type: 'too-many-messages' });
    expect((await browser.confirm(enrolment.id, bench.codeFor(NUMBER))).status).toBe(200);
  });

  it.each(['redirect', 'redirect-307'] as const)(
    '5.5 #22: a %s is no success, and an operator hears of it',
    async (kind) => {
      const bench = await start();
      on(bench, kind);
      const { browser } = await bench.signedIn();
      expect((await enrol(browser)).sms).toMatchObject({ state: 'may-arrive' });
      expect(bench.operatorLines()).toEqual([expect.stringMatching(REDIRECT)]);
    },
  );

  it('5.5 #17: lost without an answer, it counts as sent, and another may be had after the wait', async () => {
    const bench = await start({ environment: { VONAGE_TIMEOUT_MS: '500' } });
    on(bench, 'no-answer', { times: 1 });
    const { browser } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    bench.advance(30);
    expect((await resend(browser, enrolment.id)).body).toMatchObject({ state: 'sent', resendAfterSeconds: 60 });
  });
});

describe('a provider that asks for patience', () => {
  it('5.5 #14: one second is waited for, once', async () => {
    const bench = await start();
    on(bench, 'throttled', { times: 1, retryAfterSeconds: 1 });
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms).toMatchObject({ state: 'sent' });
    expect(bench.sandbox.state.requests.all()).toHaveLength(2);
  });

  it('5.5 #14: fifteen are not: the person is told', async () => {
    const bench = await start();
    on(bench, 'throttled', { retryAfterSeconds: 15 });
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms).toMatchObject({ state: 'not-sent', failure: 'throttled' });
    expect(bench.sandbox.state.requests.all()).toHaveLength(1);
  });

  it('5.5 #15: of 31 messages in a second one is throttled, and says so', async () => {
    const bench = await start({ sandbox: { requestsPerSecond: 30 } });
    const sends = Array.from({ length: 31 }, (_, index) =>
      bench.deps.sms?.send({ to: `+336399801${index + 10}`, country: 'FR', text: 'x', reference: `message-${index}` }),
    );
    const outcomes = (await Promise.all(sends)).map((outcome) => outcome?.kind);
    expect(outcomes.filter((kind) => kind === 'accepted')).toHaveLength(30);
    expect(outcomes.filter((kind) => kind === 'failed')).toHaveLength(1);
  });

  it('5.5 #42: a slow answer is waited for, and other requests are not kept waiting', async () => {
    const held = Promise.withResolvers<void>();
    const bench = await start({
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
  it('5.5 #21: refused: it was not sent, and makes nobody wait', async () => {
    const bench = await start();
    await bench.sandbox.close();
    const { browser } = await bench.signedIn();
    const { sms } = await enrol(browser);
    expect(sms).toMatchObject({ state: 'not-sent', failure: 'provider', resendAfterSeconds: 0 });
  });

  it('5.5 #21: a name that does not exist: it was not sent', async () => {
    const bench = await start({ apiHost: 'https://sms.invalid', environment: { VONAGE_TIMEOUT_MS: '5000' } });
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms).toMatchObject({ state: 'not-sent', failure: 'provider', resendAfterSeconds: 0 });
  });

  it('F-17: after five failures nothing is tried for 30 s, the answer comes at once, and then it works', async () => {
    const bench = await start();
    on(bench, 'unavailable');
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
