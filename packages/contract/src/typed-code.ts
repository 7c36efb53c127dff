/**
 * What people type, paste or dictate, freed of what they cannot see: compatibility forms made plain
 * (NFKC: full-width letters and digits), other scripts' digits as ASCII, marks without a shape removed.
 */
export function plainTyped(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '');
}

/** Unicode's decimal digits stand in unbroken runs of ten from zero to nine, so the place in the run is the value. */
function asciiDigit(digit: string): string {
  let before = 0;
  for (let point = Number(digit.codePointAt(0)) - 1; /\p{Nd}/u.test(String.fromCodePoint(point)); point -= 1)
    before += 1;
  return String(before % 10);
}

/** Plain text without spaces, line breaks and dashes: for codes, in which they are decoration. */
function withoutSeparators(plain: string): string {
  return plain.replace(/[\s\p{Pd}\u2212]/gu, '');
}

/** What keeps a text from being a code. `unclear`: there is more in it than one code. */
export type CodeFault = 'empty' | 'short' | 'long' | 'unclear';

export type ReadCode =
  | { readonly code: string; readonly fault: null }
  | { readonly code: null; readonly fault: CodeFault };

const read = (code: string): ReadCode => ({ code, fault: null });
const unread = (fault: CodeFault): ReadCode => ({ code: null, fault });

/** Of a text with words in it only the one group that has the shape of a code; said twice it is still one. */
function onlyGroup(groups: readonly string[], shape: RegExp): ReadCode {
  const codes = new Set(groups.map(withoutSeparators));
  const [only, ...others] = [...codes].filter((code) => shape.test(code));
  return only === undefined || others.length > 0 ? unread('unclear') : read(only);
}

const ONE_TIME_CODE_LENGTH = 6;
const SIX_DIGITS = /^\d{6}$/;
/** Digits, a blank or a dash between them, as far as they go. */
const DIGITS = /\d(?:(?:[^\S\r\n]|[^\S\r\n]?[\p{Pd}\u2212][^\S\r\n]?)?\d)*/gu;
/** What they belong to that is no code: a word, a price, a date, a time, a number with its country. */
const BEFORE = /(?:[\p{L}\p{N}+]|\d[.,:/])$/u;
const BEHIND = /^(?:[\p{L}\p{N}]|[.,:/]\d)/u;

/**
 * The groups of digits of a text, each whole or not at all: the first six of eight digits are no code. Each sign is
 * looked at once, so that a long text costs no more than its length.
 */
function digitGroups(plain: string): string[] {
  return Array.from(plain.matchAll(DIGITS), ({ 0: group, index }) => {
    const end = index + group.length;
    if (BEHIND.test(plain.slice(end, end + 2))) return '';
    // What stands right behind a word is a part of it, what is apart from that is not.
    return BEFORE.test(plain.slice(Math.max(0, index - 2), index)) ? group.replace(/^\d+\D*/, '') : group;
  });
}

/**
 * The six-digit code in what somebody typed or pasted. Blanks, dashes and invisible marks don't count, the digits of
 * every script do. A text with anything else in it gives a code only when it holds one group of six digits:
 * digits that stand apart are never put together. A string from end to end, so that leading zeros stay.
 */
export function readOneTimeCode(typed: string): ReadCode {
  const plain = plainTyped(typed);
  const digits = withoutSeparators(plain);
  if (digits === '') return unread('empty');
  if (!/^\d+$/.test(digits)) return onlyGroup(digitGroups(plain), SIX_DIGITS);
  if (digits.length < ONE_TIME_CODE_LENGTH) return unread('short');
  return digits.length > ONE_TIME_CODE_LENGTH ? unread('long') : read(digits);
}

/** What a field shows of what was typed: the digits alone where there is nothing else, a text's code, else the text. */
export function shownOneTimeCode(typed: string): string {
  const { code, fault } = readOneTimeCode(typed);
  return code ?? (fault === 'unclear' ? typed : withoutSeparators(plainTyped(typed)));
}

/** Crockford's base32: no I, L, O and U, so that nothing is read as something else. */
export const RECOVERY_CODE_SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const RECOVERY_CODE_LENGTH = 24;
const RECOVERY_CODE = new RegExp(`^[${RECOVERY_CODE_SYMBOLS}]{${RECOVERY_CODE_LENGTH}}$`);
/** Six groups of four as they are shown, one or two rows of them. */
const RECOVERY_GROUP = /(?<![\p{L}\p{N}])[\p{L}\p{N}]{4}(?:\s*[\p{Pd}\u2212]\s*[\p{L}\p{N}]{4}){5}(?![\p{L}\p{N}])/gu;

/** The code that stands in its one canonical form, `ABCD-EFGH-…`: six groups of four symbols. */
export const groupedRecoveryCode = (symbols: string) => symbols.replace(/.{4}(?=.)/g, '$&-');

/** How many symbols a recovery code as typed has, decoration left out. */
export const recoveryCodeLength = (typed: string) => Array.from(withoutSeparators(plainTyped(typed))).length;

/**
 * The recovery code that somebody copied from paper: case, blanks and dashes of any kind don't count, and
 * O, I and L are read as the digits they resemble. Of a text, such as the saved file's, the one code in it.
 * @returns the canonical form, or why it cannot be one: `unclear` also where a sign is in it that no code has.
 */
export function readRecoveryCode(typed: string): ReadCode {
  const plain = plainTyped(typed).toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  const symbols = withoutSeparators(plain);
  if (symbols === '') return unread('empty');
  if (RECOVERY_CODE.test(symbols)) return read(groupedRecoveryCode(symbols));
  const within = onlyGroup(plain.match(RECOVERY_GROUP) ?? [], RECOVERY_CODE);
  if (within.code !== null) return read(groupedRecoveryCode(within.code));
  if (!/^[\p{L}\p{N}]+$/u.test(symbols)) return within;
  const length = Array.from(symbols).length;
  if (length < RECOVERY_CODE_LENGTH) return unread('short');
  return length > RECOVERY_CODE_LENGTH ? unread('long') : within;
}
