import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { paths } from '../paths.ts';
import { allowedNext, leavesConsole } from './next-location.ts';

const KEY = 'console.way-back';

/**
 * Keeps the place that an application beside the console sent somebody from, to turn two-factor authentication on first
 * (D059). A phone may throw the page away while its owner is in the authenticator app, so it outlives a reload.
 */
export function useNoteWayBack(login: string | null): void {
  const { pathname, search } = useLocation();
  useEffect(() => {
    if (login === null || pathname !== paths.security) return;
    const next = allowedNext(new URLSearchParams(search).get('next'));
    if (leavesConsole(next)) sessionStorage.setItem(KEY, `${login} ${next}`);
  }, [login, pathname, search]);
}

/** The place that this person is to go back to; null: none. It is judged again, as any address is. */
export function wayBackOf(login: string): string | null {
  const kept = sessionStorage.getItem(KEY);
  if (kept === null || !kept.startsWith(`${login} `)) return null;
  const next = allowedNext(kept.slice(login.length + 1));
  return leavesConsole(next) ? next : null;
}

/** Whoever went back, or out: what is kept names a person. */
export const forgetWayBack = () => sessionStorage.removeItem(KEY);
