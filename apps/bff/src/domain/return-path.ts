/**
 * The longest path of an answer's own `Location`, in letters as they are sent. Headers of an answer together stay
 * below the 4 KiB that a proxy takes without being told (nginx: proxy_buffer_size), whatever a request asks for (D027).
 */
export const LONGEST_PATH = 2000;
/** Answers of ours that are no pages: nobody comes back to one, and coming back to `/auth/` would never end. */
const NO_PAGES = /^\/(api|auth|webhooks|healthz|readyz)(\/|$)/i;

/**
 * The path on the console's own host that a person may be sent back to after signing in (C090), or null
 * for anything else: another origin in any spelling, or what is no page.
 * @param typed a path with its query, as a proxy or an address says it.
 */
export function returnPath(typed: string | undefined): string | null {
  if (typed === undefined || !typed.startsWith('/')) return null;
  // Browsers read a backslash as a slash, and drop tabs and line breaks.
  if (/[\\\p{Cc}\s]/u.test(typed)) return null;
  const base = 'https://console.invalid';
  if (!URL.canParse(typed, base)) return null;
  const { origin, pathname, search, hash } = new URL(typed, base);
  // Dots are resolved by now: /a/..//elsewhere is seen for what it is.
  if (origin !== base || pathname.startsWith('//') || NO_PAGES.test(pathname)) return null;
  // Counted as it is sent: the sign < has become three letters.
  const path = pathname + search + hash;
  return path.length > LONGEST_PATH ? null : path;
}
