import { describe, expect } from 'vitest';
import { liftSmsPauses } from '../../src/sms/watch-sms.ts';
import { messageOf } from '../support/offers.ts';
import { test } from './sms-bench.ts';
import { APART, bind, loginOf, numberOf, pump, pumpMany } from './sms-pump.ts';

const it = test.extend(
  'start',
  ({ startBench }) =>
    (environment: Record<string, string> = {}) =>
      startBench({ environment: { ...APART, ...environment } }),
);

describe('5.5 #37: the conversion rule', () => {
  const RULE = { SMS_CONVERSION_SENDS: '20', SMS_CONVERSION_PERCENT: '30', SMS_PAUSE_SECONDS: '3600' };

  it('pauses a range of which fifty numbers are pumped from twenty clients, and tells operators', async ({ start }) => {
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

  it('ends a pause after its time, and does not judge the same messages again', async ({ start }) => {
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

  it('leaves other ranges, the country and owners in their own browsers alone', async ({ start }) => {
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
    expect(messageOf((await again.session()).body)).toMatchObject({ state: 'sent' });
  });

  it('pauses a country when the unanswered are spread over its ranges', async ({ start }) => {
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

  it('lets people be: fourteen of twenty gone unanswered is no attack, fifteen is', async ({ start }) => {
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

  it('is lifted by the kill switch', async ({ start }) => {
    const bench = await start(RULE);
    await pumpMany(bench, 20);
    bench.advance(600);
    await pump(bench, numberOf(50));
    expect((await pump(bench, numberOf(51))).sent).toBe(false);
    await liftSmsPauses(bench.deps);
    expect((await pump(bench, numberOf(51))).sent).toBe(true);
  });

  it('pauses nobody at zero per cent', async ({ start }) => {
    const bench = await start({ ...RULE, SMS_CONVERSION_PERCENT: '0' });
    await pumpMany(bench, 20);
    bench.advance(600);
    await pump(bench, numberOf(50));
    expect((await pump(bench, numberOf(51))).sent).toBe(true);
  });
});
