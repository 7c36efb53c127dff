import type { Keys } from '../../deps.ts';

const KNOWN_TEXT = 'the right key opens this';
const placeOf = (keyId: string) => ({ table: 'key_canary', column: 'sealed', accountId: '', rowId: keyId });

/** A known text, sealed with the primary key. */
export function sealCanary(keys: Pick<Keys, 'seal' | 'primaryId'>): string {
  return keys.seal(KNOWN_TEXT, placeOf(keys.primaryId));
}

/** Whether a key opens the known text that was sealed with it. */
export function opensCanary(keys: Pick<Keys, 'open'>, keyId: string, sealed: string): boolean {
  return keys.open(sealed, placeOf(keyId)) === KNOWN_TEXT;
}
