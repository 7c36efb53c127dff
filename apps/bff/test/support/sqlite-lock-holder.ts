import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { HoldOrder } from './hold-sqlite-lock.ts';

/** Another process that takes hold of a SQLite file and lets it go, as an operator's command does that writes. */
export interface LockHolder {
  /** Resolves when it was done; rejects when the process ended instead. */
  order(order: HoldOrder): Promise<void>;
  stop(): Promise<void>;
}

export function startLockHolder(): LockHolder {
  const child = fork(join(import.meta.dirname, 'hold-sqlite-lock.ts'), [], { execArgv: [] });
  const ended = once(child, 'exit');
  return {
    order: async (order) => {
      const done = once(child, 'message');
      child.send(order);
      const over = ended.then(() => {
        throw new Error(`the process that holds the lock ended at "${order.kind}"`);
      });
      await Promise.race([done, over]);
    },
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}
