import { describe, expect } from 'vitest';
import { environment } from '../../src/config.ts';
import { call, stored } from '../http/routes-calls.ts';
import { API_ROUTES, nameOf } from '../http/routes-table.ts';
import { guesser } from '../limits/guessing.ts';
import { checkInvariants } from '../support/invariants.ts';
import { offers } from '../support/offers.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner, codeAhead, nextCode } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';
import { createWorld, type WorldOptions } from '../support/world.ts';

/** Every figure as high and every rule as mild as the configuration takes it. */
const LENIENT = {
  TOTP_TOLERANCE_STEPS: '1',
  SESSION_ABSOLUTE_SECONDS: '86400',
  SESSION_IDLE_SECONDS: '86400',
  VERIFY_MINIMUM_LEVEL: 'aal1',
  SMS_CONVERSION_PERCENT: '0',
  ...Object.fromEntries(
    Object.keys(environment.shape)
      .filter((name) => /^SMS_.*(HOUR|DAY|WAITING|SENDS|REFUSED_PER_ACCOUNT)$/.test(name))
      .map((name) => [name, '1000000']),
  ),
};

/** Settings that a sign-in might depend on, each at its ends. */
const SETTINGS: readonly [string, WorldOptions][] = [
  ['TOTP_TOLERANCE_STEPS=0', { environment: { TOTP_TOLERANCE_STEPS: '0' } }],
  ['TOTP_TOLERANCE_STEPS=1', { environment: { TOTP_TOLERANCE_STEPS: '1' } }],
  [
    'SESSION_ABSOLUTE_SECONDS and SESSION_IDLE_SECONDS at their least',
    { environment: { SESSION_ABSOLUTE_SECONDS: '300', SESSION_IDLE_SECONDS: '300' } },
  ],
  [
    'SESSION_ABSOLUTE_SECONDS and SESSION_IDLE_SECONDS at their most',
    { environment: { SESSION_ABSOLUTE_SECONDS: '86400', SESSION_IDLE_SECONDS: '86400' } },
  ],
  ['VERIFY_MINIMUM_LEVEL=aal1', { environment: { VERIFY_MINIMUM_LEVEL: 'aal1' } }],
  ['VERIFY_MINIMUM_LEVEL=aal2', { environment: { VERIFY_MINIMUM_LEVEL: 'aal2' } }],
  ['TRUSTED_PROXIES of a whole office', { environment: { TRUSTED_PROXIES: '192.0.2.0/24,198.51.100.0/24' } }],
  ['NODE_ENV=development', { environment: { NODE_ENV: 'development' } }],
  ['NODE_ENV=production', { environment: { NODE_ENV: 'production', SMS_FICTIONAL_PREFIXES: '' } }],
  ['SMS_KILL_SWITCH=true', { environment: { SMS_KILL_SWITCH: 'true' } }],
  ['no credentials of VONAGE_…', { withoutSms: true }],
  ['PASSKEYS=true', { environment: { PASSKEYS: 'true' } }],
  ['everything together as lenient as it can be', { environment: LENIENT }],
];

/** What has nothing to do with who gets in. A new setting is written into one of the two lists. */
const ELSEWHERE =
  /^(HOST|PORT|PUBLIC_ORIGIN|HSTS_(SECONDS|SUBDOMAINS)|SUPPORT_URL|DATABASE_URL|KEY_RING(_FILE)?|LOG_LEVEL|PASSWORD_(MEMORY_MIB|PASSES|LANES)|WEB_DIRECTORY|METRICS_(HOST|PORT))$/;

test('T-006: every setting is looked at here or said to be of no account', () => {
  const looked = SETTINGS.map(([name]) => name).join(' ');
  const left = Object.keys(environment.shape).filter(
    (name) => !looked.includes(name) && !/^(SMS|VONAGE)_/.test(name) && !ELSEWHERE.test(name),
  );
  expect(left).toEqual([]);
});

describe.each(SETTINGS)('under %s', (_name, options) => {
  const it = test.extend('options', options);

  it('T-006, T-007: the password alone opens nothing, a code alone opens nothing, and both open the console', async ({
    world,
    browserOf,
  }) => {
    const { login, secret } = await appOwner(world);
    expect((await browserOf().answer('otp', codeAhead(world, secret))).problem?.type).toBe('challenge-over');
    const browser = browserOf();
    expect((await browser.signIn(login)).body).toMatchObject({
      state: 'challenged',
      methods: offers('otp', 'recovery'),
    });
    expect(browser.cookies.get('session')).toBeUndefined();
    const before = await stored(world);
    for (const route of API_ROUTES.filter(({ who }) => who.startsWith('session'))) {
      const { status, problem } = await call(browser, route);
      expect([nameOf(route), status, problem?.type]).toEqual([nameOf(route), 401, 'not-signed-in']);
    }
    expect((await browser.send('GET', '/auth/verify')).status).toBe(401);
    expect(await stored(world)).toEqual(before);
    expect((await browser.answer('otp', nextCode(world, secret))).body).toMatchObject({ assuranceLevel: 'aal2' });
  });
});

test('T-055: no setting is as lenient as to take a limit away', async () => {
  const names = Object.keys(environment.shape);
  expect(names.filter((name) => /ATTEMPT|LIMIT|LOCK|THROTTLE|BACKOFF/.test(name))).toEqual([]);
  const world = await createWorld({ environment: LENIENT });
  const { login } = await appOwner(world);
  const attacker = guesser(serverWith(world, { passwords: quickPasswords }), login);
  const ends: Record<string, number> = {};
  for (let n = 0; n < 300; n += 1) {
    const problem = await attacker.guess('otp');
    ends[problem.type] = (ends[problem.type] ?? 0) + 1;
    if (n === 5) expect(ends).toEqual({ 'wrong-code': 5, 'second-factor-blocked': 1 });
    if (problem.type === 'second-factor-blocked') world.clock.advance(problem.retryAfterSeconds);
  }
  expect(ends['wrong-code']).toBe(100);
  expect(ends['second-factor-disabled']).toBeGreaterThan(0);
  await checkInvariants(world.database);
  await world.close();
});
