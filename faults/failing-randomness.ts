import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const { randomBytes } = crypto;

/** From now on the operating system has no randomness to give, or has again. */
export function failRandomness(fails: boolean): void {
  const none = (() => {
    throw new Error('getrandom: not available');
  }) as typeof randomBytes;
  crypto.randomBytes = fails ? none : randomBytes;
  syncBuiltinESMExports();
}
