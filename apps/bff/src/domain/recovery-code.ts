import { withoutSeparators } from './typed-text.ts';

/** Crockford's base32: no I, L, O and U, so that nothing is read as something else. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 120 bits: out of reach of any search, also against its stolen hash (NIST SP 800-63B-4 §3.1.2.2 asks for 64). */
const BYTES = 15;
const CANONICAL = new RegExp(`^[${SYMBOLS}]{24}$`);

/**
 * @param bytes 15 random bytes.
 * @returns the code in its one canonical form, `ABCD-EFGH-…`: six groups of four symbols.
 */
export function recoveryCode(bytes: Uint8Array): string {
  if (bytes.length !== BYTES) throw new RangeError(`a recovery code is made of ${BYTES} bytes`);
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return grouped(bits.replace(/.{5}/g, (five) => SYMBOLS.charAt(Number.parseInt(five, 2))));
}

/**
 * The code that somebody copied from paper: case, blanks and dashes of any kind don't count, and
 * O, I and L are read as the digits they resemble.
 * @returns the canonical form, as `recoveryCode` gives it, or null when it cannot be one.
 */
export function normaliseRecoveryCode(typed: string): string | null {
  const symbols = withoutSeparators(typed).toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  return CANONICAL.test(symbols) ? grouped(symbols) : null;
}

const grouped = (symbols: string) => symbols.replace(/.{4}(?=.)/g, '$&-');
