import type { Schedule } from './options.ts';

export interface Timers {
  /** @returns a function that calls the task off. */
  after(delayMs: number, task: () => void): () => void;
  wait(delayMs: number): Promise<void>;
  /** Calls off everything that is still to come. */
  stop(): void;
}

/** Keeps track of what was scheduled, so that closing the sandbox leaves no timer behind. */
export function createTimers(schedule: Schedule): Timers {
  const pending = new Set<() => void>();
  const after = (delayMs: number, task: () => void) => {
    const cancel = schedule(delayMs, () => {
      pending.delete(cancel);
      task();
    });
    pending.add(cancel);
    return () => {
      pending.delete(cancel);
      cancel();
    };
  };
  return {
    after,
    wait: (delayMs) =>
      new Promise((resolve) => {
        after(delayMs, resolve);
      }),
    stop: () => {
      for (const cancel of pending) cancel();
      pending.clear();
    },
  };
}
