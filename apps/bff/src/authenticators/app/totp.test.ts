import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockHint, matchTotp, otpauthUri, totpSecret } from './totp.ts';

/** The secret of RFC 6238, appendix B: the ASCII text 12345678901234567890. */
const S0 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number) => new Date(seconds * 1000);

describe('a secret', () => {
  test('is 20 bytes in base32 without padding', () => {
    expect(totpSecret(Buffer.from('12345678901234567890'))).toBe(S0);
    expect(totpSecret(new Uint8Array(20).fill(255))).toBe('7'.repeat(32));
  });

  test('C069: shorter than 160 bits is a fault of ours', () => {
    expect(() => totpSecret(new Uint8Array(10))).toThrow(RangeError);
  });
});

describe('the key URI', () => {
  const uriOf = (login: string, issuer = 'The Building API') => otpauthUri({ issuer, login, secret: S0 });

  test('C064, C065, C066, C068: blanks are %20, everything is escaped once, and defaults are left out', () => {
    expect(uriOf('foo+bar@example.com')).toBe(
      `otpauth://totp/The%20Building%20API:foo%2Bbar%40example.com?secret=${S0}&issuer=The%20Building%20API`,
    );
  });

  test.each([
    '\u0416.\u0418\u0432\u0430\u043d\u043e\u0432@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444',
    '\u7530\u4e2d',
    'a\u{1f600}b',
    'e\u0301lodie',
    '100%',
    'a&b=c#d?e/f',
  ])('C063: %j is read back as it is', (login) => {
    const uri = uriOf(login, 'Caf\u00e9 Building');
    const parsed = new URL(uri);
    expect(decodeURIComponent(parsed.pathname)).toContain(`Caf\u00e9 Building:${login}`);
    expect(parsed.searchParams.get('issuer')).toBe('Caf\u00e9 Building');
    expect([...parsed.searchParams.keys()]).toEqual(['secret', 'issuer']);
    expect(uri).toMatch(/^[\x21-\x7e]+$/);
  });

  test('C067: issuer and login are both there, so that the entries of two consoles can be told apart', () => {
    const entry = (issuer: string) => new URL(uriOf('a@example.com', issuer)).pathname;
    expect(entry('The Building API')).toBe('/The%20Building%20API:a%40example.com');
    expect(entry('Another Console')).toBe('/Another%20Console:a%40example.com');
  });

  test('a colon in a name cannot move the border between issuer and login', () => {
    expect(uriOf('acme:eve')).toContain('/The%20Building%20API:acmeeve?');
  });

  test('C063: a lone surrogate is replaced, not an exception', () => {
    expect(uriOf('a\ud83d')).toContain('API:a%EF%BF%BD?');
  });
});

describe('matching a code', () => {
  test.each([
    [0, '755224'],
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('RFC 4226 appendix D, RFC 6238 appendix B: at %i s the code is %s', (seconds, code) => {
    expect(matchTotp({ secret: S0, code, now: at(seconds), toleranceSteps: 0 })).toBe(Math.floor(seconds / 30));
  });

  test('of several matching steps the highest is taken', () => {
    for (const step of [56188870, 56188871])
      expect(
        matchTotp({
          secret: S0,
          code: '617002',
          now: at(step * 30),
          toleranceSteps: 1,
        }),
      ).toBe(56188871);
    expect(
      matchTotp({
        secret: S0,
        code: '617002',
        now: at(56188870 * 30),
        toleranceSteps: 0,
      }),
    ).toBe(56188870);
  });

  test('with one step of tolerance the neighbours match and no further', () => {
    // 287082 is the code of step 1: 30 s to 59 s.
    const stepAt = (seconds: number, toleranceSteps: number) =>
      matchTotp({
        secret: S0,
        code: '287082',
        now: at(seconds),
        toleranceSteps,
      });
    expect([0, 29.999, 30, 59.999, 60, 89.999].map((s) => stepAt(s, 1))).toEqual([1, 1, 1, 1, 1, 1]);
    expect(stepAt(90, 1)).toBeNull();
    expect([29.999, 30, 59.999, 60].map((s) => stepAt(s, 0))).toEqual([null, 1, 1, null]);
  });

  test('C010: a code of the wrong shape matches nothing and throws nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (code) => {
        fc.pre(!/^\d{6}$/.test(code));
        expect(matchTotp({ secret: S0, code, now: at(59), toleranceSteps: 1 })).toBeNull();
      }),
    );
  });

  test.each(['', 'A', 'not base32!', 'GEZDGNBV'])(
    'D009: a secret that the library refuses is no wrong code: %j',
    (secret) => {
      expect(matchTotp({ secret, code: '287082', now: at(59), toleranceSteps: 1 })).toBe('secret-refused');
    },
  );
});

describe("the hint about the phone's clock", () => {
  /** 287082 is the code of step 1. */
  const hintAt = (step: number, mode: 'enrolment' | 'sign-in') =>
    clockHint({ secret: S0, code: '287082', now: at(step * 30), mode });
  /** 081804 is the code of step 37037036. */
  const hintBefore = (steps: number, mode: 'enrolment' | 'sign-in') =>
    clockHint({
      secret: S0,
      code: '081804',
      now: at((37037036 - steps) * 30),
      mode,
    });

  test('a code of the past tells a slow phone, to the nearest minute', () => {
    expect(hintAt(3, 'sign-in')).toEqual({ minutes: 1, direction: 'slow' });
    expect(hintAt(5, 'sign-in')).toEqual({ minutes: 2, direction: 'slow' });
    expect(hintAt(11, 'enrolment')).toEqual({ minutes: 5, direction: 'slow' });
  });

  test('a code one step old is late, not off; beyond ten steps nothing is said', () => {
    expect(hintAt(2, 'sign-in')).toBeNull();
    expect(hintAt(1, 'enrolment')).toBeNull();
    expect(hintAt(12, 'enrolment')).toBeNull();
  });

  test('a code of the future tells a fast phone at enrolment and nothing at sign-in', () => {
    expect(hintBefore(4, 'enrolment')).toEqual({
      minutes: 2,
      direction: 'fast',
    });
    expect(hintBefore(10, 'enrolment')).toEqual({
      minutes: 5,
      direction: 'fast',
    });
    expect(hintBefore(11, 'enrolment')).toBeNull();
    for (let steps = 1; steps <= 10; steps += 1) expect(hintBefore(steps, 'sign-in')).toBeNull();
  });

  test('of several steps that a code stands for the nearest tells the time', () => {
    // Steps 56188870 and 56188871: five and four steps ago.
    const now = at(56188875 * 30);
    expect(clockHint({ secret: S0, code: '617002', now, mode: 'sign-in' })).toEqual({ minutes: 2, direction: 'slow' });
  });

  test('a code of the wrong shape gives no hint', () => {
    expect(clockHint({ secret: S0, code: '12345', now: at(90), mode: 'enrolment' })).toBeNull();
  });
});
