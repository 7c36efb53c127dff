import type { Clock, Log, Timers } from '../deps.ts';

const MEASURE_EVERY_MS = 30_000;
/** Instances further apart than this see codes differently; an operator should mend their clocks. */
const WORRYING_OFFSET_MS = 2000;
/** A host's clock that moved by more than this against the monotonic one was set, or the host slept. */
const SET_MS = 1000;
/** While the host's clock is off from what was measured, the database is asked no more often than this. */
const ASK_AGAIN_MS = 1000;

export interface DatabaseClock {
  readonly clock: Clock;
  /** Milliseconds between this host's clock and the shared one. */
  offsetMs(): number;
  stop(): void;
}

/** How far the database's time and the host's own clock are ahead of the monotonic one, in milliseconds. */
interface Measured {
  readonly theirs: number;
  readonly host: number;
}

/**
 * The database's time, asked every 30 s and carried on by the monotonic clock: several instances agree on time steps
 * and ends, and setting this host's clock changes nothing. When it is set, or the host slept, the database is asked
 * soon, since it may be on this very host. Warns once of a disagreement or a silence, until it is over.
 */
export async function createDatabaseClock(
  database: { now(): Promise<Date> },
  log: Log,
  timers: Timers,
  host: () => number = Date.now,
): Promise<DatabaseClock> {
  const measure = async (before: Measured | null): Promise<Measured> => {
    const asked = timers.elapsedMs();
    const theirs = (await database.now()).getTime();
    const answered = timers.elapsedMs();
    return { theirs: within(theirs - answered, theirs - asked, before), host: host() - answered };
  };
  let measured = await measure(null);
  let isAsking = false;
  let askNotBefore = 0;
  const warned = { apart: false, silent: false };
  const now = () => measured.theirs + timers.elapsedMs();
  const offsetMs = () => Math.round(now() - host());
  /** Whether this is news. */
  const turned = (what: keyof typeof warned, holds: boolean): boolean => {
    const isNews = holds && !warned[what];
    warned[what] = holds;
    return isNews;
  };
  const judge = () => {
    if (turned('apart', Math.abs(offsetMs()) > WORRYING_OFFSET_MS))
      log.warn('this host and the database disagree on the time', { durationMs: offsetMs() });
  };
  const ask = () => {
    if (isAsking) return;
    isAsking = true;
    askNotBefore = timers.elapsedMs() + ASK_AGAIN_MS;
    measure(measured)
      .then(
        (fresh) => {
          measured = fresh;
          turned('silent', false);
          judge();
        },
        () => {
          if (turned('silent', true)) log.warn('the database did not tell the time');
        },
      )
      .finally(() => {
        isAsking = false;
      });
  };
  judge();
  const stop = timers.every(MEASURE_EVERY_MS, ask);
  return {
    clock: {
      now: () => {
        const elapsed = timers.elapsedMs();
        if (elapsed >= askNotBefore && Math.abs(host() - elapsed - measured.host) > SET_MS) ask();
        return new Date(Math.round(now()));
      },
    },
    offsetMs,
    stop,
  };
}

/**
 * The database told its time at some moment between the question and the answer. Where what is known lies between the
 * two it stays, so that a slow answer moves nothing; else it moves as little as it must. At first it is the middle.
 */
function within(least: number, most: number, before: Measured | null): number {
  return before === null ? (least + most) / 2 : Math.min(Math.max(before.theirs, least), most);
}
