import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 without padding (RFC 4648 §6). */
function decodeBase32(text: string): Buffer {
  let bits = '';
  for (const symbol of text.toUpperCase().replaceAll(/[\s=]/g, '')) {
    const value = ALPHABET.indexOf(symbol);
    if (value < 0) throw new Error(`${symbol} is no base32 symbol`);
    bits += value.toString(2).padStart(5, '0');
  }
  return Buffer.from(Array.from(bits.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2)));
}

/**
 * A code as an authenticator app computes it (RFC 6238, RFC 4226 §5.3). Written here and not taken from
 * the library that the server uses: the two must agree without knowing one another.
 * @param step the time step's number, seconds since 1970 by the period.
 */
export function totp({ secret, digits }: { secret: string; digits: number }, step: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', decodeBase32(secret)).update(message).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  const number = hash.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}
