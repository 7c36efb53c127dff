import type { Clock, Log, Timers } from '../deps.ts';

const MEASURE_EVERY_MS = 30_000;
/** Instances further apart than this see codes differently; an operator should mend their clocks. */
const WORRYING_OFFSET_MS = 2000;

export interface DatabaseClock {
  readonly clock: Clock;
  /** Milliseconds added to this host's clock, as last measured. */
  offsetMs(): number;
  stop(): void;
}

/**
 * The process's clock plus its offset from the database's, measured every 30 s: several instances agree
 * on time steps and ends, whatever their own clocks say.
 */
export async function createDatabaseClock(
  database: { now(): Promise<Date> },
  log: Log,
  timers: Timers,
): Promise<DatabaseClock> {
  let offset = await measure(database);
  const stop = timers.every(MEASURE_EVERY_MS, () => {
    measure(database).then(
      (measured) => {
        offset = measured;
        if (Math.abs(measured) > WORRYING_OFFSET_MS)
          log.warn('this host and the database disagree on the time', { durationMs: measured });
      },
      () => log.warn('the database did not tell the time'),
    );
  });
  return {
    clock: { now: () => new Date(Date.now() + offset) },
    offsetMs: () => offset,
    stop,
  };
}

/** Milliseconds to add to this host's clock, taking the middle of the question and the answer. */
async function measure(database: { now(): Promise<Date> }): Promise<number> {
  const asked = Date.now();
  const theirs = await database.now();
  return Math.round(theirs.getTime() - (asked + Date.now()) / 2);
}
