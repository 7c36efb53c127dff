import type { Fitness, Metrics, Timers } from '../deps.ts';

/** How long one write that failed for want of room is believed over smaller ones that still find some, in ms. */
const REMEMBERED_MS = 60_000;
/** Disk full, input or output failed, file system read-only; PostgreSQL's `disk_full`. */
const NO_ROOM = /^(SQLITE_(FULL|IOERR|READONLY)|53100)/;

export interface ProcessFitness extends Fitness {
  stop(): void;
  /** The same metrics; what they are told of failed writes is remembered here. */
  watching(metrics: Metrics): Metrics;
}

/** The fitness of this process, which `stop` makes unfit for new work. */
export function createFitness(
  told: Pick<Fitness, 'clockOffsetMs' | 'smsPaused'>,
  { elapsedMs }: Pick<Timers, 'elapsedMs'>,
): ProcessFitness {
  let stopping = false;
  let noRoomUntil = Number.NEGATIVE_INFINITY;
  return {
    ...told,
    stopping: () => stopping,
    outOfRoom: () => elapsedMs() < noRoomUntil,
    stop: () => {
      stopping = true;
    },
    watching: (metrics) => ({
      ...metrics,
      databaseUsed: (seconds, error) => {
        if (error !== null && NO_ROOM.test(error)) noRoomUntil = elapsedMs() + REMEMBERED_MS;
        metrics.databaseUsed(seconds, error);
      },
    }),
  };
}
