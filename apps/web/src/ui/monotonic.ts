import { useState } from 'react';

/**
 * Milliseconds on a clock that nobody sets: what waits are counted on. The device's time of day may be put right,
 * or wrong, in the middle of one.
 */
export function monotonic(): number {
  return performance.now();
}

/** The same moment on the clock that nobody sets; `at`: milliseconds since 1970, as TanStack Query notes an answer. */
export function useMonotonic(at: number): number {
  const [moment, setMoment] = useState({ at, monotonic: translated(at) });
  if (moment.at === at) return moment.monotonic;
  const next = { at, monotonic: translated(at) };
  setMoment(next);
  return next.monotonic;
}

/** Right for what has just been, which an answer is when it is first drawn. */
const translated = (at: number) => monotonic() - Math.max(0, Date.now() - at);

/** The time of day at a moment of the clock that nobody sets. */
export function timeOfDay(moment: number): Date {
  return new Date(Date.now() + moment - monotonic());
}
