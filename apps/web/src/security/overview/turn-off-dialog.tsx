import type { Authenticator } from '@wattsense/contract/security';
import { type RefObject, useId, useRef } from 'react';
import { askSignedIn, bff } from '../../api/client.ts';
import { useKinds } from '../../authenticators/kinds.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { useFlowMemory } from '../flow-memory.tsx';
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
export function TurnOffDialog(props: DialogOutcome & { open: boolean; bound: readonly Authenticator[] }) {
  const { open, bound, finalFocus, onClose, onChanged } = props;
  const t = useSecurityTexts().turnOff;
  const { setOutcome } = useFlowMemory();
  // What is on screen stays there once it is turned off, and while the dialog fades.
  const shown = useRef(bound);
  if (open && bound.length > 0) shown.current = bound;
  const turnOff = useChange({
    run: () => askSignedIn(() => bff['two-factor'].$delete()),
    onShown: () => {
      setOutcome({ kind: 'off' });
      onChanged();
    },
    onChanged,
  });
  return (
    <ConfirmDialog
      open={open}
      title={t.title}
      description={<Consequences bound={shown.current} />}
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

/** What becomes of the account; it names the methods that there are. */
export function Consequences(props: { bound: readonly Authenticator[] }) {
  const t = useSecurityTexts().turnOff;
  const lead = useId();
  const kinds = useKinds();
  const useless = new Set(props.bound.flatMap(({ kind }) => kinds.get(kind)?.t.useless ?? []));
  return (
    <>
      <p id={lead}>{t.lead}</p>
      <ul className={css.consequences} aria-labelledby={lead}>
        {t.consequences([...useless]).map((consequence) => (
          <li key={consequence}>{consequence}</li>
        ))}
      </ul>
    </>
  );
}
