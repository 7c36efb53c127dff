import type { SessionView } from '@wattsense/contract/session';
import { paths } from '../paths.ts';

export interface Where {
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

const CONSOLE = '/console/';
/** The server's own way back to the application beside the console, which judges where it leads (`docs/deploying.md`). */
const RETURN = '/auth/return';
const SIGN_IN_PAGES: readonly string[] = [paths.signIn, paths.challenge];

function isIn(where: Where, path: string): boolean {
  return where.pathname === path || where.pathname === `${path}/`;
}

function hasControlOrBackslash(text: string): boolean {
  return Array.from(text).some((symbol) => symbol === '\\' || symbol <= ' ');
}

/** Whether an address is none of the console's own pages, so that the browser itself has to go there. */
export function leavesConsole(address: string): boolean {
  return address.startsWith(RETURN);
}

/** Whether a page stands outside the console's frame: what is shown to whoever is not signed in. */
export function isEntry({ pathname }: Pick<Where, 'pathname'>): boolean {
  return [...SIGN_IN_PAGES, paths.setPassword].includes(pathname.replace(/\/$/, ''));
}

/**
 * The page that a `next` parameter names, or the home page where it names anything but a page of this
 * console or the way back to the application beside it: other origins, other schemes, other prefixes,
 * the sign-in pages themselves (C090).
 */
export function allowedNext(next: string | null): string {
  if (next === null || !(next.startsWith(CONSOLE) || next.startsWith(RETURN))) return paths.home;
  if (hasControlOrBackslash(next)) return paths.home;
  const base = 'https://console.invalid';
  if (!URL.canParse(next, base)) return paths.home;
  const url = new URL(next, base);
  // Dots are resolved by now: /console/../elsewhere is seen for what it is.
  if (url.origin !== base) return paths.home;
  if (url.pathname === RETURN) return url.pathname + url.search;
  if (!url.pathname.startsWith(CONSOLE)) return paths.home;
  if (SIGN_IN_PAGES.some((path) => isIn(url, path))) return paths.home;
  return url.pathname + url.search + url.hash;
}

/** The page to go on to after signing in, as the sign-in pages' own address says. */
function nextOf(where: Where): string {
  return allowedNext(new URLSearchParams(where.search).get('next'));
}

/** `path` with the page to go on to; the home page goes without saying. */
function withNext(path: string, next: string): string {
  return next === paths.home ? path : `${path}?next=${encodeURIComponent(next)}`;
}

/** The page to come back to, from wherever the person is. */
function comeBackTo(where: Where): string {
  const signingIn = SIGN_IN_PAGES.some((path) => isIn(where, path));
  if (signingIn) return nextOf(where);
  if (isIn(where, paths.recovered)) return paths.home;
  return allowedNext(where.pathname + where.search + where.hash);
}

/**
 * Where a person belongs, given what the server says of the session and where they are. Null: they
 * are in the right place. From every place at most one step leads to the right one (C033).
 */
export function nextLocation(view: SessionView, where: Where): string | null {
  switch (view.state) {
    case 'anonymous':
      return isIn(where, paths.signIn) ? null : withNext(paths.signIn, comeBackTo(where));
    case 'challenged':
      // The sign-in page stays open, to start again or as somebody else.
      return SIGN_IN_PAGES.some((path) => isIn(where, path)) ? null : withNext(paths.challenge, comeBackTo(where));
    case 'authenticated':
      if (view.byRecovery === 'pending') return isIn(where, paths.recovered) ? null : paths.recovered;
      if (SIGN_IN_PAGES.some((path) => isIn(where, path))) return nextOf(where);
      // The page that shows the fresh code stays until the person leaves it.
      return isIn(where, paths.recovered) && view.byRecovery === 'none' ? paths.home : null;
  }
}
