import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react';
import { StepUpDialog } from './step-up/step-up-dialog.tsx';
import { createStepUpGate, type StepUpGate } from './step-up/step-up-gate.ts';

interface StepUp {
  /** Runs an action and, where the server wants a fresh proof first, asks for it and goes on by itself. */
  readonly run: StepUpGate['run'];
  /** True while the proof is being asked for: other dialogs make way. */
  readonly asking: boolean;
}

const SteppingUp = createContext<StepUp | null>(null);

/** One dialog for every action below it that needs a fresh proof. */
export function StepUpProvider(props: { children: ReactNode }) {
  const [gate] = useState(createStepUpGate);
  const demand = useSyncExternalStore(gate.subscribe, gate.demand);
  useEffect(() => () => gate.decline(), [gate]);
  return (
    <SteppingUp value={{ run: gate.run, asking: demand !== null }}>
      {props.children}
      <StepUpDialog demand={demand} onProven={gate.pass} onDeclined={gate.decline} />
    </SteppingUp>
  );
}

/** Every change on the security pages goes through `run`. */
export function useStepUp(): StepUp {
  const stepUp = use(SteppingUp);
  if (!stepUp) throw new Error('useStepUp wants a StepUpProvider above it');
  return stepUp;
}
