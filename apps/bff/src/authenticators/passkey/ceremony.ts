import type { CreationOptions, PasskeyUse, RequestOptions } from '@wattsense/contract/passkeys';
import type { Deps } from '../../deps.ts';
import { relyingPartyOf } from '../../domain/relying-party.ts';
import type { Refusal } from '../../outcome.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';
import { type Credential, openCredential } from './credential.ts';

/** ES256 and RS256: every authenticator has one of them, and every Node verifies both (RFC 9053, RFC 8812). */
export const ALGORITHMS = [-7, -257];
/** Milliseconds (WebAuthn §15.1), within the ten minutes of the challenge. */
const TIMEOUT = 300_000;
const RP_NAME = 'The Building API';

/** The host that passkeys are made for; null: browsers make none for it. */
export function rpIdOf({ config }: Pick<Deps, 'config'>): string | null {
  const party = relyingPartyOf(config.PUBLIC_ORIGIN);
  return party.kind === 'host' ? party.id : null;
}

/** Why passkeys cannot be used here; null: they can. Whoever began before they were switched off asks again at the end. */
export const whyOff = (deps: Deps): Refusal | null =>
  deps.config.PASSKEYS && rpIdOf(deps) !== null ? null : { type: 'passkeys-not-offered' };

/** A process that a passkey may answer, and the key that it was begun with. */
interface Process {
  readonly id: string;
  readonly keyId: string;
}

/**
 * What a passkey signs, as 32 bytes in base64url: of one process and one purpose alone, and the same however often it is
 * asked for. It is spent with its process. Null where the key is gone.
 */
export function challengeOf(
  { keys }: Pick<Deps, 'keys'>,
  purpose: 'enrolment' | 'sign-in' | 'step-up',
  { id, keyId }: Process,
): string | null {
  return keys.mac('passkey-challenge', `${purpose}:${id}`, keyId);
}

const descriptorOf = ({ id, transports }: Credential) => ({
  id,
  type: 'public-key' as const,
  transports: [...transports],
});

/** The credentials of an account that were made for this host, and open. */
function credentialsOf(deps: Deps, bound: readonly AuthenticatorRow[]): Credential[] {
  const rpId = rpIdOf(deps);
  return bound.filter((one) => one.rpId === rpId).flatMap((one) => openCredential(deps, one) ?? []);
}

interface Creating {
  readonly challenge: string;
  readonly as: PasskeyUse;
  readonly user: { readonly handle: string; readonly login: string; readonly name: string };
  /** What the account has already, which no authenticator makes twice. */
  readonly bound: readonly AuthenticatorRow[];
}

/**
 * A passkey is discoverable and knows its user. A security key keeps its few places for discoverable credentials free,
 * and one without a PIN can be had all the same.
 */
export function creationOptionsOf(deps: Deps, { challenge, as, user, bound }: Creating): CreationOptions {
  const alone = as === 'passkey';
  return {
    rp: { id: rpIdOf(deps) ?? '', name: RP_NAME },
    user: { id: user.handle, name: user.login, displayName: user.name },
    challenge,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: TIMEOUT,
    excludeCredentials: credentialsOf(deps, bound).map(descriptorOf),
    authenticatorSelection: {
      residentKey: alone ? 'required' : 'discouraged',
      requireResidentKey: alone,
      userVerification: alone ? 'required' : 'preferred',
    },
    attestation: 'none',
    hints: alone ? [] : ['security-key'],
  };
}

/** Beside the password any of the account's will do, whether it verifies its user or not (NIST SP 800-63B-4 §2.2.1). */
export function requestOptionsOf(deps: Deps, challenge: string, bound: readonly AuthenticatorRow[]): RequestOptions {
  return {
    rpId: rpIdOf(deps) ?? '',
    challenge,
    timeout: TIMEOUT,
    allowCredentials: credentialsOf(deps, bound).map(descriptorOf),
    userVerification: 'preferred',
  };
}
