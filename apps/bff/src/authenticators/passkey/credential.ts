import type { PasskeyUse } from '@wattsense/contract/passkeys';
import type { Deps } from '../../deps.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';
import { openSealed } from '../sealed.ts';

/** What is sealed of a passkey: with its place in the associated data, so that moved to another account it opens nothing. */
export interface Credential {
  /** Base64url, as are the others. */
  readonly id: string;
  /** COSE (RFC 9053). */
  readonly publicKey: string;
  readonly userHandle: string;
  readonly transports: readonly string[];
  readonly as: PasskeyUse;
  readonly aaguid: string | null;
}

/** What is sealed of an enrolment. */
export interface Wanted {
  readonly as: PasskeyUse;
  readonly userHandle: string;
}

export const sealedText = (value: Credential | Wanted) => JSON.stringify(value);
// What was sealed was written by this file: it opens whole, or not at all.
export const readCredential = (text: string): Credential => JSON.parse(text);
export const readWanted = (text: string): Wanted => JSON.parse(text);

/** Null: it does not open. */
export function openCredential(
  { keys }: Pick<Deps, 'keys'>,
  one: Pick<AuthenticatorRow, 'id' | 'accountId' | 'sealed'>,
): Credential | null {
  const text = openSealed(keys, 'authenticator', one);
  return text === null ? null : readCredential(text);
}

/** By what a credential is found among those of all accounts: its id has at least 100 random bits (WebAuthn §4). */
export function credentialIndexOf({ tokens }: Pick<Deps, 'tokens'>, id: string): string {
  // One id has one spelling, whatever the last letter's idle bits are.
  return tokens.hash(Buffer.from(id, 'base64url').toString('base64url'));
}
