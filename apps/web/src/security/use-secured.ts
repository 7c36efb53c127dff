import { useQueryClient } from '@tanstack/react-query';
import { type ClientProblem, type ClientProblemType, problemOf } from '../api/client-problem.ts';
import { securityQuery, sessionQuery } from '../api/queries.ts';
import { useAsk } from '../api/use-ask.ts';
import { StepUpCancelled } from './step-up/step-up-gate.ts';
import { useStepUp } from './use-step-up.tsx';

interface Options<I, O> {
  run: (input: I) => Promise<O>;
  /** At once when it is done: go to another page, keep an answer. */
  onDone?: (output: O, input: I) => void;
  /** Once the view on screen is true again: say so, move the focus. */
  onShown?: (output: O, input: I) => void;
  onProblem?: (problem: ClientProblem, input: I) => void;
}

export interface Secured<I> {
  /** Does it; ignored while the last one is still under way. */
  readonly start: (input: I) => void;
  readonly busy: boolean;
  /** What went wrong; null while nothing did, and when the person declined to give a proof. */
  readonly problem: ClientProblem | null;
  readonly input: I | undefined;
  readonly reset: () => void;
}

/** After these the view on screen is known to be out of date. */
const STALE: ReadonlySet<ClientProblemType> = new Set(['conflict', 'not-found', 'enrolment-over', 'offline']);

/** Reads the security and session views again; done when both are there, or failed. */
export function useRefreshSecurity(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: securityQuery.queryKey }),
      client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    ]);
  };
}

/** A change to the account's protection: asks for a fresh proof where it must, then shows what is true (C046). */
export function useSecured<I = void, O = unknown>(options: Options<I, O>): Secured<I> {
  const { run, onDone, onShown, onProblem } = options;
  const stepUp = useStepUp();
  const refresh = useRefreshSecurity();
  const mutation = useAsk<O, I>({
    mutationFn: async (input) => {
      const output = await stepUp.run(() => run(input));
      onDone?.(output, input);
      await refresh();
      return output;
    },
    onSuccess: (output, input) => onShown?.(output, input),
    onError: (error, input) => {
      if (error instanceof StepUpCancelled) return;
      const problem = problemOf(error);
      if (STALE.has(problem.type)) void refresh();
      onProblem?.(problem, input);
    },
  });
  const { error } = mutation;
  return {
    start: (input) => mutation.mutate(input),
    busy: mutation.isPending,
    problem: error === null || error instanceof StepUpCancelled ? null : problemOf(error),
    input: mutation.variables,
    reset: mutation.reset,
  };
}
