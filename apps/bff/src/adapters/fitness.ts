import type { Fitness } from '../deps.ts';

/** The fitness of this process, which `stop` makes unfit for new work. */
export function createFitness(told: Pick<Fitness, 'clockOffsetMs' | 'smsPaused'>): Fitness & { stop(): void } {
  let stopping = false;
  return {
    ...told,
    stopping: () => stopping,
    stop: () => {
      stopping = true;
    },
  };
}
