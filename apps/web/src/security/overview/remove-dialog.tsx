import type { Authenticator } from '@wattsense/contract/security';
import { type RefObject, useRef } from 'react';
import { api } from '../../api/client.ts';
import { useAnnounce } from '../../ui/live-region.tsx';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { useSecurityTexts } from '../security-texts.ts';
import { Consequences } from './turn-off-dialog.tsx';
import { useChange } from './use-change.ts';

/** Removes one authenticator. The last one cannot go without turning two-factor authentication off, and it says so. */
export function RemoveDialog(props: {
  authenticator: Authenticator | null;
  last: boolean;
  finalFocus: RefObject<HTMLElement | null>;
  onClose: () => void;
  onChanged: () => void;
}) {
  const { authenticator, last, finalFocus, onClose, onChanged } = props;
  const t = useSecurityTexts();
  const announce = useAnnounce();
  // What is on screen stays there while the dialog fades.
  const shown = useRef({ kind: authenticator?.kind ?? ('app' as const), last });
  if (authenticator) shown.current = { kind: authenticator.kind, last };
  const { kind } = shown.current;
  const remove = useChange({
    // The server judges whether it is the last one: another tab may have added one meanwhile.
    run: (one: Authenticator) => api.removeAuthenticator(one.id),
    onShown: () => {
      onChanged();
      announce(shown.current.last ? t.turnOff.done : t.removal.done[kind]);
    },
    onChanged,
  });
  return (
    <ConfirmDialog
      open={authenticator !== null}
      title={t.removal.title[kind]}
      description={
        shown.current.last ? (
          <>
            <p>{t.removal.last}</p>
            <Consequences />
          </>
        ) : (
          <p>{t.removal.text[kind]}</p>
        )
      }
      cancel={t.turnOff.keep}
      confirm={shown.current.last ? t.turnOff.confirm : t.removal.confirm}
      busyWord={shown.current.last ? t.turnOff.busy : t.removal.busy}
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
