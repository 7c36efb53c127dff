import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { encodeCBOR } from '@levischuck/tiny-cbor';
import type { PasskeyEnrolment } from '@wattsense/contract/enrolments';
import type { AssertedCredential, CreatedCredential, RequestOptions } from '@wattsense/contract/passkeys';
import { ORIGIN } from './fixed-values.ts';

/** What an authenticator or a browser does otherwise than it should, or may do. */
export interface Bent {
  /** User present and user verified (WebAuthn §6.1). */
  readonly up?: boolean;
  readonly uv?: boolean;
  /** Backup eligible, backed up. */
  readonly be?: boolean;
  readonly bs?: boolean;
  readonly signCount?: number;
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly challenge?: string;
  /** What else stands in the client data. */
  readonly clientData?: Readonly<Record<string, unknown>>;
  readonly userHandle?: string | null;
  readonly badSignature?: boolean;
}

interface Held {
  readonly id: Buffer;
  readonly key: KeyObject;
  readonly userHandle: string;
  signCount: number;
}

const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();

/** An authenticator and the browser before it, in software: ES256, no attestation, a count that grows with each use. */
export class SoftAuthenticator {
  readonly #held: Held[] = [];
  readonly #habits: Bent;

  /** @param habits what it does each time, unless it is told otherwise. */
  constructor(habits: Bent = {}) {
    this.#habits = habits;
  }

  /** What its credentials are, to make a copy of it: a clone has the same keys and the same counts. */
  clone(): SoftAuthenticator {
    const other = new SoftAuthenticator(this.#habits);
    other.#held.push(...this.#held.map((one) => ({ ...one })));
    return other;
  }

  /** @param id that of a credential of its own, which it should make anew and says it made. */
  create({ rp, user, challenge }: PasskeyEnrolment['options'], bent: Bent = {}, id?: string): CreatedCredential {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const held: Held = {
      id: id === undefined ? randomBytes(32) : Buffer.from(id, 'base64url'),
      key: privateKey,
      userHandle: user.id,
      signCount: 0,
    };
    this.#held.push(held);
    const so = { ...this.#habits, ...bent };
    const length = Buffer.alloc(2);
    length.writeUInt16BE(held.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, held.id, coseKey(privateKey)]);
    const authData = Buffer.concat([head(so.rpId ?? rp.id, so, so.signCount ?? 0, 0x40), attested]);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(authData)],
    ]);
    return {
      id: base64url(held.id),
      response: {
        clientDataJSON: clientData('webauthn.create', challenge, so),
        attestationObject: base64url(encodeCBOR(attestation as never)),
        transports: ['internal'],
      },
    };
  }

  /** Answers with the first of its credentials that is allowed, or any where none is named. */
  get({ rpId, challenge, allowCredentials }: RequestOptions, bent: Bent = {}): AssertedCredential {
    const allowed = new Set(allowCredentials.map(({ id }) => id));
    const held = this.#held.find(({ id }) => allowed.size === 0 || allowed.has(base64url(id)));
    if (held === undefined) throw new Error('this authenticator has no such credential');
    const so = { ...this.#habits, ...bent };
    held.signCount = so.signCount ?? held.signCount + 1;
    const authenticatorData = head(so.rpId ?? rpId, so, held.signCount, 0);
    const clientDataJSON = clientData('webauthn.get', challenge, so);
    const signed = Buffer.concat([authenticatorData, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    const signature = sign('sha256', so.badSignature ? Buffer.concat([signed, signed]) : signed, held.key);
    return {
      id: base64url(held.id),
      response: {
        clientDataJSON,
        authenticatorData: base64url(authenticatorData),
        signature: base64url(signature),
        userHandle: so.userHandle === undefined ? held.userHandle : so.userHandle,
      },
    };
  }
}

/** The beginning of authenticator data: the host's hash, flags, the count (WebAuthn §6.1). */
function head(rpId: string, { up = true, uv = true, be = false, bs = false }: Bent, signCount: number, more: number) {
  const flags = (up ? 0x01 : 0) | (uv ? 0x04 : 0) | (be ? 0x08 : 0) | (bs ? 0x10 : 0) | more;
  const count = Buffer.alloc(4);
  count.writeUInt32BE(signCount);
  return Buffer.concat([sha256(rpId), Buffer.from([flags]), count]);
}

const clientData = (type: string, challenge: string, so: Bent) =>
  base64url(
    JSON.stringify({
      type: so.type ?? type,
      challenge: so.challenge ?? challenge,
      origin: so.origin ?? ORIGIN,
      crossOrigin: false,
      ...so.clientData,
    }),
  );

/** The public key as COSE has it (RFC 9053 §7.1.1): EC2, ES256, P-256, x and y. */
function coseKey(privateKey: KeyObject): Uint8Array {
  const { x = '', y = '' } = createPublicKey(
    createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  ).export({ format: 'jwk' });
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
  return encodeCBOR(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]) as never,
  );
}
