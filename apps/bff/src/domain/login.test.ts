import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseLogin, spellingsOf } from './login.ts';

describe('T-060: every spelling of a login is one', () => {
  test.each([
    ['as stored', 'jean.dupont@example.com'],
    ['capitals', 'Jean.DUPONT@Example.COM'],
    ['blanks around', '  jean.dupont@example.com\n'],
    ['full-width letters', '\uff2aean.dupont\uff20example.com'],
    ['a zero-width space', 'jean\u200b.dupont@example.com'],
    ['marks from a chat', '\u2068jean.dupont@example.com\u2069'],
    ['a byte order mark', '\ufeffjean.dupont@example.com'],
  ])('%s', (_, typed) => {
    expect(normaliseLogin(typed)).toBe('jean.dupont@example.com');
  });

  test('composed and decomposed letters, capital or not, are one', () => {
    const forms = ['\u00e9lodie', 'e\u0301lodie', '\u00c9LODIE', 'E\u0301lodie'];
    expect(new Set(forms.map(normaliseLogin))).toEqual(new Set(['\u00e9lodie']));
  });

  test('both small sigmas are one', () => {
    expect(normaliseLogin('\u039f\u0394\u039f\u03a3')).toBe(normaliseLogin('\u03bf\u03b4\u03bf\u03c3'));
  });
});

test('a login of 320 characters is one, a longer one is none', () => {
  expect(normaliseLogin('a'.repeat(320))).toBe('a'.repeat(320));
  expect(normaliseLogin('a'.repeat(321))).toBeNull();
});

test('what is different stays different', () => {
  expect(normaliseLogin('jean')).not.toBe(normaliseLogin('jeanne'));
  expect(normaliseLogin('foo+bar@example.com')).toBe('foo+bar@example.com');
  expect(normaliseLogin('j.d@example.com')).not.toBe(normaliseLogin('jd@example.com'));
  expect(normaliseLogin('\u0430dmin')).not.toBe('admin');
});

test.each(['', '   ', '\u200b', 'a\u0000b', 'a\nb', 'a\ud800', '\ufdfa'.repeat(30)])('%j is no login', (typed) => {
  expect(normaliseLogin(typed)).toBeNull();
});

test('the normal form is its own normal form, for any text and in any case', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(text, (typed) => {
      const login = normaliseLogin(typed);
      if (login !== null) expect(normaliseLogin(login)).toBe(login);
    }),
    { numRuns: 2000 },
  );
  const letters = fc.string({
    unit: fc.constantFrom(...'abcxyz\u00e9\u00f1\u0436@.-'),
  });
  fc.assert(
    fc.property(letters, (typed) => {
      expect(normaliseLogin(typed.toUpperCase())).toBe(normaliseLogin(typed));
    }),
  );
});

test('every letter of Unicode reaches its normal form at once', () => {
  const unstable: string[] = [];
  for (let point = 0x21; point < 0x110000; point += 1) {
    const login = normaliseLogin(String.fromCodePoint(point));
    if (login !== null && normaliseLogin(login) !== login) unstable.push(point.toString(16));
  }
  expect(unstable).toEqual([]);
});

describe('D026: an international domain and its punycode are one login', () => {
  test.each([
    'a@b\u00fccher.example',
    'A@B\u00dcCHER.example',
    'a@bu\u0308cher.example',
    'a@xn--bcher-kva.example',
    'a@XN--BCHER-KVA.EXAMPLE',
  ])('%s', (typed) => {
    expect(normaliseLogin(typed)).toBe('a@b\u00fccher.example');
    expect(spellingsOf(typed).slice(1)).toEqual(['a@b\u00fccher.example', 'a@xn--bcher-kva.example']);
  });

  test.each(['a@127.1', 'a@0x7f.1', 'a@exa_mple.com', 'a@xn--', 'a@xn--a', 'xn--bcher-kva', 'a@%41.com'])(
    '%s is no such domain and stays as it is',
    (typed) => {
      expect(normaliseLogin(typed)).toBe(typed);
      expect(spellingsOf(typed)).toEqual([typed, typed, typed]);
    },
  );

  test('the normal form of an international domain is its own normal form', () => {
    const label = fc.string({
      unit: fc.constantFrom(...'abx-\u00e9\u00df\u03c2\u03c3\u0436\u05d0\u3002\u200d\u0660\u4f8b.'),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(label, (domain) => {
        for (const typed of [`a@${domain}`, `a@${domainToASCII(domain)}`]) {
          const login = normaliseLogin(typed);
          if (login !== null) expect(normaliseLogin(login)).toBe(login);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
