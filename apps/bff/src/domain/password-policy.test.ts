import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { judgeNewPassword } from './password-policy.ts';

const LOGIN = 'jean.dupont@example.com';
/** The reason of the refusal, or null. */
const judgeFor = (login: string, password: string) => {
  const judgement = judgeNewPassword(password, login);
  return judgement.kind === 'refused' ? judgement.reason : null;
};
const judge = (password: string) => judgeFor(LOGIN, password);

test('a good password is ok', () => {
  expect(judgeNewPassword('tabouret gravier noisette', LOGIN)).toEqual({ kind: 'ok' });
});

/** Words that are neither common nor a run: each stands for what a person may honestly choose. */
const honest = 'tabouret gravier noisette';

describe('R-PW-01, R-PW-02: the length, in code points', () => {
  test.each([
    ['fourteen', honest.slice(0, 14), 'too-short'],
    ['fifteen', honest.slice(0, 15), null],
    ['none', '', 'too-short'],
    [
      'fourteen emoji, 28 units',
      '\u{1f98a}\u{1f409}\u{1f33b}\u{1f511}\u{1f3e0}\u{1f4a1}\u{1f6a7}'.repeat(2),
      'too-short',
    ],
    ['256 code points of four bytes', four(256), null],
    ['257 code points', four(257), 'too-long'],
    ['256 letters and signs', `${honest} `.repeat(11).slice(0, 230) + four(26), null],
  ])('%s', (_, password, verdict) => {
    expect(judge(password)).toBe(verdict);
  });

  test('a decomposed letter counts as the one it is', () => {
    const thirteen = 'tabouret grav';
    expect(judge(`${thirteen}\u00e9\u00e8`)).toBeNull();
    expect(judge(`${thirteen}e\u0301e\u0300`)).toBeNull();
    expect(judge(`${thirteen}e\u0301`)).toBe('too-short');
  });
});

describe('R-PW-03: no rule of composition', () => {
  test.each([
    'tabouret gravier noisette',
    'TABOURETGRAVIERNOISETTE',
    'les chaudières ronronnent la nuit',
    '8371920465738291',
    '6Zq!vR2#kT9@wLx4',
    '\u7530\u4e2d\u3055\u3093\u306f\u6bce\u671d\u65e9\u304f\u8d77\u304d\u3066\u8d70\u308b\u3088',
    '\u0416\u0438\u043b-\u0431\u044b\u043b \u0443 \u0431\u0430\u0431\u0443\u0448\u043a\u0438',
  ])('%s', (password) => {
    expect(judge(password)).toBeNull();
  });
});

describe('R-PW-04: common passwords', () => {
  test('all that are listed, in any case and with any separators', () => {
    for (const password of COMMON_PASSWORDS) {
      expect([password, ['common', 'too-short']]).toEqual([password, expect.arrayContaining([judge(password)])]);
    }
    expect(judge('Correct Horse Battery Staple')).toBe('common');
    expect(judge('correct-horse-battery-staple')).toBe('common');
    expect(judge('PolniyPizdec0211')).toBe('common');
  });

  test.each([
    '123456789987654321',
    '1qaz2wsx3edc4rfv',
    '123456789123456789',
    '12345678900987654321',
    'qwertyuiopasdfgh',
    'azertyuiopqsdfghjklm',
    'qazwsxedcrfvtgb',
    'q1w2e3r4t5y6u7i8o9p0',
    'abcdefghijklmnop',
    'zyxwvutsrqponml',
    '2468101214161820',
    '11111111111111111111',
    'aaaaaaaaaaaaaaaaaaaa',
    '123123123123123',
    '111222333444555',
    '122333444455555',
    'jean1jean1jean1jean1',
    'xyzxyzxyzxyzxyzx',
    'passwordpassword',
    'PASSWoRDassword',
    'Password123456789',
    'P@ssw0rd12345678',
    'motdepasse123456',
    'MotDePasse!2026!',
    'azertyuiop12345',
    'Wattsense Console 2026',
    'Wattsense@2026!!',
    'TheBuilding12345',
    'administrateur2026',
    'bienvenue123456',
    'sunshinedragonfootball',
    'iloveyouiloveyou1',
    '                    ',
  ])('%s', (password) => {
    expect(judge(password)).toBe('common');
  });

  test('a common word beside words of one’s own is no fault', () => {
    expect(judge('le dragon du gravier noisette')).toBeNull();
    expect(judge('wattsense tabouret gravier')).toBeNull();
  });
});

describe('R-PW-04: each common word and each run counts as one character, and eight are enough', () => {
  test.each([
    ['a word', 'motdepassekgvzpt', 'motdepassekgvzptm'],
    ['a word twice', 'dragondragonkgvzpt', 'dragondragonkgvzptm'],
    ['a row walked back', 'mlkjhgfdsqkgvzpt', 'mlkjhgfdsqkgvzptw'],
    ['four keys at the end', 'passwordkgvzpfghj', 'passwordkgvzptfghj'],
    ['seven keys at the end', 'passwordkgvzpsdfghjk', 'passwordkgvzptsdfghjk'],
    ['every second letter', 'passwordkgvzpacegi', 'passwordkgvzptacegi'],
    ['a year', 'passwordkgvzp2019', 'passwordkgvzpt2019'],
    ['each letter three times', 'zzzkkkvvvtttmmmgggppp', 'zzzkkkvvvtttmmmgggpppwww'],
    ['a part that comes again', 'kgvzptmkgvzptmkg', 'kgvzptmwkgvzptmw'],
    ['a part with a run, twice', 'kgvasdfpkgvasdfp', 'kgvasdfpbtmkgvasdfpbtm'],
  ])('%s: %s is common, %s is not', (_, seven, eight) => {
    expect([judge(seven), judge(eight)]).toEqual(['common', null]);
  });

  test('every third letter is no run, and an end like the beginning no repetition', () => {
    expect(judge('adgjmpsvybehknqt')).toBeNull();
    expect(judge('kgvpasswordtzmk')).toBeNull();
  });

  test('pairs of letters stay pairs, and four different ones are too few', () => {
    expect(judge('aabbccddeeffgghh')).toBeNull();
    expect(judge('kvzbkvbzkbzvkkvbz')).toBe('common');
    expect(judge('kvzbtkvbztkbzvtkkvbz')).toBeNull();
  });
});

describe('the login', () => {
  test.each([
    ['whole', `my ${LOGIN} password`],
    ['its mailbox', 'gravier-jean.dupont-noisette'],
    ['in capitals', 'gravier-JEAN.DUPONT-noisette'],
    ['full-width', 'gravier-\uff4aean.dupont-noisette'],
  ])('%s is refused', (_, password) => {
    expect(judge(password)).toBe('contains-login');
  });

  test('is refused as it is stored, and its mailbox from five letters on', () => {
    expect(judgeFor(` ${LOGIN} `, `gravier-${LOGIN}-noisette`)).toBe('contains-login');
    expect(judgeFor(' henri', 'gravier-henri-noisette')).toBe('contains-login');
    expect(judgeFor('henri@example.com', 'gravier-henri-noisette')).toBe('contains-login');
    expect(judgeFor('anna@example.com', 'gravier anna@example.com')).toBe('contains-login');
  });

  test('a short mailbox stands in honest words, and an empty login in all', () => {
    expect(judgeFor('anna@example.com', 'la savannah du gravier')).toBeNull();
    expect(judgeFor('', honest)).toBeNull();
  });
});

test('random passwords of a manager are taken, and any text gives a verdict', () => {
  const symbols = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
  fc.assert(
    fc.property(fc.array(symbols, { minLength: 20, maxLength: 64 }), (letters) => {
      fc.pre(new Set(letters).size > 12);
      expect(judge(letters.join(''))).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 1024 }), fc.string({ unit: 'binary' }), (password, login) => {
      expect(['too-short', 'too-long', 'common', 'contains-login', null]).toContain(judgeFor(login, password));
    }),
  );
});

/** So many different code points of four bytes each. */
function four(count: number): string {
  return Array.from({ length: count }, (_, index) => String.fromCodePoint(0x20000 + index * 7)).join('');
}
