export interface SandboxClock {
  now(): Date;
  /** Seconds that the sandbox's time is ahead of the real one; negative when behind. */
  offsetSeconds(): number;
  setOffset(seconds: number): void;
}

/** A clock that can be told to be wrong, so that a sender's tokens or our receipts look stale. */
export function createClock(source: () => Date): SandboxClock {
  let offset = 0;
  return {
    now: () => new Date(source().getTime() + offset * 1000),
    offsetSeconds: () => offset,
    setOffset: (seconds) => {
      offset = seconds;
    },
  };
}
