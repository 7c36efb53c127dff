import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2';
import type { Config } from '../config.ts';
import type { Asker, PasswordHasher, PasswordVerdict } from '../deps.ts';
import {
  type HashCost,
  LEAST_MEMORY_KIB,
  type PasswordHash,
  readPasswordHash,
  TAG_BYTES,
} from '../domain/password-hash.ts';
import { type FairQueue, fairQueue } from './fair-queue.ts';
import type { Pepper } from './key-ring.ts';

type Cost = Pick<Config, 'PASSWORD_MEMORY_MIB' | 'PASSWORD_PASSES' | 'PASSWORD_LANES'>;

const QUEUE_PER_CORE = 8;
/** libuv has four threads by default, and name look-ups need one too: hashing never takes them all. */
const MOST_AT_ONCE = 3;
const SOMEBODY: Asker = { turn: 'stranger', client: '', part: '' };
const WRONG: PasswordVerdict = { kind: 'wrong' };
const CANNOT_VERIFY: PasswordVerdict = { kind: 'cannot-verify' };

/** The queue of a machine of so many cores: an eight-fold of them run or wait. */
export const hashQueue = (cores = availableParallelism()): FairQueue =>
  fairQueue(Math.min(cores, MOST_AT_ONCE), cores * QUEUE_PER_CORE);

/** How many hashes run and how many wait for their turn. */
export interface HashLoad {
  readonly running: number;
  readonly waiting: number;
}

/**
 * Argon2id (RFC 9106) over an HMAC of the password under a key that is not in the database, so that
 * a stolen database alone cannot be searched. Stored as `<key id>$argon2id$…`.
 *
 * At most eight hashes per core run or wait, since a queue without an end would only turn a flood of sign-ins into
 * time-outs for everybody. Who is let in and whose turn comes is for the `fairQueue`.
 */
export async function createPasswordHasher({
  config,
  pepper,
  queue = hashQueue(),
}: {
  readonly config: Cost;
  readonly pepper: Pepper;
  readonly queue?: FairQueue;
}): Promise<PasswordHasher & { load(): HashLoad }> {
  const cost: HashCost = {
    memoryCost: config.PASSWORD_MEMORY_MIB * 1024,
    timeCost: config.PASSWORD_PASSES,
    parallelism: config.PASSWORD_LANES,
  };
  const nobody = randomBytes(TAG_BYTES).toString('base64url');

  /** The dearest that a stored hash was seen to be: today's cost, or that of a time when it was higher. */
  let dearest: HashCost = cost;
  /** Does so much work on nobody's password. */
  const toil = async (on: HashCost | null): Promise<void> => {
    if (on !== null) await argon2Hash(nobody, { ...on, outputLen: TAG_BYTES });
  };
  const judge = async (password: string, stored: string | null): Promise<PasswordVerdict> => {
    const parsed = stored === null ? null : readPasswordHash(stored);
    const peppered = parsed && pepper.apply(password, parsed.keyId);
    if (parsed === null || peppered === null) {
      await toil(dearest);
      return stored === null ? WRONG : CANNOT_VERIFY;
    }
    if (workOf(parsed.cost) > workOf(dearest)) dearest = parsed.cost;
    const right = await argon2Verify(parsed.phc, peppered).catch(() => null);
    if (right === null) return CANNOT_VERIFY;
    if (right) return { kind: 'right', needsRehash: !isCurrent(parsed, pepper, cost) };
    // A cheaper hash would answer sooner than an unknown login does, and so tell that there is an account.
    await toil(remainder(dearest, parsed.cost));
    return WRONG;
  };

  return {
    hasRoom: (asker = SOMEBODY) => queue.hasRoom(asker),
    hash: (password, asker = SOMEBODY) =>
      queue.run(asker, async () => {
        const phc = await argon2Hash(pepperedWithPrimary(pepper, password), { ...cost, outputLen: TAG_BYTES });
        return `${pepper.primaryId}${phc}`;
      }),
    verify: async (password, stored, asker = SOMEBODY) =>
      (await queue.run(asker, () => judge(password, stored))) ?? { kind: 'busy' },
    load: () => queue.load(),
  };
}

function pepperedWithPrimary(pepper: Pepper, password: string): string {
  const peppered = pepper.apply(password, pepper.primaryId);
  if (peppered === null) throw new Error('the primary key is always in the ring');
  return peppered;
}

/** Argon2's time grows with memory and with passes; lanes share it between them. */
const workOf = ({ memoryCost, timeCost }: HashCost) => memoryCost * timeCost;

/** What a hash of one cost lacks to the work of another; null where that is nothing. */
function remainder(whole: HashCost, done: HashCost): HashCost | null {
  const memoryCost = Math.round((workOf(whole) - workOf(done)) / whole.timeCost);
  return memoryCost < LEAST_MEMORY_KIB * whole.parallelism ? null : { ...whole, memoryCost };
}

const isCurrent = ({ keyId, cost: made }: PasswordHash, { primaryId }: Pepper, cost: HashCost) =>
  keyId === primaryId &&
  made.memoryCost === cost.memoryCost &&
  made.timeCost === cost.timeCost &&
  made.parallelism === cost.parallelism;
