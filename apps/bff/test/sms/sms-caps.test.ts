import { describe, expect } from 'vitest';
import { messageOf } from '../support/offers.ts';
import { faultOn, resendChallenge, test } from './sms-bench.ts';
import { APART, bind, loginOf, numberOf, pump, pumpMany, sentBy } from './sms-pump.ts';

const it = test.extend(
  'start',
  ({ startBench }) =>
    (environment: Record<string, string> = {}) =>
      startBench({ environment: { ...APART, ...environment } }),
);

describe('5.5 #36: caps over all accounts', () => {
  it('count what a client asked for and nobody answered within ten minutes, for an hour', async ({ start }) => {
    const bench = await start({ SMS_CLIENT_PER_HOUR: '3' });
    expect(await pumpMany(bench, 3)).toBe(3);
    bench.advance(600);
    const refused = await pump(bench, numberOf(50));
    expect(refused.problem).toMatchObject({ type: 'too-many-messages', retryAfterSeconds: 3000 });
    expect((await pump(bench, numberOf(51), { address: '203.0.113.10' })).sent).toBe(true);
    bench.advance(3000);
    expect((await pump(bench, numberOf(50))).sent).toBe(true);
  });

  it('count no message whose code was entered', async ({ start }) => {
    const bench = await start({ SMS_CLIENT_PER_HOUR: '3', SMS_CLIENT_WAITING: '3' });
    for (let index = 0; index < 10; index += 1) await bind(bench, numberOf(index), '203.0.113.9');
    bench.advance(700);
    expect((await pump(bench, numberOf(50))).sent).toBe(true);
  });

  it('count those of a client that still wait for their code', async ({ start }) => {
    const bench = await start({ SMS_CLIENT_WAITING: '3' });
    expect(await pumpMany(bench, 4)).toBe(3);
    expect((await pump(bench, numberOf(50))).problem).toMatchObject({ retryAfterSeconds: 600 });
    expect((await pump(bench, numberOf(51), { address: '203.0.113.10' })).sent).toBe(true);
    bench.advance(600);
    expect((await pump(bench, numberOf(50))).sent).toBe(true);
  });

  it('count one range of numbers, which differ in their last four digits', async ({ start }) => {
    const bench = await start({ SMS_PREFIX_PER_HOUR: '3' });
    expect(await pumpMany(bench, 3)).toBe(3);
    bench.advance(600);
    expect((await pump(bench, numberOf(50), { address: '203.0.113.10' })).sent).toBe(false);
    expect((await pump(bench, numberOf(50, 81))).sent).toBe(true);
  });

  it('count one range that still waits', async ({ start }) => {
    const bench = await start({ SMS_PREFIX_WAITING: '3' });
    expect(await pumpMany(bench, 4)).toBe(3);
    expect((await pump(bench, numberOf(50, 81))).sent).toBe(true);
  });

  it('count one country in a day', async ({ start }) => {
    const bench = await start({ SMS_COUNTRY_PER_DAY: '3' });
    for (let range = 80; range < 83; range += 1) await pump(bench, numberOf(1, range));
    bench.advance(7200);
    expect((await pump(bench, numberOf(1, 84))).problem).toMatchObject({ retryAfterSeconds: 24 * 3600 - 7200 });
    expect((await pump(bench, '07700 900123', { country: 'GB' })).sent).toBe(true);
  });

  it.for([
    ['SMS_OVERALL_PER_HOUR', 3000],
    ['SMS_OVERALL_PER_DAY', 24 * 3600 - 600],
  ] as const)('count all together: %s', async ([figure, retryAfterSeconds], { start }) => {
    const bench = await start({ [figure]: '3' });
    for (let range = 80; range < 83; range += 1)
      await pump(bench, numberOf(1, range), { address: `203.0.113.${range}` });
    bench.advance(600);
    const refused = await pump(bench, '07700 900123', { country: 'GB', address: '203.0.113.99' });
    expect(refused.problem).toMatchObject({ type: 'too-many-messages', retryAfterSeconds });
  });

  it('count all that still wait', async ({ start }) => {
    const bench = await start({ SMS_OVERALL_WAITING: '3' });
    expect(await pumpMany(bench, 3)).toBe(3);
    expect((await pump(bench, '07700 900123', { country: 'GB', address: '203.0.113.99' })).sent).toBe(false);
  });

  it('do not count what was certainly not sent: an outage shuts nobody out afterwards', async ({ start }) => {
    const bench = await start({ SMS_CLIENT_PER_HOUR: '3', SMS_CLIENT_WAITING: '3', SMS_OVERALL_WAITING: '3' });
    faultOn(bench, 'unavailable');
    await pumpMany(bench, 6);
    bench.sandbox.state.resetControls();
    bench.advance(30);
    expect((await pump(bench, numberOf(50))).sent).toBe(true);
    expect(sentBy(bench)).toBe(1);
  });

  it('leave alone who signs in from a browser of their own; what all together may cost holds for everybody', async ({
    start,
  }) => {
    const bench = await start({ SMS_CLIENT_WAITING: '3', SMS_PREFIX_WAITING: '4', SMS_OVERALL_WAITING: '5' });
    const owner = await bind(bench, numberOf(90), '203.0.113.9');
    const login = await loginOf(owner);
    bench.advance(3600);
    await pumpMany(bench, 3);
    const again = owner.copy();
    await again.signIn(login);
    await bench.settled();
    expect(messageOf((await again.session()).body)).toMatchObject({ state: 'sent' });
    const stranger = bench.browser('203.0.113.9');
    await stranger.signIn(login);
    await bench.settled();
    expect(messageOf((await stranger.session()).body)).toMatchObject({ state: 'held' });
    await pump(bench, numberOf(1, 81), { address: '203.0.113.10' });
    bench.advance(30);
    expect((await resendChallenge(again)).problem).toMatchObject({ type: 'too-many-messages' });
  });

  it('tell operators when one is reached, once an hour', async ({ start }) => {
    const bench = await start({ SMS_PREFIX_WAITING: '3' });
    await pumpMany(bench, 6);
    expect(bench.operatorLines()).toEqual([
      'operator: a range of numbers reached its cap of text messages that nobody answered',
    ]);
    bench.advance(3600);
    await pumpMany(bench, 6);
    expect(bench.operatorLines()).toHaveLength(2);
  });

  it('tell operators of an account whose messages of a day nobody answered', async ({ start }) => {
    const bench = await start();
    const { login, id } = await bench.account();
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
