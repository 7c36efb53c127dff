import type { createPasswordHasher as Real } from '../../apps/bff/src/adapters/password-hasher.ts';

/** In the place of the real one where mutants are judged: the hash of a password is not what is looked at. */
export const createPasswordHasher: typeof Real = async () => ({
  hasRoom: () => true,
  hash: async (password) => `$argon2id$plain$${password}`,
  verify: async (password, stored) =>
    stored === `$argon2id$plain$${password}` ? { kind: 'right', needsRehash: false } : { kind: 'wrong' },
  load: () => ({ running: 0, waiting: 0 }),
});
