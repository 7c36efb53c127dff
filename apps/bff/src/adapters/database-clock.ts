import type { Clock, Log, Timers } from '../deps.ts';

const MEASURE_EVERY_MS = 30_000;
/** Instances further apart than this see codes differently; an operator should mend their clocks. */
const WORRYING_OFFSET_MS = 2000;
/** A host's clock that moved by more than this against the monotonic one was set, or the host slept. */
const SET_MS = 1000;

export interface DatabaseClock {
  readonly clock: Clock;
  /** Milliseconds between this host's clock and the shared one. */
  offsetMs(): number;
  stop(): void;
}

/** The database's time at a moment of the monotonic clock, and how far the host's own clock was from the latter. */
interface Measured {
  readonly theirs: number;
  readonly at: number;
  readonly hostAhead: number;
}

/**
 * The database's time, asked every 30 s and carried on by the monotonic clock: several instances agree on time steps
 * and ends, and setting this host's clock changes nothing. When it is set, or the host slept, the database is asked at
 * once, since it may be on this very host.
 */
export async function createDatabaseClock(
  database: { now(): Promise<Date> },
  log: Log,
  timers: Timers,
  host: () => number = Date.now,
): Promise<DatabaseClock> {
  const measure = async (): Promise<Measured> => {
    const asked = timers.elapsedMs();
    const theirs = (await database.now()).getTime();
    const answered = timers.elapsedMs();
    // The middle of the question and the answer.
    return { theirs, at: (asked + answered) / 2, hostAhead: host() - answered };
  };
  let measured = await measure();
  let isAsking = false;
  const now = () => measured.theirs + timers.elapsedMs() - measured.at;
  const offsetMs = () => Math.round(now() - host());
  const ask = () => {
    if (isAsking) return;
    isAsking = true;
    measure()
      .then(
        (fresh) => {
          measured = fresh;
          if (Math.abs(offsetMs()) > WORRYING_OFFSET_MS)
            log.warn('this host and the database disagree on the time', { durationMs: offsetMs() });
        },
        () => log.warn('the database did not tell the time'),
      )
      .finally(() => {
        isAsking = false;
      });
  };
  const stop = timers.every(MEASURE_EVERY_MS, ask);
  return {
    clock: {
      now: () => {
        if (Math.abs(host() - timers.elapsedMs() - measured.hostAhead) > SET_MS) ask();
        return new Date(Math.round(now()));
      },
    },
    offsetMs,
    stop,
  };
}
