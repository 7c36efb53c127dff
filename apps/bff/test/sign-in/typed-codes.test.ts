import { describe, expect } from 'vitest';
import { type Browser, codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner, nextCode, phoneOwner } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';

/** The key of RFC 6238's appendix B in base32. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const RFC_BYTES = new TextEncoder().encode('12345678901234567890');

const shifted = (code: string, zero: number) =>
  [...code].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
const inserted = (code: string, mark: string) => code.slice(0, 3) + mark + code.slice(3);

/** Every way in which people have been seen to give the right six digits. */
const SPELLINGS: readonly (readonly [string, (code: string) => string])[] = [
  ['a blank in the middle (C005)', (code) => inserted(code, ' ')],
  ['blanks around (C005)', (code) => ` ${code} `],
  ['a dash (C005)', (code) => inserted(code, '-')],
  ['an en dash', (code) => inserted(code, '\u2013')],
  ['a non-breaking blank (C006)', (code) => inserted(code, '\u00a0')],
  ['a zero-width blank (C006)', (code) => `\u200b${code}\u200b`],
  ['a word joiner (C006)', (code) => inserted(code, '\u2060')],
  ['a byte order mark (C006)', (code) => `\ufeff${code}`],
  ['a soft hyphen (C006)', (code) => inserted(code, '\u00ad')],
  ['a line break (C006)', (code) => `${code}\n`],
  ['a tabulator (C006)', (code) => `\t${code}`],
  ['direction marks', (code) => `\u202a${code}\u202c`],
  ['full-width digits (C007)', (code) => shifted(code, 0xff10)],
  ['Arabic digits', (code) => shifted(code, 0x0660)],
  ['Persian digits', (code) => shifted(code, 0x06f0)],
  ['Devanagari digits', (code) => shifted(code, 0x0966)],
  ['an emoji behind it (D016)', (code) => `${code}\u{1f600}`],
  ['half an emoji behind it', (code) => `${code}\ud83d`],
  ['a sentence with it (D016)', (code) => `Your code: ${code}.`],
];

/** What is no code, whatever it is made from; with the right code it must not pass either. */
const NOT_A_CODE: readonly (readonly [string, (code: string) => string])[] = [
  ['one digit more (C009)', (code) => `${code}7`],
  ['letters behind (C009)', (code) => `${code}abc`],
  ['a letter before (C009)', (code) => `x${code}`],
  ['a digit on a second line (C009)', (code) => `${code}\n9`],
  ['two codes (C009)', (code) => code + code],
  ['nothing (C010)', () => ''],
  ['five digits (C010)', (code) => code.slice(1)],
  ['letters (C010)', () => 'abcdef'],
  ['a sign', (code) => `+${code}`],
  ['a decimal point', (code) => inserted(code, '.')],
  ['an exponent', () => '1e5000'],
  ['NUL', (code) => inserted(code, '\u0000')],
  ['circled digits', () => '\u2776\u2777\u2778\u2779\u277a\u277b'],
];

describe('codes as they are typed', () => {
  const it = test
    .extend('challenged', ({ browserOf }) => async (login: string) => {
      const browser = browserOf();
      await browser.signIn(login);
      return browser;
    })
    /** An instance that draws the RFC's key for every app. */
    .extend('withRfcSecret', ({ world }) => () => {
      const bytes = (length: number) => (length === RFC_BYTES.length ? RFC_BYTES : world.deps.random.bytes(length));
      return serverWith(world, { random: { ...world.deps.random, bytes }, passwords: quickPasswords });
    });

  const stepUp = (browser: Browser, code: unknown) =>
    browser.send('POST', '/api/step-up', { password: PASSWORD, answer: { method: 'otp', code } });

  it.for(SPELLINGS)(
    '%s is the code, at sign-in, in a step-up and at enrolment',
    async ([_, spell], { world, challenged }) => {
      const { login, secret } = await appOwner(world);
      const other = await challenged(login);
      expect((await other.answer('otp', spell(nextCode(world, secret)))).status).toBe(200);
      expect((await stepUp(other, spell(nextCode(world, secret)))).status).toBe(200);
      const app = (await other.security()).body.authenticators[0];
      const begun = await other.begin({ kind: 'app', replaces: app?.id ?? '' });
      if (begun.body.kind !== 'app') throw new Error('no app');
      const confirmed = await other.confirm(begun.body.id, spell(codeOf(begun.body.key, world.clock.now())));
      expect(confirmed.status).toBe(200);
    },
  );

  it.for(NOT_A_CODE)('%s is a wrong code like any other, and counted', async ([_, spell], { world, challenged }) => {
    const { login, secret } = await appOwner(world);
    const other = await challenged(login);
    const wrong = { type: 'wrong-code', status: 401, attemptsLeft: 4 };
    expect((await other.answer('otp', spell(nextCode(world, secret)))).problem).toMatchObject(wrong);
    expect((await readEverything(world.database)).attempts.map((one) => one.failed)).toEqual([1]);
    expect((await other.answer('otp', codeOf(secret, world.clock.now()))).status).toBe(200);
    expect((await stepUp(other, spell(nextCode(world, secret)))).problem).toMatchObject(wrong);
    const app = (await other.security()).body.authenticators[0];
    const begun = await other.begin({ kind: 'app', replaces: app?.id ?? '' });
    expect((await other.confirm(begun.body.id, spell('123456'))).problem).toMatchObject(wrong);
  });

  it('C009: the recovery code with anything added is a wrong one', async ({ world, challenged }) => {
    const { login, recoveryCode } = await appOwner(world);
    const added = [`${recoveryCode}7`, `x${recoveryCode}`, recoveryCode + recoveryCode];
    for (const typed of added) {
      const other = await challenged(login);
      expect((await other.answer('recovery', typed)).problem).toMatchObject({ type: 'wrong-code', status: 401 });
    }
    expect((await (await challenged(login)).answer('recovery', recoveryCode)).status).toBe(200);
  });

  it('T-011: what is no string is malformed, and not counted', async ({ world, challenged }) => {
    const { login } = await appOwner(world);
    const other = await challenged(login);
    for (const code of [undefined, null, [], {}, false, 0, 123456, ['123456']]) {
      const { problem } = await other.answer('otp', code);
      expect([code, problem]).toMatchObject([code, { type: 'malformed', status: 422, fields: ['code'] }]);
    }
    expect((await other.answer('otp', 'x'.repeat(1025))).problem).toMatchObject({ type: 'malformed' });
    expect((await other.session()).body).toMatchObject({ attemptsLeft: 5 });
    expect((await readEverything(world.database)).attempts).toEqual([]);
  });

  it('C005: a text message’s code is taken with blanks as well', async ({ world, challenged }) => {
    const { login, number } = await phoneOwner(world);
    const other = await challenged(login);
    await world.deps.background.settled();
    expect((await other.answer('sms', ` ${inserted(world.phones.codeFor(number), ' ')} `)).status).toBe(200);
  });

  it('C008: a leading zero stays: at enrolment, at sign-in and in a step-up', async ({ world, withRfcSecret }) => {
    const fixed = withRfcSecret();
    const { login } = await world.account();
    const browser = fixed();
    // Before RFC 6238's 1111111109, at which the code is 081804.
    world.clock.set(new Date(1_111_111_109_000));
    await browser.signIn(login);
    const { secret } = await browser.enrolApp();
    expect([secret, codeOf(secret, world.clock.now())]).toEqual([RFC_SECRET, '081804']);
    world.clock.set(new Date(1_234_567_890_000));
    const other = fixed();
    await other.signIn(login);
    expect((await other.answer('otp', '005924')).status).toBe(200);
    world.clock.set(new Date(nextWithZero(1_234_567_920)));
    const again = fixed();
    await again.signIn(login);
    await again.answer('otp', codeOf(RFC_SECRET, world.clock.now()));
    world.clock.set(new Date(nextWithZero(world.clock.now().getTime() / 1000 + 30)));
    await again.session();
    expect((await stepUp(again, codeOf(RFC_SECRET, world.clock.now()))).status).toBe(200);
  });

  /** Milliseconds of the next time step whose code begins with a zero. */
  function nextWithZero(from: number): number {
    let seconds = from;
    while (!codeOf(RFC_SECRET, new Date(seconds * 1000)).startsWith('0')) seconds += 30;
    return seconds * 1000;
  }

  it('RFC 6238: of two steps that share a code both are spent with it', async ({ world, withRfcSecret }) => {
    const fixed = withRfcSecret();
    const { login } = await world.account();
    const browser = fixed();
    world.clock.set(new Date(56_188_860 * 30_000));
    await browser.signIn(login);
    await browser.enrolApp();
    world.clock.set(new Date(56_188_870 * 30_000));
    const first = fixed();
    await first.signIn(login);
    expect((await first.answer('otp', '617002')).status).toBe(200);
    world.clock.set(new Date(56_188_871 * 30_000));
    const second = fixed();
    await second.signIn(login);
    expect((await second.answer('otp', '617002')).problem).toMatchObject({ type: 'wrong-code', alreadyUsed: true });
  });
});
