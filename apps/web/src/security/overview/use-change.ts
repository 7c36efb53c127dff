import { useFlowMemory } from '../flow-memory.tsx';
import { type Secured, useSecured } from '../use-secured.ts';

/**
 * A change asked for in a dialog. Where another tab was quicker, the dialog's question has lost its
 * meaning: `onChanged` closes it, and the tab says what happened above the true state.
 */
export function useChange<I = void, O = unknown>(options: {
  run: (input: I) => Promise<O>;
  onShown: (output: O, input: I) => void;
  onChanged: () => void;
}): Secured<I> {
  const { setOutcome } = useFlowMemory();
  const change = useSecured<I, O>({
    run: options.run,
    onShown: options.onShown,
    onProblem: (problem) => {
      if (problem.type !== 'conflict' && problem.type !== 'not-found') return;
      setOutcome({ kind: 'changed', problem });
      options.onChanged();
      change.reset();
    },
  });
  return change;
}
