/** What an argon2id hash costs: memory in KiB, passes over it, lanes beside each other. */
export interface HashCost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** A stored password: `<pepper key>$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export interface PasswordHash {
  readonly keyId: string;
  readonly cost: HashCost;
  /** All behind the key's name, as argon2's libraries read it. */
  readonly phc: string;
}

export const TAG_BYTES = 32;
/** Salt of 16 bytes and tag of 32 in base64 without padding, whose last letters have bits that are nought. */
const WRITTEN =
  /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$[A-Za-z0-9+/]{21}[AQgw]\$[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]$/;
/** No configuration asks for more; a stored hash that does was not made here. */
const MOST_MEMORY_KIB = 1024 * 1024;
/** Of each lane (RFC 9106 §3.1). */
export const LEAST_MEMORY_KIB = 8;

/** Null for anything that no release can have written: nothing can be said of a password by it. */
export function readPasswordHash(stored: string): PasswordHash | null {
  const keyId = stored.slice(0, Math.max(stored.indexOf('$'), 0));
  const phc = stored.slice(keyId.length);
  const parts = WRITTEN.exec(phc);
  if (keyId === '' || parts === null) return null;
  const [memoryCost = 0, timeCost = 0, parallelism = 0] = parts.slice(1).map(Number);
  const made = timeCost > 0 && parallelism > 0 && memoryCost >= LEAST_MEMORY_KIB * parallelism;
  return made && memoryCost <= MOST_MEMORY_KIB ? { keyId, phc, cost: { memoryCost, timeCost, parallelism } } : null;
}
