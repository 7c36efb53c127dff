import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SealedPlace, SmsCodeSubject } from '../deps.ts';
import { createKeys, createPepper, type KeyRing, newKey, parseKeyRing } from './key-ring.ts';

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const A = `a:${keyOf(1)}`;
const B = `b:${keyOf(2)}`;

function ringOf(text: string): KeyRing {
  const parsed = parseKeyRing(text);
  if (parsed.kind === 'refused') throw new Error(parsed.line);
  return parsed.ring;
}

function lineOf(text: string): string {
  const parsed = parseKeyRing(text);
  return parsed.kind === 'refused' ? parsed.line : 'accepted';
}

const NO_ID = 'key ring: entry 1 must begin with an id of 1 to 32 letters, digits, _ or -, and a colon';

const place: SealedPlace = {
  table: 'authenticator',
  column: 'secret',
  accountId: 'account-1',
  rowId: 'row-1',
};

describe('parsing a key ring', () => {
  test('commas, line breaks and blanks separate entries and the first is primary', () => {
    const keys = createKeys(ringOf(` ${A},\r\n\n${B}\n`));
    expect(keys.ids).toEqual(['a', 'b']);
    expect(keys.primaryId).toBe('a');
  });

  test('a new key is an entry that parses, different each time', () => {
    expect(ringOf(`${newKey()},${newKey('next')}`).map((key) => key.id)).toEqual([
      expect.stringMatching(/^k[0-9a-f]{8}$/),
      'next',
    ]);
    expect(newKey()).not.toBe(newKey());
  });

  test.each([
    ['', 'key ring: has no key; write one as id:base64 of 32 random bytes'],
    [' \n,', 'key ring: has no key; write one as id:base64 of 32 random bytes'],
    [`${A},a:${keyOf(3)}`, 'key ring: entry 2 repeats the id a; each key needs an id of its own'],
    [`${A},b:${keyOf(1)}`, 'key ring: entry 2 (b) is the same key as a; make a new one'],
    [`a:${Buffer.alloc(31).toString('base64')}`, 'key ring: entry 1 (a) holds 31 bytes; a key has 32'],
    [`a:${Buffer.alloc(33).toString('base64')}`, 'key ring: entry 1 (a) holds 33 bytes; a key has 32'],
    ['a:', 'key ring: entry 1 (a) holds 0 bytes; a key has 32'],
    [`a:${keyOf(1).slice(0, -2)}!=`, 'key ring: entry 1 (a) is not base64 after the colon'],
    [keyOf(1), NO_ID],
    [`a.b:${keyOf(1)}`, NO_ID],
    [`a$:${keyOf(1)}`, NO_ID],
  ])('%j is refused in one line', (text, line) => {
    expect(lineOf(text)).toBe(line);
  });

  test('a refusal never repeats what may be a secret', () => {
    const secret = keyOf(7);
    expect(lineOf(secret)).not.toContain(secret.slice(0, 8));
    expect(lineOf(`a:${secret.slice(4)}`)).not.toContain(secret.slice(4, 12));
  });

  test('a printed ring shows none of its bytes', () => {
    const printed = inspect(ringOf(`${A},${B}`), { depth: 9 });
    expect(printed).not.toContain('01 01');
    expect(printed).not.toContain('AQEB');
  });
});

describe('sealing', () => {
  const keys = createKeys(ringOf(`${A},${B}`));

  test('what was sealed opens at its place, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(keys.open(keys.seal(text, place), place)).toBe(text);
      }),
    );
  });

  test('a sealed value names its version and key, and never looks the same twice', () => {
    const sealed = keys.seal('JBSWY3DP', place);
    expect(sealed).toMatch(/^v1\.a\.[\w-]{16}\.[\w-]+$/);
    expect(keys.seal('JBSWY3DP', place)).not.toBe(sealed);
  });

  test.each(['table', 'column', 'accountId', 'rowId'] as const)(
    'T-028: a value moved to another %s does not open',
    (part) => {
      const sealed = keys.seal('secret', place);
      expect(keys.open(sealed, { ...place, [part]: 'other' })).toBeNull();
    },
  );

  test('parts of a place cannot slide into each other', () => {
    const sealed = keys.seal('secret', {
      ...place,
      accountId: 'ab',
      rowId: 'c',
    });
    expect(keys.open(sealed, { ...place, accountId: 'a', rowId: 'bc' })).toBeNull();
  });

  test('any changed character makes it a refusal', () => {
    const sealed = keys.seal('secret', place);
    const [version = '', id = '', nonce = '', body = ''] = sealed.split('.');
    const flip = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
    const changed = [
      `v2.${id}.${nonce}.${body}`,
      `${version}.b.${nonce}.${body}`,
      `${version}.unknown.${nonce}.${body}`,
      `${version}.${id}.${flip(nonce)}.${body}`,
      `${version}.${id}.${nonce}.${flip(body)}`,
      `${version}.${id}.${nonce}.${body.slice(0, -4)}`,
      `${version}.${id}.${nonce}.AAAA`,
      `${version}.${id}.AAAA.${body}`,
      `${version}.${id}.${nonce}`,
      `${sealed}.x`,
      '',
      'v1...',
    ];
    expect(changed.map((value) => keys.open(value, place))).toEqual(changed.map(() => null));
  });

  test('arbitrary text is refused without an exception', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(keys.open(text, place)).toBeNull();
      }),
    );
  });

  test('after a rotation old values open under the old key and new ones are sealed with the new', () => {
    const before = createKeys(ringOf(A));
    const after = createKeys(ringOf(`${B},${A}`));
    const sealed = before.seal('secret', place);
    expect(after.open(sealed, place)).toBe('secret');
    expect(after.seal('secret', place)).toMatch(/^v1\.b\./);
    expect(createKeys(ringOf(B)).open(sealed, place)).toBeNull();
  });
});

describe('keyed hashes', () => {
  const keys = createKeys(ringOf(`${A},${B}`));

  test('are 256 bits in base64url, the same for the same message', () => {
    const mac = keys.mac('phone-index', '+33612345678');
    expect(mac).toMatch(/^[\w-]{43}$/);
    expect(keys.mac('phone-index', '+33612345678')).toBe(mac);
  });

  test('differ by purpose, by key and by message', () => {
    const macs = [
      keys.mac('phone-index', 'x'),
      keys.mac('recovery-code', 'x'),
      keys.mac('throttle-key', 'x'),
      keys.mac('throttle-key', 'x', 'b'),
      keys.mac('throttle-key', 'y'),
    ];
    expect(new Set(macs).size).toBe(5);
  });

  test('are null under an unknown key', () => {
    expect(keys.mac('throttle-key', 'x', 'gone')).toBeNull();
  });
});

describe('codes for text messages', () => {
  const keys = createKeys(ringOf(`${A},${B}`));
  const subject: SmsCodeSubject = {
    purpose: 'sign-in',
    id: 'challenge-1',
    accountId: 'account-1',
    keyId: 'a',
  };

  test('a resend repeats the code, in this process or in another', () => {
    expect(createKeys(ringOf(A)).smsCode(subject)).toBe(keys.smsCode(subject));
  });

  test('a code is bound to purpose, id, account and key', () => {
    const codes = [
      subject,
      { ...subject, purpose: 'enrolment' as const },
      { ...subject, id: 'challenge-2' },
      { ...subject, accountId: 'account-2' },
      { ...subject, keyId: 'b' },
      { ...subject, id: 'challenge-1a', accountId: 'ccount-1' },
    ].map((each) => keys.smsCode(each));
    expect(new Set(codes).size).toBe(6);
  });

  test('a code under an unknown key is null', () => {
    expect(keys.smsCode({ ...subject, keyId: 'gone' })).toBeNull();
  });

  test('C008, T-065: codes are always six digits, leading zeros kept, and spread evenly', () => {
    const count = 100_000;
    const codes = Array.from({ length: count }, (_, index) =>
      String(keys.smsCode({ ...subject, id: `challenge-${index}` })),
    );
    expect(codes.every((code) => /^[0-9]{6}$/.test(code))).toBe(true);
    for (const half of [(code: string) => code.slice(0, 3), (code: string) => code.slice(3)]) {
      const seen = new Map<string, number>();
      for (const code of codes) seen.set(half(code), (seen.get(half(code)) ?? 0) + 1);
      expect(seen.size).toBe(1000);
      // Chi-square with 999 degrees of freedom: within 802 and 1220 but for one case in a million on either side.
      const expected = count / 1000;
      const chiSquare = [...seen.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      expect(chiSquare).toBeGreaterThan(802);
      expect(chiSquare).toBeLessThan(1220);
    }
  });
});

describe('the pepper', () => {
  const pepper = createPepper(ringOf(`${A},${B}`));

  test('composed and decomposed letters give the same bytes', () => {
    expect(pepper.apply('caf\u00e9', 'a')).toEqual(pepper.apply('cafe\u0301', 'a'));
  });

  test('differs by key and from the keyed hashes, and is null under an unknown key', () => {
    expect(pepper.apply('x', 'a')).toMatch(/^[\w-]{43}$/);
    expect(pepper.apply('x', 'a')).not.toEqual(pepper.apply('x', 'b'));
    expect(pepper.apply('x', 'gone')).toBeNull();
  });
});
