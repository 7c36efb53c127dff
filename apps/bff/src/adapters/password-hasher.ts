import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash as argon2Hash, verify as argon2Verify, type Options, parseOptions } from '@node-rs/argon2';
import type { Config } from '../config.ts';
import type { HashTurn, PasswordHasher, PasswordVerdict } from '../deps.ts';
import type { Pepper } from './key-ring.ts';

type Cost = Pick<Config, 'PASSWORD_MEMORY_MIB' | 'PASSWORD_PASSES' | 'PASSWORD_LANES'>;

interface StoredHash {
  readonly keyId: string;
  /** `$argon2id$v=19$m=…,t=…,p=…$salt$tag` */
  readonly phc: string;
  readonly current: boolean;
}

const TAG_BYTES = 32;
const SALT_BYTES = 16;
const QUEUE_PER_CORE = 8;
/** libuv has four threads by default, and name look-ups need one too: hashing never takes them all. */
const MOST_AT_ONCE = 3;
/** No configuration asks for more; a stored hash that does was not made here. */
const MOST_MEMORY_KIB = 1024 * 1024;
const WRONG: PasswordVerdict = { kind: 'wrong' };

/** How many hashes run and how many wait for their turn. */
export interface HashLoad {
  readonly running: number;
  readonly waiting: number;
}

/**
 * Argon2id (RFC 9106) over an HMAC of the password under a key that is not in the database, so that
 * a stolen database alone cannot be searched. Stored as `<key id>$argon2id$…`.
 *
 * At most eight hashes per core run or wait; the next one is refused at once, since a queue without
 * an end would only turn a flood of sign-ins into time-outs for everybody. People already signed in (a
 * step-up, a new password) go before those who knock, and take the place of one of them when all are taken.
 */
export async function createPasswordHasher({
  config,
  pepper,
  cores = availableParallelism(),
}: {
  readonly config: Cost;
  readonly pepper: Pepper;
  readonly cores?: number;
}): Promise<PasswordHasher & { load(): HashLoad }> {
  const cost: Options = {
    memoryCost: config.PASSWORD_MEMORY_MIB * 1024,
    timeCost: config.PASSWORD_PASSES,
    parallelism: config.PASSWORD_LANES,
    outputLen: TAG_BYTES,
  };
  const queue = boundedQueue(Math.min(cores, MOST_AT_ONCE), cores * QUEUE_PER_CORE);
  /** Nobody's password: what an unknown login is compared with, at today's cost. */
  const dummy = await argon2Hash(randomBytes(TAG_BYTES).toString('base64url'), cost);

  const judge = async (password: string, stored: string | null): Promise<PasswordVerdict> => {
    const parsed = stored === null ? null : parse(stored, cost, pepper);
    const peppered = parsed && pepper.apply(password, parsed.keyId);
    if (parsed === null || peppered === null) {
      await argon2Verify(dummy, pepperedWithPrimary(pepper, password));
      return WRONG;
    }
    return (await argon2Verify(parsed.phc, peppered)) ? { kind: 'right', needsRehash: !parsed.current } : WRONG;
  };

  return {
    hasRoom: queue.hasRoom,
    hash: (password, turn = 'stranger') =>
      queue.run(turn, async () => {
        const phc = await argon2Hash(pepperedWithPrimary(pepper, password), cost);
        return `${pepper.primaryId}${phc}`;
      }),
    verify: async (password, stored, turn = 'stranger') =>
      (await queue.run(turn, () => judge(password, stored))) ?? { kind: 'busy' },
    load: () => queue.load(),
  };
}

function pepperedWithPrimary(pepper: Pepper, password: string): string {
  const peppered = pepper.apply(password, pepper.primaryId);
  if (peppered === null) throw new Error('the primary key is always in the ring');
  return peppered;
}

/** Null for anything that this hasher cannot have written: a refusal, never an exception. */
function parse(stored: string, cost: Options, { primaryId }: Pepper): StoredHash | null {
  const dollar = stored.indexOf('$');
  const keyId = stored.slice(0, Math.max(dollar, 0));
  const phc = stored.slice(keyId.length);
  if (!/^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/.test(phc)) return null;
  try {
    const made = parseOptions(phc);
    if (made.memoryCost > MOST_MEMORY_KIB) return null;
    const current =
      keyId === primaryId &&
      made.memoryCost === cost.memoryCost &&
      made.timeCost === cost.timeCost &&
      made.parallelism === cost.parallelism &&
      made.outputLen === TAG_BYTES &&
      made.saltLen === SALT_BYTES;
    return { keyId, phc, current };
  } catch {
    return null;
  }
}

/** Runs `most` works at a time; null at once when `capacity` works already run or wait, and no stranger can give way. */
function boundedQueue(most: number, capacity: number) {
  type Start = (turn: 'now' | 'never') => void;
  const waiting: Record<HashTurn, Start[]> = { 'signed-in': [], stranger: [] };
  const count = () => waiting['signed-in'].length + waiting.stranger.length;
  let running = 0;
  const hasRoom = () => running + count() < capacity;
  const admitted = (turn: HashTurn): boolean => {
    if (hasRoom()) return true;
    const last = turn === 'signed-in' ? waiting.stranger.pop() : undefined;
    last?.('never');
    return last !== undefined;
  };
  const run = async <T>(turn: HashTurn, work: () => Promise<T>): Promise<T | null> => {
    if (!admitted(turn)) return null;
    if (running < most) running += 1;
    // Whoever ends hands its place on, so `running` stays as it is.
    else if ((await new Promise((start: Start) => waiting[turn].push(start))) === 'never') return null;
    try {
      return await work();
    } finally {
      const next = waiting['signed-in'].shift() ?? waiting.stranger.shift();
      if (next === undefined) running -= 1;
      else next('now');
    }
  };
  return { run, hasRoom, load: (): HashLoad => ({ running, waiting: count() }) };
}
