import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import css from './dialog.module.css';
import { LiveRegion } from './live-region.tsx';

interface DialogProps {
  open: boolean;
  /** Called by Escape, by a press outside (not where `asks`) and by nothing else. */
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** The dialog demands a decision: a press outside does not close it. */
  asks?: boolean;
  /** Where the focus goes at first; the first field or button if nothing is given. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** Where the focus goes afterwards; the element that had it before if nothing is given, nowhere if `false` is. */
  finalFocus?: RefObject<HTMLElement | null> | (() => HTMLElement | null | false);
  children: ReactNode;
}

/** A dialog over the page. It keeps the focus inside and gives it back when it closes. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, asks, initialFocus, finalFocus, children } = props;
  // The two are alike but for role and outside presses.
  const Parts = asks ? AlertDialog : BaseDialog;
  return (
    <Parts.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Parts.Portal>
        <Parts.Backdrop className={css.backdrop} />
        <Parts.Viewport className={css.viewport}>
          <Parts.Popup
            className={css.popup}
            {...(initialFocus ? { initialFocus } : {})}
            {...(finalFocus ? { finalFocus } : {})}
          >
            <Parts.Title className={css.title}>{title}</Parts.Title>
            {description ? (
              <Parts.Description className={css.description} render={<div />}>
                {description}
              </Parts.Description>
            ) : null}
            {/* The page outside is hidden from screen readers while the dialog is open. */}
            <LiveRegion>{children}</LiveRegion>
          </Parts.Popup>
        </Parts.Viewport>
      </Parts.Portal>
    </Parts.Root>
  );
}

/** The buttons at a dialog's end: the way out first, the action last. */
export function DialogActions(props: { children: ReactNode }) {
  return <div className={css.actions}>{props.children}</div>;
}
