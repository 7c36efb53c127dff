import { groupedRecoveryCode, RECOVERY_CODE_SYMBOLS } from '@wattsense/contract/typed-code';
import { CLOCKS_AGREE_MS, secondsUntil } from './processes.ts';

/** 120 bits: out of reach of any search, also against its stolen hash (NIST SP 800-63B-4 §3.1.2.2 asks for 64). */
const BYTES = 15;
/** How long a recovery code stays reserved for the session that it opened, in seconds. */
export const RESERVATION_SECONDS = 120;

/**
 * @param bytes 15 random bytes.
 * @returns the code in its one canonical form, `ABCD-EFGH-…`: six groups of four symbols.
 */
export function recoveryCode(bytes: Uint8Array): string {
  if (bytes.length !== BYTES) throw new RangeError(`a recovery code is made of ${BYTES} bytes`);
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return groupedRecoveryCode(bits.replace(/.{5}/g, (five) => RECOVERY_CODE_SYMBOLS.charAt(Number.parseInt(five, 2))));
}

/**
 * Seconds until a code that is reserved for a session may be used by another; 0 when it may be now. One reserved for
 * longer than any is was reserved while a clock was wrong, and its session is as dead.
 */
export function reservedSeconds({ reservedUntil }: { readonly reservedUntil: Date | null }, now: Date): number {
  if (reservedUntil === null) return 0;
  const seconds = secondsUntil(reservedUntil, now);
  return seconds > RESERVATION_SECONDS + CLOCKS_AGREE_MS / 1000 ? 0 : seconds;
}
