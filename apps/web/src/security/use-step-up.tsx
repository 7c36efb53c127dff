import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react';
import { ProblemError } from '../api/client-problem.ts';
import { createStepUpGate, type StepUpGate } from './step-up/step-up-gate.ts';

interface StepUp {
  /** Runs an action and, where the server wants a fresh proof first, asks for it and goes on by itself. */
  readonly run: StepUpGate['run'];
  /** True while the proof is being asked for: other dialogs make way. */
  readonly asking: boolean;
}

const SteppingUp = createContext<StepUp | null>(null);

const load = () => import('./step-up/step-up-dialog.tsx');
type StepUpDialog = Awaited<ReturnType<typeof load>>['StepUpDialog'];

const SOON_MS = 1000;

/** The dialog, which the tab does not wait for: fetched soon after, and at once when it is wanted. */
function useDialog(wanted: boolean, gate: StepUpGate): StepUpDialog | null {
  const [dialog, setDialog] = useState<{ Dialog: StepUpDialog } | null>(null);
  useEffect(() => {
    if (dialog) return;
    const fetchIt = () =>
      load().then(
        ({ StepUpDialog: Dialog }) => setDialog({ Dialog }),
        // Missed in advance it is tried again when it is wanted.
        () => wanted && gate.fail(new ProblemError({ type: 'offline' })),
      );
    const timer = setTimeout(() => void fetchIt(), wanted ? 0 : SOON_MS);
    return () => clearTimeout(timer);
  }, [dialog, wanted, gate]);
  return dialog?.Dialog ?? null;
}

/** One dialog for every action below it that needs a fresh proof. */
export function StepUpProvider(props: { children: ReactNode }) {
  const [gate] = useState(createStepUpGate);
  const demand = useSyncExternalStore(gate.subscribe, gate.demand);
  const Dialog = useDialog(demand !== null, gate);
  useEffect(() => () => gate.decline(), [gate]);
  return (
    <SteppingUp value={{ run: gate.run, asking: demand !== null }}>
      {props.children}
      {Dialog ? <Dialog demand={demand} onProven={gate.pass} onDeclined={gate.decline} /> : null}
    </SteppingUp>
  );
}

/** Every change on the security pages goes through `run`. */
export function useStepUp(): StepUp {
  const stepUp = use(SteppingUp);
  if (!stepUp) throw new Error('useStepUp wants a StepUpProvider above it');
  return stepUp;
}
