import type { ReactNode, RefObject } from 'react';
import type { ClientProblem } from '../api/client-problem.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { useStepUp } from './use-step-up.tsx';

/**
 * Asks before something that matters. The way out comes first and has the focus; what went wrong is
 * said in the dialog. It makes way while a fresh proof is asked for.
 */
export function ConfirmDialog(props: {
  open: boolean;
  title: string;
  description: ReactNode;
  confirm: string;
  busyWord: string;
  cancel: string;
  destructive?: boolean;
  busy: boolean;
  problem: ClientProblem | null;
  finalFocus: RefObject<HTMLElement | null>;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { open, title, description, confirm, busyWord, cancel, busy, problem } = props;
  const { finalFocus, onConfirm, onClose, destructive = false } = props;
  const { asking } = useStepUp();
  return (
    <Dialog
      open={open && !asking}
      onClose={() => busy || onClose()}
      asks
      title={title}
      description={description}
      // Another dialog opens in its place and has taken the focus.
      finalFocus={() => (asking ? false : finalFocus.current)}
    >
      <ProblemNotice problem={problem} />
      <DialogActions>
        <Button unavailable={busy} onClick={onClose}>
          {cancel}
        </Button>
        <Button variant={destructive ? 'danger' : 'primary'} busy={busy} busyWord={busyWord} onClick={onConfirm}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
