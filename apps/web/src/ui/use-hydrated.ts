import { useSyncExternalStore } from 'react';

const never = () => () => {};

/**
 * False in a prerendered page until its script runs, and while React takes it over: what only this
 * browser knows is drawn after that. Always true in a page that the script drew.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
