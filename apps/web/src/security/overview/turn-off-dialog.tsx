import { type RefObject, useId } from 'react';
import { api } from '../../api/client.ts';
import { useAnnounce } from '../../ui/live-region.tsx';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { useSecurityTexts } from '../security-texts.ts';
import css from './overview.module.css';
import { useChange } from './use-change.ts';

interface DialogOutcome {
  finalFocus: RefObject<HTMLElement | null>;
  onClose: () => void;
  /** It is done, or another tab has changed things: the view behind is true again. */
  onChanged: () => void;
}

/** Says what turning two-factor authentication off means, and does it. */
export function TurnOffDialog(props: DialogOutcome & { open: boolean }) {
  const { open, finalFocus, onClose, onChanged } = props;
  const t = useSecurityTexts().turnOff;
  const announce = useAnnounce();
  const turnOff = useChange({
    run: () => api.turnOffTwoFactor(),
    onShown: () => {
      onChanged();
      announce(t.done);
    },
    onChanged,
  });
  return (
    <ConfirmDialog
      open={open}
      title={t.title}
      description={<Consequences />}
      cancel={t.keep}
      confirm={t.confirm}
      busyWord={t.busy}
      destructive
      busy={turnOff.busy}
      problem={turnOff.problem}
      finalFocus={finalFocus}
      onConfirm={() => turnOff.start()}
      onClose={() => {
        turnOff.reset();
        onClose();
      }}
    />
  );
}

export function Consequences() {
  const t = useSecurityTexts().turnOff;
  const lead = useId();
  return (
    <>
      <p id={lead}>{t.lead}</p>
      <ul className={css.consequences} aria-labelledby={lead}>
        {t.consequences.map((consequence) => (
          <li key={consequence}>{consequence}</li>
        ))}
      </ul>
    </>
  );
}
