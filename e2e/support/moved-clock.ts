import type { Clock } from '../../apps/bff/src/deps.ts';

/** The process's clock, put forward by tests. It never goes back, so no test can revive what another has seen expire. */
export class MovedClock implements Clock {
  #aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  /** @param seconds 0 or more. */
  advance(seconds: number): void {
    if (!(seconds >= 0)) throw new RangeError('a clock is moved forward only');
    this.#aheadMs += seconds * 1000;
  }
}
