import { afterEach, describe, expect, it } from 'vitest';
import { assemble } from '../src/assemble.ts';
import { liftSmsPauses } from '../src/flows/watch-sms.ts';
import type { Browser } from './browser.ts';
import { codeOf } from './browser.ts';
import { enrol, NUMBER, resendChallenge, type SmsBench, startSmsBench } from './sms-bench.ts';
import { freshKey, MIGRATIONS } from './world.ts';

const open: SmsBench[] = [];
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});

/** Caps that do not come into it are out of the way, so that each is seen by itself. */
const APART = {
  SMS_FICTIONAL_PREFIXES: '+33639,+447700900',
  SMS_CLIENT_PER_HOUR: '1000',
  SMS_PREFIX_PER_HOUR: '1000',
  SMS_COUNTRY_PER_DAY: '1000',
  SMS_OVERALL_PER_HOUR: '1000',
  SMS_OVERALL_PER_DAY: '1000',
  SMS_CLIENT_WAITING: '1000',
  SMS_PREFIX_WAITING: '1000',
  SMS_OVERALL_WAITING: '1000',
  SMS_CONVERSION_PERCENT: '0',
};

async function start(environment: Record<string, string> = {}, sandbox = {}): Promise<SmsBench> {
  const bench = await startSmsBench({ environment: { ...APART, ...environment }, sandbox });
  open.push(bench);
  return bench;
}

/** Distinct numbers of one range (`range` 0 to 99), none with an ending that the phone network gives a meaning. */
const numberOf = (index: number, range = 80) => `+33639${range}${String(index).padStart(4, '0')}`;
const sentBy = (bench: SmsBench) => bench.sandbox.state.mailbox.messages().length;

let made = 0;
/** Somebody else each time, who begins to bind a phone and never enters the code. */
async function pump(bench: SmsBench, number: string, { address = '203.0.113.9', country = 'FR' } = {}) {
  made += 1;
  const account = await bench.world.account(`pump-${made}@example.com`);
  const browser = bench.browser(address);
  await browser.signIn(account.login);
  const begun = await browser.begin({ kind: 'phone', country, number });
  await bench.settled();
  return { browser, problem: begun.problem, sent: begun.problem === null };
}

/** The same, with the code entered. */
async function bind(bench: SmsBench, number: string, address = '198.51.100.7'): Promise<Browser> {
  const { browser } = await pump(bench, number, { address });
  const enrolment = (await browser.security()).body.phoneEnrolment;
  await browser.confirm(enrolment?.id ?? '', bench.codeFor(number));
  return browser;
}

async function pumpMany(bench: SmsBench, count: number, range?: number, address?: string): Promise<number> {
  let sent = 0;
  for (let index = 0; index < count; index += 1)
    if ((await pump(bench, numberOf(index, range), address === undefined ? {} : { address })).sent) sent += 1;
  return sent;
}

describe('5.5 #36: caps over all accounts', () => {
  it('count what a client asked for and nobody answered within ten minutes, for an hour', async () => {
    const bench = await start({ SMS_CLIENT_PER_HOUR: '3' });
    expect(await pumpMany(bench, 3)).toBe(3);
    bench.advance(600);
    const refused = await pump(bench, numberOf(50));
    expect(refused.problem).toMatchObject({ type: 'too-many-messages', retryAfterSeconds: 3000 });
    expect((await pump(bench, numberOf(51), { address: '203.0.113.10' })).sent).toBe(true);
    bench.advance(3000);
    expect((await pump(bench, numberOf(50))).sent).toBe(true);
  });

  it('count no message whose code was entered', async () => {
    const bench = await start({ SMS_CLIENT_PER_HOUR: '3', SMS_CLIENT_WAITING: '3' });
    for (let index = 0; index < 10; index += 1) await bind(bench, numberOf(index), '203.0.113.9');
    bench.advance(700);
    expect((await pump(bench, numberOf(50))).sent).toBe(true);
  });

  it('count those of a client that still wait for their code', async () => {
    const bench = await start({ SMS_CLIENT_WAITING: '3' });
    expect(await pumpMany(bench, 4)).toBe(3);
    expect((await pump(bench, numberOf(50))).problem).toMatchObject({ retryAfterSeconds: 600 });
    expect((await pump(bench, numberOf(51), { address: '203.0.113.10' })).sent).toBe(true);
    bench.advance(600);
    expect((await pump(bench, numberOf(50))).sent).toBe(true);
  });

  it('count one range of numbers, which differ in their last four digits', async () => {
    const bench = await start({ SMS_PREFIX_PER_HOUR: '3' });
    expect(await pumpMany(bench, 3)).toBe(3);
    bench.advance(600);
    expect((await pump(bench, numberOf(50), { address: '203.0.113.10' })).sent).toBe(false);
    expect((await pump(bench, numberOf(50, 81))).sent).toBe(true);
  });

  it('count one range that still waits', async () => {
    const bench = await start({ SMS_PREFIX_WAITING: '3' });
    expect(await pumpMany(bench, 4)).toBe(3);
    expect((await pump(bench, numberOf(50, 81))).sent).toBe(true);
  });

  it('count one country in a day', async () => {
    const bench = await start({ SMS_COUNTRY_PER_DAY: '3' });
    for (let range = 80; range < 83; range += 1) await pump(bench, numberOf(1, range));
    bench.advance(7200);
    expect((await pump(bench, numberOf(1, 84))).problem).toMatchObject({ retryAfterSeconds: 24 * 3600 - 7200 });
    expect((await pump(bench, '07700 900123', { country: 'GB' })).sent).toBe(true);
  });

  it.each([
    ['SMS_OVERALL_PER_HOUR', 3000],
    ['SMS_OVERALL_PER_DAY', 24 * 3600 - 600],
  ])('count all together: %s', async (figure, retryAfterSeconds) => {
    const bench = await start({ [figure]: '3' });
    for (let range = 80; range < 83; range += 1)
      await pump(bench, numberOf(1, range), { address: `203.0.113.${range}` });
    bench.advance(600);
    const refused = await pump(bench, '07700 900123', { country: 'GB', address: '203.0.113.99' });
    expect(refused.problem).toMatchObject({ type: 'too-many-messages', retryAfterSeconds });
  });

  it('count all that still wait', async () => {
    const bench = await start({ SMS_OVERALL_WAITING: '3' });
    expect(await pumpMany(bench, 3)).toBe(3);
    expect((await pump(bench, '07700 900123', { country: 'GB', address: '203.0.113.99' })).sent).toBe(false);
  });

  it('do not count what was certainly not sent: an outage shuts nobody out afterwards', async () => {
    const bench = await start({ SMS_CLIENT_PER_HOUR: '3', SMS_CLIENT_WAITING: '3', SMS_OVERALL_WAITING: '3' });
    bench.sandbox.state.switches.set({ fault: { kind: 'unavailable', times: null, retryAfterSeconds: 1 } });
    await pumpMany(bench, 6);
    bench.sandbox.state.resetControls();
    bench.advance(30);
    expect((await pump(bench, numberOf(50))).sent).toBe(true);
    expect(sentBy(bench)).toBe(1);
  });

  it('leave alone who signs in from a browser of their own; what all together may cost holds for everybody', async () => {
    const bench = await start({ SMS_CLIENT_WAITING: '3', SMS_PREFIX_WAITING: '4', SMS_OVERALL_WAITING: '5' });
    const owner = await bind(bench, numberOf(90), '203.0.113.9');
    const login = await loginOf(owner);
    bench.advance(3600);
    await pumpMany(bench, 3);
    const again = owner.copy();
    await again.signIn(login);
    await bench.settled();
    expect((await again.session()).body).toMatchObject({ sms: { state: 'sent' } });
    const stranger = bench.browser('203.0.113.9');
    await stranger.signIn(login);
    await bench.settled();
    expect((await stranger.session()).body).toMatchObject({ state: 'challenged', sms: null });
    await pump(bench, numberOf(1, 81), { address: '203.0.113.10' });
    bench.advance(30);
    expect((await resendChallenge(again)).problem).toMatchObject({ type: 'too-many-messages' });
  });

  it('tell operators when one is reached, once an hour', async () => {
    const bench = await start({ SMS_PREFIX_WAITING: '3' });
    await pumpMany(bench, 6);
    expect(bench.operatorLines()).toEqual([
      'operator: a range of numbers reached its cap of text messages that nobody answered',
    ]);
    bench.advance(3600);
    await pumpMany(bench, 6);
    expect(bench.operatorLines()).toHaveLength(2);
  });

  it('tell operators of an account whose messages of a day nobody answered', async () => {
    const bench = await start();
    const { login, id } = await bench.world.account();
    for (let index = 0; index < 12; index += 1) {
      const browser = bench.browser();
      await browser.signIn(login);
      await browser.begin({ kind: 'phone', country: 'FR', number: numberOf(index) });
      await bench.settled();
      bench.advance(720);
    }
    const alarms = bench.logged.filter(({ level }) => level === 'error');
    expect(alarms).toMatchObject([
      {
        message: 'operator: the messages of a day to one account are used up and no code was entered',
        fields: { event: 'sms-alarm', accountId: id, count: 10 },
      },
    ]);
  });
});

async function loginOf(browser: Browser): Promise<string> {
  const view = (await browser.session()).body;
  return view.state === 'authenticated' ? view.account.login : '';
}

describe('5.5 #37: the conversion rule', () => {
  const RULE = { SMS_CONVERSION_SENDS: '20', SMS_CONVERSION_PERCENT: '30', SMS_PAUSE_SECONDS: '3600' };

  it('pauses a range of which fifty numbers are pumped from twenty clients, and tells operators', async () => {
    const bench = await start(RULE);
    let sent = 0;
    for (let index = 0; index < 50; index += 1) {
      if ((await pump(bench, numberOf(index), { address: `203.0.113.${index % 20}` })).sent) sent += 1;
      bench.advance(60);
    }
    // Ten were under way when the twentieth had gone unanswered for ten minutes.
    expect(sent).toBe(30);
    expect(bench.logged.filter(({ level }) => level === 'error')).toMatchObject([
      {
        message: 'operator: text messages to a range of numbers are paused: too few of their codes were entered',
        fields: { event: 'sms-alarm', reason: 'prefix', reference: '+3363980', country: 'FR', count: 20 },
      },
    ]);
  });

  it('ends a pause after its time, and does not judge the same messages again', async () => {
    const bench = await start(RULE);
    await pumpMany(bench, 20);
    bench.advance(600);
    await pump(bench, numberOf(50));
    const refused = await pump(bench, numberOf(51));
    expect(refused.problem).toMatchObject({ type: 'too-many-messages', retryAfterSeconds: 3600 });
    bench.advance(3600);
    for (let index = 52; index < 60; index += 1) expect((await pump(bench, numberOf(index))).sent).toBe(true);
    expect(bench.operatorLines()).toHaveLength(1);
  });

  it('leaves other ranges, the country and owners in their own browsers alone', async () => {
    const bench = await start(RULE);
    const owner = await bind(bench, numberOf(90), '203.0.113.9');
    const login = await loginOf(owner);
    for (let index = 0; index < 9; index += 1) await bind(bench, numberOf(index, 81));
    bench.advance(3600);
    await pumpMany(bench, 30);
    bench.advance(600);
    await pump(bench, numberOf(50));
    expect((await pump(bench, numberOf(51))).sent).toBe(false);
    expect((await pump(bench, numberOf(50, 81))).sent).toBe(true);
    const again = owner.copy();
    await again.signIn(login);
    await bench.settled();
    expect((await again.session()).body).toMatchObject({ sms: { state: 'sent' } });
  });

  it('pauses a country when the unanswered are spread over its ranges', async () => {
    const bench = await start(RULE);
    for (let index = 0; index < 20; index += 1) await pump(bench, numberOf(1, 60 + index));
    bench.advance(600);
    await pump(bench, numberOf(1, 85));
    expect((await pump(bench, numberOf(1, 86))).problem).toMatchObject({ type: 'too-many-messages' });
    expect((await pump(bench, '07700 900123', { country: 'GB' })).sent).toBe(true);
    expect(bench.operatorLines()).toEqual([
      'operator: text messages to a country are paused: too few of their codes were entered',
    ]);
  });

  it('lets people be: fourteen of twenty gone unanswered is no attack, fifteen is', async () => {
    const bench = await start(RULE);
    for (let index = 0; index < 6; index += 1) await bind(bench, numberOf(80 + index));
    await pumpMany(bench, 14);
    bench.advance(600);
    expect((await pump(bench, numberOf(50))).sent).toBe(true);
    expect(bench.operatorLines()).toEqual([]);
    bench.advance(600);
    await pump(bench, numberOf(51));
    expect((await pump(bench, numberOf(52))).sent).toBe(false);
  });

  it('is lifted by the kill switch', async () => {
    const bench = await start(RULE);
    await pumpMany(bench, 20);
    bench.advance(600);
    await pump(bench, numberOf(50));
    expect((await pump(bench, numberOf(51))).sent).toBe(false);
    await liftSmsPauses(bench.deps);
    expect((await pump(bench, numberOf(51))).sent).toBe(true);
  });

  it('pauses nobody at zero per cent', async () => {
    const bench = await start({ ...RULE, SMS_CONVERSION_PERCENT: '0' });
    await pumpMany(bench, 20);
    bench.advance(600);
    await pump(bench, numberOf(50));
    expect((await pump(bench, numberOf(51))).sent).toBe(true);
  });
});

describe('C086, T-080: who cannot make us send', () => {
  it('a challenge alone cannot bind a phone', async () => {
    const bench = await start();
    const { login } = await bench.withPhone();
    const browser = bench.browser();
    await browser.signIn(login);
    await bench.settled();
    const before = sentBy(bench);
    expect((await browser.begin({ kind: 'phone', country: 'FR', number: numberOf(1) })).status).toBe(401);
    expect(sentBy(bench)).toBe(before);
  });

  it('one session reaches fifty numbers with five messages in an hour', async () => {
    const bench = await start();
    const { browser } = await bench.signedIn();
    for (let index = 0; index < 50; index += 1) {
      await browser.begin({ kind: 'phone', country: 'FR', number: numberOf(index) });
      bench.advance(70);
    }
    expect(sentBy(bench)).toBe(5);
  });

  it.each([
    ['satellite', '+8821612345678', 'country-not-served'],
    ['international premium', '+979123456789', 'country-not-served'],
    ['premium', '+33899123456', 'premium'],
    ['far away', '+79123456789', 'country-not-served'],
    ['a landline', '+33142685300', 'not-mobile'],
    ['short', '3117', 'too-short'],
  ])('%s: no request is made', async (_, number, reason) => {
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
        DATABASE_URL: `sqlite:${(await import('node:os')).tmpdir()}/console-${crypto.randomUUID()}.sqlite`,
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

  it('at the second step the app, or the recovery code, is asked for instead', async () => {
    const bench = await startSmsBench({ ports: () => ({ sms: null }) });
    open.push(bench);
    const { browser, login } = await bench.signedIn();
    const { secret } = await browser.enrolApp();
    expect((await browser.security()).body.smsOffered).toBe(false);
    expect((await browser.begin({ kind: 'phone', country: 'FR', number: NUMBER })).problem).toMatchObject({
      type: 'sms-not-offered',
    });
    bench.advance(60);
    const other = bench.browser();
    expect((await other.signIn(login)).body).toMatchObject({ methods: ['otp', 'recovery'] });
    expect((await other.answer('otp', codeOf(secret, bench.clock.now()))).status).toBe(200);
    expect(bench.sandbox.state.requests.all()).toHaveLength(0);
  });

  it('an account with a phone alone signs in with its recovery code', async () => {
    const bench = await start();
    const { browser, login } = await bench.signedIn();
    const { enrolment } = await enrol(browser);
    const confirmed = await browser.confirm(enrolment.id, bench.codeFor(NUMBER));
    const off = await startSmsBench({ database: bench.world.database, ports: () => ({ sms: null }) });
    off.clock.set(bench.clock.now());
    const other = off.browser();
    expect((await other.signIn(login)).body).toMatchObject({ methods: ['recovery'], sms: null });
    expect((await other.answer('recovery', confirmed.body.recoveryCode?.code)).status).toBe(200);
    await off.sandbox.close();
  });
});
