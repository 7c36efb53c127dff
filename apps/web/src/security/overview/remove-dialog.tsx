import type { Authenticator } from '@wattsense/contract/security';
import { type RefObject, useRef } from 'react';
import { askSignedIn, bff } from '../../api/client.ts';
import { useKinds } from '../../authenticators/kinds.ts';
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
  const t = useSecurityTexts().removal;
  const kinds = useKinds();
  const { setOutcome } = useFlowMemory();
  // What is on screen stays there once it is removed, and while the dialog fades.
  const shown = useRef<{ one: Authenticator; bound: readonly Authenticator[] } | null>(null);
  if (authenticator && bound.some(({ id }) => id === authenticator.id)) shown.current = { one: authenticator, bound };
  const remove = useChange({
    // The server judges whether it is the last one: another tab may have added one meanwhile.
    run: (one: Authenticator) => askSignedIn(() => bff.authenticators[':id'].$delete({ param: { id: one.id } })),
    onShown: (_, { kind }) => {
      setOutcome(left.length === 0 ? { kind: 'off' } : { kind: 'removed', authenticator: kind });
      onChanged();
    },
    onChanged,
  });
  const { one, bound: before } = shown.current ?? { one: null, bound: [] };
  const left = before.filter(({ id }) => id !== one?.id);
  const words = one && kinds.get(one.kind)?.t.removal;
  const whatIsLeft = left.find(({ unusable }) => unusable === null);
  const asks = whatIsLeft ? kinds.get(whatIsLeft.kind)?.t.asks : t.noneLeft[one?.unusable === null ? 'last' : 'none'];
  return (
    <ConfirmDialog
      open={authenticator !== null}
      title={words?.title ?? ''}
      description={
        left.length === 0 ? (
          <>
            <p>{t.last}</p>
            <Consequences bound={before} />
          </>
        ) : (
          <p>{[whatIsLeft ? words?.text : null, asks, t.others].filter(Boolean).join(' ')}</p>
        )
      }
      cancel={words?.keep ?? ''}
      confirm={left.length === 0 ? t.confirmLast : t.confirm}
      busyWord={t.busy}
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
