import { useEffect, useRef, useState } from 'react';
import { useAnnounce } from './live-region.tsx';
import { useDeadline } from './use-deadline.ts';

/**
 * Whether a wait is on: true until `until` (a moment of `monotonic`; null: no wait). Its end is
 * announced with `sentence`.
 */
export function useWait(until: number | null, sentence: string): boolean {
  const [over, setOver] = useState<number | null>(null);
  const announce = useAnnounce();
  useDeadline(until, () => setOver(until));
  const waiting = until !== null && over !== until;
  const waited = useRef(false);
  useEffect(() => {
    if (waited.current && !waiting) announce(sentence);
    waited.current = waiting;
  }, [waiting, announce, sentence]);
  return waiting;
}
