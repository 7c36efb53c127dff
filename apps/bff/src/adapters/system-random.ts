import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../deps.ts';
import { Unavailable } from '../outcome.ts';

/** A quarter of the counter's range is left for counting up within one millisecond. */
const COUNTER_LIMIT = 0x1000;
const COUNTER_SEED_BITS = 0x0bff;
const ID_BYTES = 16;
/** Ids are no secrets, and every request has one: the system is asked for many at once. */
const IDS_AT_ONCE = 256;

/** Random bytes of the operating system, or nothing: without them no token, no nonce and no code is made. */
export function systemBytes(length: number): Buffer {
  try {
    return randomBytes(length);
  } catch {
    throw new Unavailable('no randomness');
  }
}

/**
 * Randomness from the operating system, and ids in UUID version 7 (RFC 9562 §5.7) at the clock's time.
 * Ids of one process only grow, also within a millisecond and when the clock steps back: `rand_a` is a
 * counter with a random start (§6.2, method 1), and when it runs over, the timestamp goes one ahead.
 */
export function createSystemRandom(clock: Clock): Random {
  let lastMs = 0;
  let counter = 0;
  let drawn: Buffer = Buffer.alloc(0);
  const drawId = () => {
    if (drawn.length === 0) drawn = systemBytes(ID_BYTES * IDS_AT_ONCE);
    const bytes = drawn.subarray(0, ID_BYTES);
    drawn = drawn.subarray(ID_BYTES);
    return bytes;
  };
  return {
    bytes: systemBytes,
    id: () => {
      const bytes = drawId();
      const nowMs = clock.now().getTime();
      if (nowMs > lastMs) {
        lastMs = nowMs;
        counter = bytes.readUInt16BE(6) & COUNTER_SEED_BITS;
      } else {
        counter += 1;
        if (counter === COUNTER_LIMIT) {
          lastMs += 1;
          counter = 0;
        }
      }
      bytes.writeUIntBE(lastMs, 0, 6);
      bytes.writeUInt16BE(0x7000 | counter, 6);
      bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
      const hex = bytes.toString('hex');
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    },
  };
}
