import { useSyncExternalStore } from 'react';

// A finger, or a screen no wider than a phone's: the app is likely on this very device.
const PHONE = '(pointer: coarse), (max-width: 599.98px)';

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(PHONE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether the page is likely read on the phone that holds the authenticator app. */
export function useOnPhone(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(PHONE).matches);
}
