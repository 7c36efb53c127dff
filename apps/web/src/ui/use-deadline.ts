import { useEffect, useRef, useState } from 'react';
import { monotonic } from './monotonic.ts';

/** Whole seconds left until a moment of `monotonic`, down to 0; counted again each second. Null counts as reached. */
export function useSecondsLeft(deadline: number | null): number {
  const [now, setNow] = useState(monotonic);
  const left = deadline === null ? 0 : Math.max(0, Math.ceil((deadline - now) / 1000));
  useEffect(() => {
    setNow(monotonic());
    if (deadline === null || deadline <= monotonic()) return;
    const timer = setInterval(() => {
      setNow(monotonic());
      if (monotonic() >= deadline) clearInterval(timer);
    }, 1000);
    return () => clearInterval(timer);
  }, [deadline]);
  return left;
}

/** Calls back once when a moment of `monotonic` is reached; a computer that slept catches up when it wakes. */
export function useDeadline(deadline: number | null, onReached: () => void): void {
  const callback = useRef(onReached);
  useEffect(() => {
    callback.current = onReached;
  });
  useEffect(() => {
    if (deadline === null) return;
    let timer = 0;
    const wait = () => {
      const left = deadline - monotonic();
      if (left <= 0) callback.current();
      // Looked at once a minute, since a timer stands still while a computer sleeps.
      else timer = window.setTimeout(wait, Math.min(left, 60_000));
    };
    wait();
    return () => clearTimeout(timer);
  }, [deadline]);
}
