import type { Timers } from '../deps.ts';
import { Unavailable } from '../outcome.ts';
import type { Database } from './database.ts';

/** Another process writes, or waits for a row in the other order: what was asked did not happen and may be asked again. */
const PASSING = /^(SQLITE_BUSY|SQLITE_LOCKED|55P03|40001|40P01)/;
const PAUSE_MS = 100;
const TRIES = 20;

/**
 * The same database for a command that runs beside servers: it waits for its turn instead of giving up. A lost
 * connection is not tried again, since what was asked may have happened.
 */
export function patientDatabase(inner: Database, timers: Pick<Timers, 'pause'>): Database {
  const persist = async <R>(ask: () => Promise<R>): Promise<R> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof Unavailable) || !PASSING.test(error.message) || tries === TRIES) throw error;
      }
      await timers.pause(PAUSE_MS);
    }
  };
  return {
    engine: inner.engine,
    unit: (body) => persist(() => inner.unit(body)),
    single: (body) => persist(() => inner.single(body)),
    close: () => inner.close(),
  };
}
