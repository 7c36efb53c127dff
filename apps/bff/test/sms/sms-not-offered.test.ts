import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { assemble } from '../../src/assemble.ts';
import { codeOf } from '../support/browser.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { offers } from '../support/offers.ts';
import { freshKey } from '../support/world.ts';
import { enrol, NUMBER, test } from './sms-bench.ts';
import { APART, numberOf, sentBy } from './sms-pump.ts';

const it = test.extend(
  'start',
  ({ startBench }) =>
    (environment: Record<string, string> = {}) =>
      startBench({ environment: { ...APART, ...environment } }),
);

describe('C086, T-080: who cannot make us send', () => {
  it('a challenge alone cannot bind a phone', async ({ start }) => {
    const bench = await start();
    const { login } = await bench.withPhone();
    const browser = bench.browser();
    await browser.signIn(login);
    await bench.settled();
    const before = sentBy(bench);
    expect((await browser.begin({ kind: 'phone', country: 'FR', number: numberOf(1) })).status).toBe(401);
    expect(sentBy(bench)).toBe(before);
  });

  it('one session reaches fifty numbers with five messages in an hour', async ({ start }) => {
    const bench = await start();
    const { browser } = await bench.signedIn();
    for (let index = 0; index < 50; index += 1) {
      await browser.begin({ kind: 'phone', country: 'FR', number: numberOf(index) });
      bench.advance(70);
    }
    expect(sentBy(bench)).toBe(5);
  });

  it.for([
    ['satellite', '+8821612345678', 'country-not-served'],
    ['international premium', '+979123456789', 'country-not-served'],
    ['premium', '+33899123456', 'premium'],
    ['far away', '+79123456789', 'country-not-served'],
    ['a landline', '+33142685300', 'not-mobile'],
    ['short', '3117', 'too-short'],
  ] as const)('%s: no request is made', async ([_, number, reason], { start }) => {
    const bench = await start();
    const { browser } = await bench.signedIn();
    expect((await browser.begin({ kind: 'phone', country: 'FR', number })).problem).toMatchObject({
      type: 'phone-refused',
      reason,
    });
    expect(bench.sandbox.state.requests.all()).toHaveLength(0);
  });
});

describe('5.5 #38: the kill switch', () => {
  it('takes SMS away, and leaves app and recovery code as they are', async () => {
    const { deps, close } = await assemble(
      {
        NODE_ENV: 'test',
        LOG_LEVEL: 'error',
        PUBLIC_ORIGIN: 'http://localhost:8787',
        DATABASE_URL: `sqlite:${join(tmpdir(), `console-${crypto.randomUUID()}.sqlite`)}`,
        KEY_RING: freshKey(),
        VONAGE_API_KEY: 'abcd1234',
        VONAGE_API_SECRET: 'S3cretS3cret',
        SMS_KILL_SWITCH: 'true',
      },
      'serve',
      MIGRATIONS,
    );
    expect(deps.sms).toBeNull();
    await close();
  });

  it('at the second step the app, or the recovery code, is asked for instead', async ({ startBench }) => {
    const bench = await startBench({ ports: () => ({ sms: null }) });
    const { browser, login } = await bench.signedIn();
    const { secret } = await browser.enrolApp();
    expect((await browser.security()).body.smsOffered).toBe(false);
    expect((await browser.begin({ kind: 'phone', country: 'FR', number: NUMBER })).problem).toMatchObject({
      type: 'sms-not-offered',
    });
    bench.advance(60);
    const other = bench.browser();
    expect((await other.signIn(login)).body).toMatchObject({ methods: offers('otp', 'recovery') });
    expect((await other.answer('otp', codeOf(secret, bench.clock.now()))).status).toBe(200);
    expect(bench.sandbox.state.requests.all()).toHaveLength(0);
  });

  it('an account with a phone alone signs in with its recovery code', async ({ startBench, start }) => {
    const bench = await start();
    const { browser, login } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    const confirmed = await browser.confirm(enrolment.id, bench.codeFor(NUMBER));
    const off = await startBench({ database: bench.world.database, ports: () => ({ sms: null }) });
    off.clock.set(bench.clock.now());
    const other = off.browser();
    expect((await other.signIn(login)).body).toMatchObject({
      methods: offers('recovery'),
      unusable: [{ method: 'sms', why: 'off' }],
    });
    expect((await other.answer('recovery', confirmed.body.recoveryCode?.code)).status).toBe(200);
  });
});
