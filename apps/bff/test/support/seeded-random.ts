/** Numbers that a seed decides: the same seed plays the same run again. */
export interface SeededRandom {
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  /** True in so many of a hundred cases. */
  inPercent(percent: number): boolean;
}

/** Mulberry32: 32 bits of state, ample for a simulation and no use for a secret. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    whole: (min, max) => min + Math.floor(next() * (max - min + 1)),
    inPercent: (percent) => next() * 100 < percent,
  };
}
