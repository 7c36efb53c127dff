import { useRef } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { NoProofPossible } from './lost-factor.tsx';
import { StepUpForm } from './step-up-form.tsx';
import type { StepUpDemand } from './step-up-gate.ts';
import { useStepUpTexts } from './step-up-texts.ts';

/** Asks for a fresh proof. Escape and Cancel lead back to where the person was, with nothing lost. */
export function StepUpDialog(props: { demand: StepUpDemand | null; onProven: () => void; onDeclined: () => void }) {
  const { demand, onProven, onDeclined } = props;
  const t = useStepUpTexts();
  // What is on screen stays there while the dialog fades.
  const last = useRef(demand);
  if (demand) last.current = demand;
  const impossible = last.current?.requiredLevel === 'aal2' && last.current.methods.length === 0;
  return (
    <Dialog
      open={demand !== null}
      onClose={onDeclined}
      asks
      title={impossible ? t.impossible : t.title}
      description={impossible ? t.impossibleText : t.text}
    >
      {last.current === null ? null : impossible ? (
        <NoProofPossible demand={last.current} onDeclined={onDeclined} />
      ) : (
        <StepUpForm demand={last.current} onProven={onProven} onDeclined={onDeclined} />
      )}
    </Dialog>
  );
}
