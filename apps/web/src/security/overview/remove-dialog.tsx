import type { Authenticator } from '@wattsense/contract/security';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { type RefObject, useRef } from 'react';
import { api } from '../../api/client.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { useFlowMemory } from '../flow-memory.tsx';
import { useSecurityTexts } from '../security-texts.ts';
import { Consequences } from './turn-off-dialog.tsx';
import { useChange } from './use-change.ts';

/** Removes one authenticator. The last one cannot go without turning two-factor authentication off, and it says so. */
export function RemoveDialog(props: {
  authenticator: Authenticator | null;
  /** All that is bound. */
  bound: readonly Authenticator[];
  finalFocus: RefObject<HTMLElement | null>;
  onClose: () => void;
  onChanged: () => void;
}) {
  const { authenticator, bound, finalFocus, onClose, onChanged } = props;
  const t = useSecurityTexts();
  const { setOutcome } = useFlowMemory();
  // What is on screen stays there once it is removed, and while the dialog fades.
  const shown = useRef(whatIsLeft(authenticator, bound));
  if (authenticator && bound.some(({ id }) => id === authenticator.id))
    shown.current = whatIsLeft(authenticator, bound);
  const { kind, works, left, kinds } = shown.current;
  const last = left === null;
  const remove = useChange({
    // The server judges whether it is the last one: another tab may have added one meanwhile.
    run: (one: Authenticator) => api.removeAuthenticator(one.id),
    onShown: () => {
      setOutcome(last ? { kind: 'off' } : { kind: 'removed', authenticator: kind });
      onChanged();
    },
    onChanged,
  });
  return (
    <ConfirmDialog
      open={authenticator !== null}
      title={t.removal.title[kind]}
      description={
        last ? (
          <>
            <p>{t.removal.last}</p>
            <Consequences kinds={kinds} />
          </>
        ) : (
          <p>{left.unusable === null ? t.removal.text[kind] : t.removal.noneLeft[works ? 'last' : 'none']}</p>
        )
      }
      cancel={t.removal.keep[kind]}
      confirm={last ? t.removal.confirmLast : t.removal.confirm}
      busyWord={t.removal.busy}
      destructive
      busy={remove.busy}
      problem={remove.problem}
      finalFocus={finalFocus}
      onConfirm={() => authenticator && remove.start(authenticator)}
      onClose={() => {
        remove.reset();
        onClose();
      }}
    />
  );
}

/** What is to go, and what stays of the account's methods: null when nothing does. */
function whatIsLeft(authenticator: Authenticator | null, bound: readonly Authenticator[]) {
  const kind: AuthenticatorKind = authenticator?.kind ?? 'app';
  const works = authenticator?.unusable === null;
  return { kind, works, kinds: bound.map((one) => one.kind), left: bound.find((one) => one.kind !== kind) ?? null };
}
