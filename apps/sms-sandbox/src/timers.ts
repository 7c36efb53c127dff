import type { Schedule } from './options.ts';

export interface Timers {
  /** @returns a function that calls the task off. */
  after(delayMs: number, task: () => void): () => void;
  wait(delayMs: number): Promise<void>;
  /** Calls off everything that is still to come; nothing is scheduled from then on. */
  stop(): void;
  /** Aborted by `stop`: for what is under way by then. */
  readonly stopped: AbortSignal;
}

/** Keeps track of what was scheduled, so that closing the sandbox leaves no timer behind. */
export function createTimers(schedule: Schedule): Timers {
  const pending = new Set<() => void>();
  const stopping = new AbortController();
  const after = (delayMs: number, task: () => void) => {
    // A receipt that is cut off by the end of the sandbox would be tried again for a day, and keep its process alive.
    if (stopping.signal.aborted) return () => undefined;
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
    stopped: stopping.signal,
    stop: () => {
      stopping.abort();
      for (const cancel of pending) cancel();
      pending.clear();
    },
  };
}
