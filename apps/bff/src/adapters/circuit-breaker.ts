import type { Timers } from '../deps.ts';

const FAILURES_TO_OPEN = 5;
const OPEN_MS = 30_000;

export interface CircuitBreaker {
  /** Whether a call may be made. After the pause one call is let through to try, and the pause begins anew. */
  allows(): boolean;
  /** Whether calls are paused; asking changes nothing. */
  isOpen(): boolean;
  succeeded(): void;
  failed(): void;
  /** Opens at once, for a fault that the next call is certain to meet as well. */
  trip(): void;
}

/** Stops calling a service for 30 s after five failures in a row, so that nobody waits for what cannot work. */
export function createCircuitBreaker({ elapsedMs }: Pick<Timers, 'elapsedMs'>): CircuitBreaker {
  let failures = 0;
  let openUntil = Number.NEGATIVE_INFINITY;
  const open = () => {
    openUntil = elapsedMs() + OPEN_MS;
  };
  return {
    allows: () => {
      if (elapsedMs() < openUntil) return false;
      if (failures >= FAILURES_TO_OPEN) open();
      return true;
    },
    isOpen: () => elapsedMs() < openUntil,
    succeeded: () => {
      failures = 0;
      openUntil = Number.NEGATIVE_INFINITY;
    },
    failed: () => {
      failures += 1;
      if (failures >= FAILURES_TO_OPEN) open();
    },
    trip: () => {
      failures = FAILURES_TO_OPEN;
      open();
    },
  };
}
