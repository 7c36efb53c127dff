import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '../config.ts';

export type VonageSignature =
  /** `jti` names this receipt, so that a replay is known. */
  | { readonly kind: 'ok'; readonly jti: string }
  /** Vonage may send a receipt unsigned by mistake; answered 5xx it comes again, signed. */
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'refused'; readonly reason: SignatureFault };

export type SignatureFault =
  | 'not-configured'
  | 'malformed'
  | 'algorithm'
  | 'signature'
  | 'issuer'
  | 'account'
  | 'age'
  | 'payload';

type SignatureConfig = Pick<
  Config,
  'VONAGE_SIGNATURE_SECRET' | 'VONAGE_API_KEY' | 'VONAGE_APPLICATION_ID' | 'VONAGE_WEBHOOK_MAX_AGE_SECONDS'
>;

/**
 * Verifies the JWT of a status webhook: HS256 and nothing else, from Vonage, for our account, issued not
 * longer ago than configured nor so far ahead, and over exactly these bytes. The SDK's own function
 * checks the signature alone and takes RS256 too.
 * @param body the raw bytes; JSON that was read and written again has another hash.
 */
export function verifyVonageSignature({
  authorization,
  body,
  config,
  now,
}: {
  readonly authorization: string | undefined;
  readonly body: Uint8Array;
  readonly config: SignatureConfig;
  readonly now: Date;
}): VonageSignature {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return { kind: 'unsigned' };
  if (config.VONAGE_SIGNATURE_SECRET === undefined) return refused('not-configured');
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  const claims = decoded(payload);
  const algorithm = decoded(header)?.['alg'];
  if (claims === null || algorithm === undefined || rest.length > 0) return refused('malformed');
  if (algorithm !== 'HS256') return refused('algorithm');
  const expected = createHmac('sha256', config.VONAGE_SIGNATURE_SECRET).update(`${header}.${payload}`).digest();
  if (!same(expected, Buffer.from(signature, 'base64url'))) return refused('signature');
  const fault = faultOfClaims(claims, body, config, now);
  if (fault !== null) return refused(fault);
  const { jti } = claims;
  return typeof jti === 'string' && /^[\w.:-]{1,128}$/.test(jti) ? { kind: 'ok', jti } : refused('malformed');
}

const refused = (reason: SignatureFault): VonageSignature => ({ kind: 'refused', reason });

function faultOfClaims(
  claims: Readonly<Record<string, unknown>>,
  body: Uint8Array,
  config: SignatureConfig,
  now: Date,
): SignatureFault | null {
  if (claims['iss'] !== 'Vonage') return 'issuer';
  if (!isOurs(claims, config)) return 'account';
  const seconds = now.getTime() / 1000;
  const { iat, exp } = claims;
  if (typeof iat !== 'number' || !(Math.abs(seconds - iat) <= config.VONAGE_WEBHOOK_MAX_AGE_SECONDS)) return 'age';
  if (exp !== undefined && !(typeof exp === 'number' && exp > seconds)) return 'age';
  const hash = createHash('sha256').update(body).digest();
  const claimed = claims['payload_hash'];
  return typeof claimed === 'string' && same(hash, Buffer.from(claimed, 'hex')) ? null : 'payload';
}

/** The signature secret belongs to the account; the claims must name it or our application, and no other. */
function isOurs(claims: Readonly<Record<string, unknown>>, config: SignatureConfig): boolean {
  const pairs = [
    [claims['api_key'], config.VONAGE_API_KEY],
    [claims['application_id'], config.VONAGE_APPLICATION_ID],
  ].filter(([claim, own]) => claim !== undefined && own !== undefined);
  return pairs.length > 0 && pairs.every(([claim, own]) => claim === own);
}

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function decoded(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
