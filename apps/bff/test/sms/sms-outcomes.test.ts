import { generateKeyPairSync } from 'node:crypto';
import type { SmsFailure } from '@wattsense/contract/sms';
import { describe, expect } from 'vitest';
import { enrol, type FaultKind, faultOn, NUMBER, progress, resend, test } from './sms-bench.ts';

const CREDENTIALS = /^operator: Vonage refuses the credentials/;
const BALANCE = /^operator: the Vonage account has no credit/;
const SENDER = /^operator: Vonage refuses the sender/;
const DEMO = /^operator: the Vonage account is in demo mode/;

describe('C081: a message that was certainly not sent', () => {
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
  test.for(refusals)(
    '%s: is told with its reason, and makes nobody wait',
    async ([_, kind, failure, operator], { startBench }) => {
      const bench = await startBench();
      faultOn(bench, kind);
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
    },
  );

  test('at sign-in the page says so too, and the other ways stay open', async ({ startBench }) => {
    const bench = await startBench();
    const { login } = await bench.withPhone();
    faultOn(bench, 'low-balance');
    const browser = bench.browser();
    await browser.signIn(login);
    await bench.settled();
    const view = (await browser.session()).body;
    expect(view).toMatchObject({
      state: 'challenged',
      methods: [
        { method: 'sms', sms: { state: 'not-sent', failure: 'provider', resendAfterSeconds: 0 } },
        { method: 'recovery' },
      ],
    });
  });

  test('is asked for ten times in ten minutes at most', async ({ startBench }) => {
    const bench = await startBench();
    faultOn(bench, 'invalid-params');
    const { browser } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    for (let time = 1; time < 10; time += 1) expect((await resend(browser, enrolment.id)).status).toBe(503);
    bench.advance(60);
    expect((await resend(browser, enrolment.id)).problem).toMatchObject({
      type: 'too-many-messages',
      retryAfterSeconds: 540,
    });
  });

  test('takes nothing from the code that an earlier message brought', async ({ startBench }) => {
    const bench = await startBench();
    const { browser } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    bench.advance(30);
    faultOn(bench, 'low-balance');
    expect((await resend(browser, enrolment.id)).problem).toMatchObject({ type: 'sms-not-sent' });
    expect((await browser.confirm(enrolment.id, bench.codeFor(NUMBER))).status).toBe(200);
  });
});

describe('credentials', () => {
  test('5.5 #2: key and secret alone send as well', async ({ startBench }) => {
    const bench = await startBench();
    await bench.withPhone();
    expect(bench.sandbox.state.mailbox.messages(NUMBER)).toMatchObject([
      { authentication: 'basic', from: 'TheBuilding' },
    ]);
  });

  test('5.5 #3: a private key that is not the registered one is the operator’s to mend', async ({ startBench }) => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const bench = await startBench({ auth: 'jwt', environment: { VONAGE_PRIVATE_KEY: privateKey } });
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms).toMatchObject({ state: 'not-sent', failure: 'provider', resendAfterSeconds: 0 });
    expect(bench.operatorLines()).toEqual([expect.stringMatching(CREDENTIALS)]);
  });

  test('5.5 #4: a token that is stale by Vonage’s clock is refused', async ({ startBench }) => {
    const bench = await startBench({ auth: 'jwt' });
    bench.sandbox.state.clock.setOffset(3600);
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms).toMatchObject({ state: 'not-sent', failure: 'provider' });
    expect(bench.operatorLines()).toEqual([expect.stringMatching(CREDENTIALS)]);
  });

  test('5.5 #5: a wrong secret is refused, and nothing is tried again for a while', async ({ startBench }) => {
    const bench = await startBench({ environment: { VONAGE_API_SECRET: 'not the secret' } });
    const { browser } = await bench.signedIn();
    const { enrolment, sms } = await enrol(browser);
    expect(sms).toMatchObject({ state: 'not-sent', failure: 'provider' });
    await resend(browser, enrolment.id);
    expect(bench.operatorLines()).toHaveLength(1);
    expect(bench.sandbox.state.requests.all()).toHaveLength(1);
  });
});
