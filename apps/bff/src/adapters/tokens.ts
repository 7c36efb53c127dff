import { createHash } from 'node:crypto';
import type { Random, Tokens } from '../deps.ts';

const TOKEN_BYTES = 32;

/** Synchronous on purpose: WebCrypto would queue a session check behind the password hashes. */
export function createTokens(random: Random): Tokens {
  const hash = (token: string) => createHash('sha256').update(token).digest('base64url');
  return {
    hash,
    issue: () => {
      const token = Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url');
      return { token, hash: hash(token) };
    },
  };
}
