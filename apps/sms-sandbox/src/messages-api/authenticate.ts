import { createPublicKey, type KeyObject } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import * as z from 'zod';
import type { Credentials } from '../options.ts';

export type Authentication =
  | { readonly kind: 'jwt'; readonly applicationId: string }
  | { readonly kind: 'basic'; readonly apiKey: string }
  | { readonly kind: 'refused'; readonly reason: string };

export interface Authenticator {
  /** Nothing was registered, so anything well-formed is taken. */
  readonly open: boolean;
  authenticate(authorization: string | undefined, now: Date): Promise<Authentication>;
}

/** Vonage takes tokens that live from 30 s to 24 h. */
const SHORTEST_LIFE = 30;
const LONGEST_LIFE = 24 * 3600;
/** How far a sender's clock may be ahead, in seconds. */
const AHEAD = 60;

const claims = z.object({
  application_id: z.string().min(1),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().min(1),
});

const refused = (reason: string): Authentication => ({
  kind: 'refused',
  reason,
});

export function createAuthenticator(credentials: Credentials): Authenticator {
  const publicKey = credentials.publicKey ? createPublicKey(credentials.publicKey) : null;
  const open = publicKey === null && !credentials.apiSecret;
  /** Token ids by the second they expire in. */
  const spent = new Map<string, number>();

  async function jwt(token: string, now: Date): Promise<Authentication> {
    if (!publicKey && !open) return refused('No public key is registered.');
    const payload = await readToken(token, publicKey, now);
    if (typeof payload === 'string') return refused(payload);
    const read = claims.safeParse(payload);
    if (!read.success)
      return refused(`The JWT's claim ${read.error.issues[0]?.path.join('.')} is missing or malformed.`);
    const { application_id: applicationId, exp, jti } = read.data;
    if (credentials.applicationId && applicationId !== credentials.applicationId)
      return refused('The JWT names an unknown application_id.');
    const seconds = Math.floor(now.getTime() / 1000);
    const fault = lifeFault(read.data, seconds);
    if (fault) return refused(fault);
    if (!spend(jti, exp, seconds)) return refused("The JWT's jti was used before.");
    return { kind: 'jwt', applicationId };
  }

  /** @returns false when the token was spent before; forgets those that have expired. */
  function spend(jti: string, exp: number, seconds: number): boolean {
    for (const [id, until] of spent) if (until < seconds) spent.delete(id);
    if (spent.has(jti)) return false;
    spent.set(jti, exp);
    return true;
  }

  function basic(value: string): Authentication {
    const decoded = Buffer.from(value, 'base64').toString('utf8');
    const colon = decoded.indexOf(':');
    const key = decoded.slice(0, colon);
    const secret = decoded.slice(colon + 1);
    if (colon < 1 || secret === '') return refused('The Basic credential is not key:secret in base64.');
    if (open) return { kind: 'basic', apiKey: key };
    if (!credentials.apiSecret) return refused('No API secret is registered.');
    return key === credentials.apiKey && secret === credentials.apiSecret
      ? { kind: 'basic', apiKey: key }
      : refused('You did not provide correct credentials.');
  }

  return {
    open,
    authenticate: async (authorization, now) => {
      const [scheme, value, ...rest] = (authorization ?? '').split(/\s+/);
      if (!value || rest.length > 0) return refused('No Authorization header with a credential was sent.');
      if (/^bearer$/i.test(scheme ?? '')) return jwt(value, now);
      if (/^basic$/i.test(scheme ?? '')) return basic(value);
      return refused('Use a Bearer JWT or Basic authentication.');
    },
  };
}

/** @returns what is wrong with a token's times, or null. */
function lifeFault({ exp, iat }: z.infer<typeof claims>, seconds: number): string | null {
  if (exp <= seconds) return 'The JWT provided has expired.';
  if (iat > seconds + AHEAD) return "The JWT's iat is in the future.";
  if (exp - iat < SHORTEST_LIFE || exp - iat > LONGEST_LIFE)
    return 'The JWT must live between 30 seconds and 24 hours.';
  return null;
}

/** @returns the claims, or what is wrong with the token. */
async function readToken(token: string, publicKey: KeyObject | null, now: Date): Promise<unknown> {
  try {
    if (!publicKey) {
      if (decodeProtectedHeader(token).alg !== 'RS256') return 'The JWT must be signed with RS256.';
      return decodeJwt(token);
    }
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: ['RS256'],
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'The JWT provided has expired.';
    if (error instanceof errors.JOSEAlgNotAllowed) return 'The JWT must be signed with RS256.';
    return 'The JWT is malformed or its signature is wrong.';
  }
}
