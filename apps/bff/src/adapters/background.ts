import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Background, Log } from '../deps.ts';
import { errorFields } from './json-log.ts';

/**
 * Starts each work in a later turn of the event loop, so that the answer leaves first.
 * A work that fails is logged by its name; nobody else waits for it.
 */
export function createBackground(log: Log): Background {
  const underway = new Set<Promise<void>>();
  return {
    run: (name, work) => {
      const running = nextTurn()
        .then(work)
        .catch((thrown: unknown) =>
          log.error('background work failed', {
            event: name,
            ...errorFields(thrown),
          }),
        )
        .finally(() => underway.delete(running));
      underway.add(running);
    },
    // Again until nothing is left: a work may have started another.
    settled: async () => {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}
