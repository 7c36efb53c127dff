import { groupedRecoveryCode, RECOVERY_CODE_SYMBOLS } from '@wattsense/contract/typed-code';

/** 120 bits: out of reach of any search, also against its stolen hash (NIST SP 800-63B-4 §3.1.2.2 asks for 64). */
const BYTES = 15;

/**
 * @param bytes 15 random bytes.
 * @returns the code in its one canonical form, `ABCD-EFGH-…`: six groups of four symbols.
 */
export function recoveryCode(bytes: Uint8Array): string {
  if (bytes.length !== BYTES) throw new RangeError(`a recovery code is made of ${BYTES} bytes`);
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return groupedRecoveryCode(bits.replace(/.{5}/g, (five) => RECOVERY_CODE_SYMBOLS.charAt(Number.parseInt(five, 2))));
}
