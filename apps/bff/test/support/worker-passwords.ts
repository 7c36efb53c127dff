import type { FairQueue } from '../../src/adapters/fair-queue.ts';
import { createPepper, type KeyRing, parseKeyRing } from '../../src/adapters/key-ring.ts';
import { createPasswordHasher } from '../../src/adapters/password-hasher.ts';
import type { Config } from '../../src/config.ts';
import type { PasswordHasher } from '../../src/deps.ts';
import { PASSWORD, TEST_RING } from './fixed-values.ts';

const hashers = new Map<string, Promise<PasswordHasher>>();
const hashes = new WeakMap<PasswordHasher, Promise<string | null>>();

/** The real hasher of these settings, made once in a worker: what it compares unknown logins with is a hash as well. */
export function workersPasswords(config: Config, keyRing: string, ring: KeyRing): Promise<PasswordHasher> {
  const { PASSWORD_MEMORY_MIB, PASSWORD_PASSES, PASSWORD_LANES } = config;
  const name = JSON.stringify([PASSWORD_MEMORY_MIB, PASSWORD_PASSES, PASSWORD_LANES, keyRing]);
  const made = hashers.get(name) ?? createPasswordHasher({ config, pepper: createPepper(ring) });
  hashers.set(name, made);
  return made;
}

/** A hasher of the same key and cost with a queue of its own, for what is about its turns. */
export function passwordsWith(queue: FairQueue, config: Config): Promise<PasswordHasher> {
  const ring = parseKeyRing(TEST_RING);
  if (ring.kind === 'refused') throw new Error(ring.line);
  return createPasswordHasher({ config, pepper: createPepper(ring.ring), queue });
}

/** A real hash of the password that all accounts of tests have, made once. */
export function hashOfPassword(passwords: PasswordHasher): Promise<string | null> {
  const made = hashes.get(passwords) ?? passwords.hash(PASSWORD);
  hashes.set(passwords, made);
  return made;
}
