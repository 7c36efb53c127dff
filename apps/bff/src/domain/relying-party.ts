/** Whom passkeys are made for: the exact host, which can never change without losing all of them (WebAuthn §5.1.3). */
export type RelyingParty =
  | { readonly kind: 'host'; readonly id: string }
  /** Browsers make none for this origin, and why. */
  | { readonly kind: 'impossible'; readonly why: string };

/** @param origin as `originOf` gives it. */
export function relyingPartyOf(origin: string): RelyingParty {
  const { protocol, hostname } = new URL(origin);
  if (/^[\d.]+$|^\[/.test(hostname))
    return { kind: 'impossible', why: 'PUBLIC_ORIGIN is an address, and passkeys are made for a name' };
  if (protocol !== 'https:' && hostname !== 'localhost')
    return { kind: 'impossible', why: 'PUBLIC_ORIGIN is not https, and browsers make passkeys there alone' };
  return { kind: 'host', id: hostname };
}
