import { describe, expect } from 'vitest';
import { messageOf, phoneHintOf } from '../support/offers.ts';
import { NUMBER, progress, resendChallenge, test } from './sms-bench.ts';

let made = 0;
const it = test
  .extend('smsBench', ({ startBench }) =>
    startBench({
      environment: {
        SMS_COUNTRIES: 'FR,GB,JE,GG,IM,IT,HU,LT,MX,US,CA,BS,PR,RE,GP',
        SMS_NUMERIC_SENDERS: 'US:18005550100',
      },
    }),
  )
  .extend('type', ({ smsBench: bench }) => async (country: string, number: string) => {
    made += 1;
    const { browser } = await bench.signedIn(`numbers-${made}@example.com`);
    const begun = await browser.begin({ kind: 'phone', country, number });
    return { browser, begun };
  })
  /** What reached the phone network, digits alone, and as whom. */
  .extend(
    'wire',
    ({ smsBench: bench }) =>
      () =>
        bench.sandbox.state.mailbox.messages().map(({ to, from }) => [to, from]),
  );

const taken: readonly (readonly [string, string, string, string])[] = [
  ['C073', 'GB', '07400 123456', '447400123456'],
  ['C073', 'GB', '+44 (0)7400 123456', '447400123456'],
  ['C073', 'GB', '+4407400123456', '447400123456'],
  ['C073', 'GB', '44 07400 123456', '447400123456'],
  ['C073', 'GB', '7400123456', '447400123456'],
  ['C073', 'FR', '+33 0 6 12 34 56 78', '33612345678'],
  ['C073', 'HU', '+36 06 20 123 4567', '36201234567'],
  ['C073', 'LT', '+370 8 612 34567', '37061234567'],
  ['C074', 'GB', '0044 7400 123456', '447400123456'],
  ['C074', 'US', '011 44 7400 123456', '447400123456'],
  ['C074', 'US', '0044 7400 123456', '447400123456'],
  ['C075', 'IT', '312 345 6789', '393123456789'],
  ['C076', 'GB', '07797 712345', '447797712345'],
  ['C076', 'GB', '07781 123456', '447781123456'],
  ['C076', 'JE', '07797 712345', '447797712345'],
  ['C076', 'JE', '07781 123456', '447781123456'],
  ['C076', 'JE', '07400 123456', '447400123456'],
  ['C077', 'MX', '55 1234 5678', '525512345678'],
  ['C077', 'MX', '+52 55 1234 5678', '525512345678'],
  ['C077', 'MX', '+52 1 55 1234 5678', '525512345678'],
  ['C077', 'MX', '044 55 1234 5678', '525512345678'],
  ['C078', 'GB', '\u202a+447400123456\u202c', '447400123456'],
  ['C078', 'GB', '\u202d+447400123456\u202c', '447400123456'],
  ['C078', 'GB', '\u2068+447400123456\u2069', '447400123456'],
  ['C078', 'GB', '\u200e+447400123456', '447400123456'],
  ['C078', 'GB', '+44\u00a07400\u00a0123456', '447400123456'],
  ['C078', 'GB', 'tel:+447400123456', '447400123456'],
  ['C078', 'GB', '+44\u20117400\u2011123456', '447400123456'],
  ['C078', 'GB', '+44.7400.123456', '447400123456'],
  ['C079', 'US', '+1 415 555 2671', '14155552671'],
  ['C079', 'CA', '+1 604 250 1234', '16042501234'],
  ['5.5 #44', 'FR', '06 12 34 56 78', '33612345678'],
  ['5.5 #44', 'FR', '+33 6 12 34 56 78', '33612345678'],
  ['5.5 #44', 'FR', '0033 6 12 34 56 78', '33612345678'],
  ['5.5 #44', 'FR', '０６１２３４５６７８', '33612345678'],
  ['5.5 #44', 'GB', '+33 6 12 34 56 78', '33612345678'],
];

describe('numbers as people write them', () => {
  it.for(taken)('%s: %s %j goes to %s', async ([_, country, typed, digits], { type, wire }) => {
    const { begun } = await type(country, typed);
    expect(begun.status).toBe(201);
    expect(wire().map(([to]) => to)).toEqual([digits]);
    // Shown to its owner in full, to be checked.
    expect(begun.body.kind === 'phone' && begun.body.number.replace(/\D/g, '')).toBe(digits);
  });

  it.for([
    ['C075', 'IT', '06 1234 5678', 'not-mobile'],
    ['C075', 'IT', '+390612345678', 'not-mobile'],
    ['C075', 'IT', '+39612345678', 'not-a-number'],
    ['C075', 'IT', '0312 345 6789', 'not-mobile'],
    ['C079', 'GB', '020 7946 0018', 'not-mobile'],
    ['C079', 'GB', '07092 123456', 'not-mobile'],
    ['C079', 'GB', '+44 909 879 0000', 'premium'],
    ['C079', 'US', '+1 800 555 0199', 'not-mobile'],
    ['C079', 'GB', '+44 7400 123456 ext 12', 'extension'],
    ['5.5 #44', 'FR', '01 42 68 53 00', 'not-mobile'],
    ['5.5 #44', 'FR', '0899 12 34 56', 'premium'],
    ['5.5 #8', 'FR', '06 12 34 56 7', 'too-short'],
    ['5.5 #8', 'FR', '06 12 34 56 789', 'too-long'],
    ['5.5 #13', 'FR', '+7 912 345 67 89', 'country-not-served'],
    ['5.5 #13', 'RU', '8 912 345-67-89', 'country-not-served'],
  ] as const)(
    '%s: %s %j is refused before any request: %s',
    async ([_, country, typed, reason], { smsBench: bench, type }) => {
      const { begun } = await type(country, typed);
      expect(begun.problem).toMatchObject({ type: 'phone-refused', status: 422, reason });
      expect(bench.sandbox.state.requests.all()).toHaveLength(0);
    },
  );

  it('C074: without a country nothing is guessed, and nothing is sent', async ({ smsBench: bench }) => {
    const { browser } = await bench.signedIn('numbers-none@example.com');
    const begun = await browser.send('POST', '/api/enrolments', { kind: 'phone', number: '0044 7400 123456' });
    expect(begun.status).toBe(422);
    expect(bench.sandbox.state.requests.all()).toHaveLength(0);
  });

  it('T-082: one number in many spellings is one number, and waits as one', async ({ type, wire }) => {
    await type('FR', '06 12 34 56 78');
    for (const typed of ['+33612345678', '0033 6 12 34 56 78', '０６ １２ ３４ ５６ ７８'])
      expect((await type('FR', typed)).begun.problem).toMatchObject({ type: 'too-many-messages' });
    expect(wire()).toHaveLength(1);
  });
});

describe('5.5 #11 and #12, C082: who it comes from', () => {
  it.for([
    ['US', '+1 415 555 2671', '18005550100'],
    ['CA', '+1 604 250 1234', '18005550100'],
    ['PR', '+1 787 234 5678', '18005550100'],
    ['BS', '+1 242 359 1234', 'TheBuilding'],
    ['GB', '07400 123456', 'TheBuilding'],
    ['RE', '0692 12 34 56', 'TheBuilding'],
    ['GP', '0690 12 34 56', 'TheBuilding'],
  ] as const)('%s %s: %s', async ([country, typed, from], { type, wire }) => {
    await type(country, typed);
    expect(wire().map((pair) => pair[1])).toEqual([from]);
  });

  it('a country without a sender is not offered, and its numbers are refused', async ({ startBench }) => {
    const without = await startBench({ environment: { SMS_COUNTRIES: 'FR,US,CA,PR,BS,GB' } });
    const { browser } = await without.signedIn();
    expect((await browser.security()).body.smsCountries).toEqual(['FR', 'BS', 'GB']);
    const refused = await browser.begin({ kind: 'phone', country: 'US', number: '+1 415 555 2671' });
    expect(refused.problem).toMatchObject({ type: 'phone-refused', reason: 'country-not-served', country: 'US' });
    expect(without.sandbox.state.requests.all()).toHaveLength(0);
  });
});

describe('C080: what is told before the second factor', () => {
  it('is the last two digits alone, in every answer, header and cookie', async ({ smsBench: bench }) => {
    const { login } = await bench.withPhone('c080@example.com', NUMBER);
    const browser = bench.browser();
    const answers = [await browser.signIn(login)];
    await bench.settled();
    const view = await browser.session();
    const message = messageOf(view.body);
    const sms = message !== null && 'id' in message ? message : null;
    const rest = [
      view,
      await progress(browser, sms?.id ?? ''),
      await resendChallenge(browser),
      await browser.security(),
    ];
    const told = [...answers, ...rest, await browser.answer('sms', '12')]
      .map(({ body, headers }) => JSON.stringify([body, [...headers]]))
      .join('\n')
      .concat([...browser.cookies.values()].join('\n'));
    expect(phoneHintOf(view.body)).toBe('12');
    for (const part of [NUMBER, '33639980012', '639980012', '0639980012', '8 00 12', '980012'])
      expect(told).not.toContain(part);
  });

  it('the Security tab tells no more', async ({ smsBench: bench }) => {
    const { browser } = await bench.signedIn('c080-later@example.com');
    await browser.enrolPhone('+33639980013', () => bench.codeFor('+33639980013'));
    const view = await browser.security();
    expect(view.body.authenticators).toMatchObject([{ phone: { country: 'FR', lastDigits: '13' } }]);
    expect(JSON.stringify(view.body)).not.toContain('980013');
  });
});

describe('C088: codes', () => {
  it('are six digits over the whole range, evenly', async ({ smsBench: bench }) => {
    const { keys } = bench.deps;
    const codes = Array.from({ length: 2000 }, (_, index) =>
      keys.smsCode({ purpose: 'sign-in', id: `challenge-${index}`, accountId: 'account', keyId: keys.primaryId }),
    );
    expect(codes.every((code) => code !== null && /^\d{6}$/.test(code))).toBe(true);
    const first = Array.from(
      { length: 10 },
      (_, digit) => codes.filter((code) => code?.startsWith(String(digit))).length,
    );
    for (const count of first) expect(Math.abs(count - 200)).toBeLessThan(70);
    expect(new Set(codes).size).toBeGreaterThan(1980);
  });

  it('with leading zeros reach the phone and are taken whole', async ({ smsBench: bench, type }) => {
    for (let time = 0; time < 200; time += 1) {
      const { browser, begun } = await type('FR', '06 39 98 00 14');
      expect(begun.status).toBe(201);
      const code = bench.codeFor('+33639980014');
      if (code.startsWith('0')) {
        expect((await browser.confirm(begun.body.id, String(Number(code)))).status).toBe(401);
        expect((await browser.confirm(begun.body.id, code)).status).toBe(200);
        return;
      }
      // The next day: a number gets a few messages in each.
      bench.advance(24 * 3600);
    }
    throw new Error('two hundred codes and none began with 0');
  });
});
