import { useEffect, useLayoutEffect } from 'react';
import { useLocation, useNavigationType } from 'react-router';

const places = new Map<string, number>();

/** Every page opens at its top, or at the place that its address names; Back and Forward return to where one was. */
export function usePlaceOnPage(): void {
  const { key, hash } = useLocation();
  const type = useNavigationType();
  useEffect(() => {
    history.scrollRestoration = 'manual';
    // A reload is the browser's own affair.
    addEventListener('pagehide', () => {
      history.scrollRestoration = 'auto';
    });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the entry of the history is what has a place.
  useLayoutEffect(() => {
    if (hash === '' || places.has(key)) scrollTo(0, (type === 'POP' && places.get(key)) || 0);
    const note = () => places.set(key, scrollY);
    addEventListener('scroll', note, { passive: true });
    return () => removeEventListener('scroll', note);
  }, [key]);
}
