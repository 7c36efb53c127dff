/** Longer than any address that a person comes back to; the whole request line has 16 KiB. */
const LONGEST = 2048;
/** Answers of ours that are no pages: nobody comes back to one, and coming back to `/auth/` would never end. */
const NO_PAGES = /^\/(api|auth|webhooks|healthz|readyz)(\/|$)/i;

/**
 * The path on the console's own host that a person may be sent back to after signing in (C090), or null
 * for anything else: another origin in any spelling, or what is no page.
 * @param typed a path with its query, as a proxy or an address says it.
 */
export function returnPath(typed: string | undefined): string | null {
  if (typed === undefined || typed.length > LONGEST || !typed.startsWith('/')) return null;
  // Browsers read a backslash as a slash, and drop tabs and line breaks.
  if (/[\\\p{Cc}\s]/u.test(typed)) return null;
  const base = 'https://console.invalid';
  if (!URL.canParse(typed, base)) return null;
  const { origin, pathname, search, hash } = new URL(typed, base);
  // Dots are resolved by now: /a/..//elsewhere is seen for what it is.
  if (origin !== base || pathname.startsWith('//') || NO_PAGES.test(pathname)) return null;
  return pathname + search + hash;
}
