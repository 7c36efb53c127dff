import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import type { SignatureKind } from './plan.ts';

export interface Signer {
  readonly secret: string;
  readonly apiKey: string;
  readonly applicationId: string | null;
}

export interface SignedReceipt {
  readonly body: string;
  /** Null for an unsigned receipt. */
  readonly authorization: string | null;
  readonly jti: string | null;
}

const DAY = 24 * 3600;

let strangerKey: KeyObject | undefined;
/** An RSA key that nobody has registered; made once, on demand, since it takes a while. */
function strangersKey(): KeyObject {
  strangerKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return strangerKey;
}

/**
 * Signs a receipt as Vonage does: HS256 over claims that hold the SHA-256 of the exact body, without
 * `exp`. Every kind but `valid` has the one flaw that its name says.
 * @param ids `jti` for this receipt, `earlierJti` for a replay.
 */
export async function signReceipt(
  body: string,
  kind: Exclude<SignatureKind, 'unsigned-first'>,
  signer: Signer,
  now: Date,
  ids: { readonly jti: string; readonly earlierJti: string | null },
): Promise<SignedReceipt> {
  if (kind === 'unsigned') return { body, authorization: null, jti: null };
  const shift = kind === 'stale' ? -DAY : kind === 'future' ? DAY : 0;
  const jti = kind === 'replayed' ? (ids.earlierJti ?? ids.jti) : ids.jti;
  const applicationId = kind === 'wrong-application' ? '00000000-0000-4000-8000-000000000000' : signer.applicationId;
  const claims = {
    iat: Math.floor(now.getTime() / 1000) + shift,
    jti,
    iss: 'Vonage',
    payload_hash: createHash('sha256').update(body).digest('hex'),
    api_key: kind === 'wrong-api-key' ? 'ffffffff' : signer.apiKey,
    ...(applicationId === null ? {} : { application_id: applicationId }),
  };
  return {
    body: sentBody(body, kind),
    authorization: `Bearer ${await token(claims, kind, signer.secret)}`,
    jti,
  };
}

async function token(claims: Record<string, string | number>, kind: SignatureKind, secret: string): Promise<string> {
  if (kind === 'alg-none') return new UnsecuredJWT(claims).encode();
  if (kind === 'rs256')
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).sign(strangersKey());
  const key = kind === 'wrong-secret' ? `${secret} but not quite` : secret;
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(new TextEncoder().encode(key));
}

function sentBody(body: string, kind: SignatureKind): string {
  if (kind !== 'altered' && kind !== 'reordered') return body;
  const entries = Object.entries(JSON.parse(body));
  return JSON.stringify(
    kind === 'altered' ? Object.fromEntries([...entries, ['altered', true]]) : Object.fromEntries(entries.reverse()),
  );
}
