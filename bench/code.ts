import { generateSync } from 'otplib';
import { SECRET } from './protocol.ts';

/** What an app with this secret (the benchmark's own unless told) shows at an instant (milliseconds since the epoch). */
export const codeAt = (ms: number, secret: string = SECRET): string =>
  generateSync({ secret, epoch: Math.floor(ms / 1000) });

/** The secret in an `otpauth:` URI. */
export function secretIn(uri: string): string {
  const secret = new URL(uri).searchParams.get('secret');
  if (secret === null) throw new Error('the key URI has no secret');
  return secret;
}
