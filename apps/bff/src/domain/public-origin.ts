/**
 * The origin that an operator means, as browsers write it (RFC 6454 §6.2): in small letters, without the usual port or a
 * slash, other letters than ASCII as punycode. Null for what names more or something else than an origin.
 */
export function originOf(typed: string): string | null {
  const url = URL.parse(typed.trim());
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return null;
  const isAlone = url.pathname === '/' && url.search === '' && url.hash === '' && !/[?#@]/.test(typed);
  return isAlone ? url.origin : null;
}

/** Letters, digits and what stands in an address: nothing that could end a host and begin something else. */
const HOST = /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:.]+\](:\d{1,5})?$/i;

/**
 * Whether a `Host` header names the host of an origin. Case says nothing, nor does the scheme's usual port
 * (RFC 9110 §4.2.3) or the root's dot at the end (RFC 1034 §3.1).
 */
export function sameHost(host: string, origin: string): boolean {
  if (!HOST.test(host)) return false;
  const { protocol, host: own } = new URL(origin);
  const named = URL.parse(`${protocol}//${host.replace(/\.(?=:|$)/, '')}`);
  return named !== null && named.host === own;
}
