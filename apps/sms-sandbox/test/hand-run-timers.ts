import type { Schedule } from '../src/options.ts';

interface Entry {
  readonly dueAt: number;
  readonly task: () => void;
}

export interface HandRunTimers {
  readonly schedule: Schedule;
  readonly now: () => Date;
  /** Milliseconds until each waiting task, soonest first. */
  waiting(): readonly number[];
  /** Waits for the next task to be scheduled. */
  scheduled(): Promise<void>;
  /** Moves the clock and runs what falls due, in order. */
  advance(milliseconds: number): void;
}

/** A clock and timers that stand still until a test moves them. */
export function handRunTimers(start = new Date('2026-11-25T10:00:00Z')): HandRunTimers {
  let time = start.getTime();
  let entries: readonly Entry[] = [];
  let announce: () => void = () => undefined;
  const byDueTime = () => entries.toSorted((one, other) => one.dueAt - other.dueAt);
  return {
    now: () => new Date(time),
    schedule: (delayMs, task) => {
      const entry = { dueAt: time + delayMs, task };
      entries = [...entries, entry];
      announce();
      return () => {
        entries = entries.filter((other) => other !== entry);
      };
    },
    waiting: () => byDueTime().map(({ dueAt }) => dueAt - time),
    scheduled: () =>
      new Promise((resolve) => {
        announce = resolve;
      }),
    advance: (milliseconds) => {
      const end = time + milliseconds;
      for (let next = byDueTime()[0]; next && next.dueAt <= end; next = byDueTime()[0]) {
        const due = next;
        time = due.dueAt;
        entries = entries.filter((entry) => entry !== due);
        due.task();
      }
      time = end;
    },
  };
}
