import { setTimeout as pause } from 'node:timers/promises';
import type { Timers } from '../deps.ts';

/** The monotonic clock and the timers of this process. */
export const systemTimers: Timers = {
  elapsedMs: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  every: (ms, task) => {
    const timer = setInterval(task, ms).unref();
    return () => clearInterval(timer);
  },
  pause: (ms) => pause(ms),
};
