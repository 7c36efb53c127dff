import { describe, expect } from 'vitest';
import { ORIGIN } from '../support/fixed-values.ts';
import { APPLICATION, enrol, NUMBER, progress, resend, test } from './sms-bench.ts';

const TEXT = {
  en: (code: string) =>
    `${code} is your verification code for Wattsense Console.\nPlease use this code to verify your identity.\n@localhost #${code}`,
  fr: (code: string) =>
    `${code} est votre code de vérification pour Wattsense Console.\nUtilisez ce code pour confirmer votre identité.\n@localhost #${code}`,
} as const;

describe('5.5 #1: a message as it is sent', () => {
  test.for(['en', 'fr'] as const)(
    'in %s, signed, from TheBuilding, in one segment, with a code that works',
    async (language, { startBench }) => {
      const bench = await startBench({ auth: 'jwt' });
      const { login } = await bench.world.account(`${language}@example.com`, { language });
      const browser = bench.browser();
      await browser.signIn(login);
      const { enrolment, sms } = await enrol(browser);
      expect(sms).toMatchObject({ state: 'sent', failure: null, resendAfterSeconds: 30, codeExpiresInSeconds: 600 });
      const [message] = bench.sandbox.state.mailbox.messages(NUMBER);
      const code = bench.codeFor(NUMBER);
      expect(message).toMatchObject({
        from: 'TheBuilding',
        text: TEXT[language](code),
        segments: 1,
        encoding: 'GSM-7',
        authentication: 'jwt',
        applicationId: APPLICATION,
        clientRef: sms.id,
        webhookUrl: `${ORIGIN}/webhooks/vonage/status`,
      });
      expect((await browser.confirm(enrolment.id, code)).status).toBe(200);
    },
  );
});

describe('5.5 #39: a reply of STOP to a number that can be answered', () => {
  test('makes the next message undeliverable, and the page says whose choice that was', async ({ startBench }) => {
    const bench = await startBench({
      environment: { SMS_COUNTRIES: 'US', SMS_NUMERIC_SENDERS: 'US:18005550100' },
      sandbox: { receipts: { final: 'delivered', submitted: true } },
    });
    const { mailbox, receipts } = bench.sandbox.state;
    const { browser } = await bench.signedIn();
    const { enrolment } = await enrol(browser, '+1 415 555 2671', 'US');
    const reply = { id: 'reply', phone: '14155552671', sender: '18005550100', text: 'Stop', at: bench.clock.now() };
    mailbox.reply(reply);
    bench.advance(30);
    const again = await resend(browser, enrolment.id);
    bench.advance(5);
    await bench.until(() => receipts.all().filter(({ outcome }) => outcome === 'taken').length === 4);
    expect((await progress(browser, again.body.id)).body).toMatchObject({
      state: 'not-delivered',
      failure: 'recipient-refuses',
    });
  });
});

describe('5.5 #45: another phone', () => {
  test('gets the code; the old one gets word of it, and can no longer sign in', async ({ startBench }) => {
    const bench = await startBench();
    const { browser, login } = await bench.signedIn();
    await browser.enrolPhone(NUMBER, () => bench.codeFor(NUMBER));
    const other = '+33639980099';
    bench.advance(60);
    const old = (await browser.security()).body.authenticators[0]?.id ?? '';
    const begun = await browser.begin({ kind: 'phone', country: 'FR', number: other, replaces: old });
    expect((await browser.confirm(begun.body.id, bench.codeFor(other))).status).toBe(200);
    await bench.settled();
    const told = bench.sandbox.state.mailbox.messages(NUMBER).at(-1);
    expect(told).toMatchObject({ from: 'TheBuilding', code: null, segments: 1 });
    expect(told?.text).toMatch(/^This phone number no longer protects your Wattsense Console account\./);
    bench.advance(60);
    const before = bench.sandbox.state.mailbox.messages(NUMBER).length;
    const again = bench.browser();
    await again.signIn(login);
    await bench.settled();
    expect(bench.sandbox.state.mailbox.messages(NUMBER)).toHaveLength(before);
    expect((await again.answer('sms', bench.codeFor(other))).status).toBe(200);
  });

  test('is bound though the word to the old one could not be sent', async ({ startBench }) => {
    const bench = await startBench();
    const { browser } = await bench.signedIn();
    await browser.enrolPhone(NUMBER, () => bench.codeFor(NUMBER));
    bench.sandbox.state.switches.set(
      { fault: { kind: 'no-answer-but-sent', times: null, retryAfterSeconds: 1 } },
      NUMBER,
    );
    const old = (await browser.security()).body.authenticators[0]?.id ?? '';
    const begun = await browser.begin({ kind: 'phone', country: 'FR', number: '+33639980099', replaces: old });
    expect((await browser.confirm(begun.body.id, bench.codeFor('+33639980099'))).status).toBe(200);
  });
});

describe('a message whose process ended in its midst', () => {
  test('may have arrived: it is shown so after 15 s, and its code works', async ({ startBench }) => {
    const held = Promise.withResolvers<void>();
    const bench = await startBench({
      ports: ({ sms }) => ({
        sms: {
          send: async (message) => {
            await sms?.send(message);
            return held.promise.then(() => ({ kind: 'ambiguous' as const }));
          },
        },
      }),
    });
    const { browser } = await bench.signedIn();
    const sending = browser.begin({ kind: 'phone', country: 'FR', number: NUMBER });
    await bench.until(() => bench.sandbox.state.mailbox.messages(NUMBER).length === 1);
    const view = async () => (await browser.security()).body.phoneEnrolment;
    expect((await view())?.sms).toMatchObject({ state: 'sending', resendAfterSeconds: 30 });
    bench.advance(16);
    expect((await view())?.sms).toMatchObject({ state: 'may-arrive' });
    expect((await browser.confirm((await view())?.id ?? '', bench.codeFor(NUMBER))).status).toBe(200);
    held.resolve();
    await sending;
  });
});
