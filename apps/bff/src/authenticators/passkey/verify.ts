import type { AssertedCredential, CreatedCredential } from '@wattsense/contract/passkeys';
import { ALGORITHMS } from './ceremony.ts';

/** What both ceremonies are held to. */
export interface Expected {
  readonly challenge: string;
  readonly origin: string;
  readonly rpId: string;
  /** Whether the authenticator must have verified its user, by PIN or biometrics. */
  readonly userVerified: boolean;
}

/** An authenticator counts to 2³² - 1 (WebAuthn §6.1.1), PostgreSQL's integer to this: what lies above is one count. */
const MOST_COUNTED = 2 ** 31 - 1;

/** What an authenticator said of itself in a ceremony. */
interface Said {
  /** At most `MOST_COUNTED`. */
  readonly signCount: number;
  readonly userVerified: boolean;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
}

export interface Created extends Said {
  readonly id: string;
  readonly publicKey: Uint8Array;
  readonly aaguid: string;
}

/** Loaded when the first passkey is looked at: a process that never sees one never has it. */
const library = () => import('@simplewebauthn/server');

/**
 * Verifies what came of `create` (WebAuthn §7.1), but for whose the credential is already. Null: it does not hold, for
 * whatever reason.
 */
export async function verifyCreated(
  { id, response }: CreatedCredential,
  { challenge, origin, rpId, userVerified }: Expected,
): Promise<Created | null> {
  if (isEmbedded(response.clientDataJSON)) return null;
  const { verifyRegistrationResponse } = await library();
  const { clientDataJSON, attestationObject } = response;
  const verified = await refusedIfThrown(() =>
    verifyRegistrationResponse({
      response: { ...wrapped(id), response: { clientDataJSON, attestationObject } },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: userVerified,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  );
  // The id that is attested counts, and not the one beside it.
  if (!verified?.verified || verified.registrationInfo.credential.id !== id) return null;
  const { credential, aaguid, userVerified: uv, credentialDeviceType, credentialBackedUp } = verified.registrationInfo;
  return {
    id: credential.id,
    publicKey: credential.publicKey,
    aaguid,
    signCount: Math.min(credential.counter, MOST_COUNTED),
    userVerified: uv,
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
  };
}

interface Known {
  readonly id: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

/**
 * Verifies what came of `get` by a credential that is known (WebAuthn §7.2), but for its sign count, which is judged
 * where it is stored. Null: it does not hold, for whatever reason.
 */
export async function verifyAsserted(
  { id, response }: AssertedCredential,
  known: Known,
  { challenge, origin, rpId, userVerified }: Expected,
): Promise<Said | null> {
  if (isEmbedded(response.clientDataJSON)) return null;
  const { verifyAuthenticationResponse } = await library();
  const { clientDataJSON, authenticatorData, signature } = response;
  const verified = await refusedIfThrown(() =>
    verifyAuthenticationResponse({
      response: { ...wrapped(id), response: { clientDataJSON, authenticatorData, signature } },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: userVerified,
      // With a stored count it throws where that of an honest, synced passkey stands still.
      credential: { ...known, counter: 0 },
    }),
  );
  if (!verified?.verified) return null;
  const { newCounter, userVerified: uv, credentialDeviceType, credentialBackedUp } = verified.authenticationInfo;
  return {
    signCount: Math.min(newCounter, MOST_COUNTED),
    userVerified: uv,
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
  };
}

const wrapped = (id: string) => ({ id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} });

/** The library throws for nearly all that does not hold; what it was is of no use to anybody who sends it. */
async function refusedIfThrown<R>(verify: () => Promise<R>): Promise<R | null> {
  try {
    return await verify();
  } catch {
    return null;
  }
}

/** Made inside another site's frame: the console never is in one. The library leaves `crossOrigin` to its caller. */
function isEmbedded(clientDataJSON: string): boolean {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString());
    return (
      typeof data !== 'object' ||
      data === null ||
      'topOrigin' in data ||
      ('crossOrigin' in data && data.crossOrigin !== false)
    );
  } catch {
    return true;
  }
}
