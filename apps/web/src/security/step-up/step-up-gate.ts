import type { ProblemOf } from '@wattsense/contract/problem';
import { problemOfType } from '../../api/client-problem.ts';

export type StepUpDemand = ProblemOf<'step-up-required'>;

/** The person closed the dialog: nothing was done and nothing is wrong. */
export class StepUpCancelled extends Error {
  constructor() {
    super('step-up cancelled');
    this.name = 'StepUpCancelled';
  }
}

export interface StepUpGate {
  /**
   * Runs an action. Where the server demands a fresh proof, waits for it and runs the action again;
   * rejects with `StepUpCancelled` when the person declines.
   */
  run<T>(action: () => Promise<T>): Promise<T>;
  /** What is being asked for now, or null. Actions that wait together share one demand. */
  demand(): StepUpDemand | null;
  subscribe(listener: () => void): () => void;
  /** The proof was given: everything that waits goes on. */
  pass(): void;
  /** The proof was declined: everything that waits is given up. */
  decline(): void;
  /** The proof could not be asked for: everything that waits fails with the reason. */
  fail(reason: Error): void;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

export function createStepUpGate(): StepUpGate {
  let demand: StepUpDemand | null = null;
  let waiting: readonly Waiting[] = [];
  // How many proofs were given: an action begun before the last one needs only another try.
  let proofs = 0;
  const listeners = new Set<() => void>();

  const settle = (next: StepUpDemand | null) => {
    demand = next;
    for (const listener of listeners) listener();
  };

  const wait = (next: StepUpDemand) => {
    const turn = new Promise<void>((resolve, reject) => {
      waiting = [...waiting, { resolve, reject }];
    });
    if (demand === null) settle(next);
    return turn;
  };

  const release = (each: (one: Waiting) => void) => {
    const released = waiting;
    waiting = [];
    settle(null);
    for (const one of released) each(one);
  };

  return {
    async run(action) {
      for (;;) {
        const begun = proofs;
        try {
          return await action();
        } catch (error) {
          const next = problemOfType(error, 'step-up-required');
          if (!next) throw error;
          if (begun === proofs) await wait(next);
        }
      }
    },
    demand: () => demand,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pass() {
      proofs += 1;
      release(({ resolve }) => resolve());
    },
    decline() {
      release(({ reject }) => reject(new StepUpCancelled()));
    },
    fail(reason) {
      release(({ reject }) => reject(reason));
    },
  };
}
