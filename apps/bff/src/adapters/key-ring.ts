import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Keys, SealedPlace, SmsCodeSubject } from '../deps.ts';
import { systemBytes } from './system-random.ts';

/** One key of the ring. A `KeyObject` shows none of its bytes when it is printed. */
export interface RingKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The first key is the primary one. */
export type KeyRing = readonly [RingKey, ...RingKey[]];

export type ParsedKeyRing =
  | { readonly kind: 'ok'; readonly ring: KeyRing }
  | { readonly kind: 'refused'; readonly line: string };

/** The keyed step before password hashing; handed to the password hasher and to nothing else. */
export interface Pepper {
  readonly primaryId: string;
  /** HMAC-SHA-256 over the password in NFC, as base64url; null when the key is unknown. */
  apply(password: string, keyId: string): string | null;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Neither dot nor dollar: a key id stands before a dot in sealed values and before a dollar in password hashes. */
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

/**
 * Reads a key ring: entries `id:base64 of 32 bytes`, separated by commas or line breaks, the primary first.
 * @returns the ring, or one line that names the faulty entry by its place, never by its secret.
 */
export function parseKeyRing(text: string): ParsedKeyRing {
  const entries = text
    .split(/[,\r\n]+/)
    .map((entry) => entry.trim())
    .filter(Boolean);
  const ring: RingKey[] = [];
  for (const [index, entry] of entries.entries()) {
    const parsed = parseEntry(entry, ring);
    if (typeof parsed === 'string')
      return {
        kind: 'refused',
        line: `key ring: entry ${index + 1} ${parsed}`,
      };
    ring.push(parsed);
  }
  const [primary, ...others] = ring;
  return primary === undefined
    ? {
        kind: 'refused',
        line: 'key ring: has no key; write one as id:base64 of 32 random bytes',
      }
    : { kind: 'ok', ring: [primary, ...others] };
}

/** A fresh entry for a key ring, `id:base64`; the id is random unless given. */
export function newKey(id = `k${randomBytes(4).toString('hex')}`): string {
  return `${id}:${randomBytes(KEY_BYTES).toString('base64')}`;
}

/** Implements the `Keys` port; sub-keys are derived by HKDF-SHA-256 (RFC 5869) on first use and kept. */
export function createKeys(ring: KeyRing): Keys {
  const subKey = subKeys(ring);
  const primaryId = ring[0].id;
  return {
    primaryId,
    ids: ring.map(({ id }) => id),
    seal: (plaintext, place) => {
      const key = subKey(primaryId, sealLabel(place));
      if (key === null) throw new Error('the primary key is always in the ring');
      const nonce = systemBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, {
        authTagLength: TAG_BYTES,
      }).setAAD(associatedData(place));
      const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${primaryId}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
    },
    open: (sealed, place) => {
      const [version, keyId, nonce, body, ...rest] = sealed.split('.');
      if (version !== 'v1' || keyId === undefined || rest.length > 0) return null;
      const key = subKey(keyId, sealLabel(place));
      if (key === null || nonce === undefined || body === undefined) return null;
      return decrypt(key, Buffer.from(nonce, 'base64url'), Buffer.from(body, 'base64url'), associatedData(place));
    },
    mac: (purpose, message, keyId = primaryId) => {
      const key = subKey(keyId, `mac:${purpose}`);
      return key && createHmac('sha256', key).update(message).digest('base64url');
    },
    smsCode: (subject) => {
      const key = subKey(subject.keyId, 'sms-code');
      return key && sixDigits(key, subject);
    },
  };
}

/** The pepper of the same ring, under a sub-key of its own. */
export function createPepper(ring: KeyRing): Pepper {
  const subKey = subKeys(ring);
  return {
    primaryId: ring[0].id,
    apply: (password, keyId) => {
      const key = subKey(keyId, 'pepper');
      return key && createHmac('sha256', key).update(password.normalize('NFC')).digest('base64url');
    },
  };
}

/** The key, or what is wrong with the entry, in view of those before it. */
function parseEntry(entry: string, before: readonly RingKey[]): RingKey | string {
  const colon = entry.indexOf(':');
  const id = entry.slice(0, Math.max(colon, 0));
  if (!KEY_ID.test(id)) return 'must begin with an id of 1 to 32 letters, digits, _ or -, and a colon';
  if (before.some((other) => other.id === id)) return `repeats the id ${id}; each key needs an id of its own`;
  const text = entry.slice(colon + 1).trim();
  const bytes = Buffer.from(text, 'base64');
  // Node skips what is no base64; encoding it again shows whether anything was skipped.
  if (bytes.toString('base64') !== text) return `(${id}) is not base64 after the colon`;
  if (bytes.length !== KEY_BYTES) return `(${id}) holds ${bytes.length} bytes; a key has ${KEY_BYTES}`;
  const key = createSecretKey(bytes);
  const twin = before.find((other) => other.key.equals(key));
  return twin === undefined ? { id, key } : `(${id}) is the same key as ${twin.id}; make a new one`;
}

/** Sub-keys by key id and label. Labels are constants of the code and columns of the schema, so the cache is bounded. */
function subKeys(ring: KeyRing): (keyId: string, label: string) => KeyObject | null {
  const cache = new Map<string, KeyObject>();
  return (keyId, label) => {
    const cached = cache.get(`${keyId}:${label}`);
    if (cached !== undefined) return cached;
    const master = ring.find(({ id }) => id === keyId);
    if (master === undefined) return null;
    const derived = createSecretKey(Buffer.from(hkdfSync('sha256', master.key, '', `console/v1/${label}`, KEY_BYTES)));
    cache.set(`${keyId}:${label}`, derived);
    return derived;
  };
}

const sealLabel = ({ table, column }: SealedPlace) => `seal:${table}.${column}`;

function associatedData(place: SealedPlace): Buffer {
  return lengthPrefixed(['v1', place.table, place.column, place.accountId, place.rowId]);
}

/** Each part behind its length, so that no two lists of parts give the same bytes. */
function lengthPrefixed(parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

function decrypt(key: KeyObject, nonce: Buffer, body: Buffer, aad: Buffer): string | null {
  if (nonce.length !== NONCE_BYTES || body.length < TAG_BYTES) return null;
  const split = body.length - TAG_BYTES;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, {
      authTagLength: TAG_BYTES,
    })
      .setAAD(aad)
      .setAuthTag(body.subarray(split));
    return Buffer.concat([decipher.update(body.subarray(0, split)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/**
 * The whole 256-bit MAC modulo 10^6. Since 2^256 is no multiple of 10^6 the first residues are likelier,
 * but by less than 10^6 / 2^256, about 2^-236: nothing that anybody could measure, so no rejection loop.
 */
function sixDigits(key: KeyObject, subject: SmsCodeSubject): string {
  const mac = createHmac('sha256', key)
    .update(lengthPrefixed([subject.purpose, subject.id, subject.accountId]))
    .digest('hex');
  return String(BigInt(`0x${mac}`) % 1_000_000n).padStart(6, '0');
}
