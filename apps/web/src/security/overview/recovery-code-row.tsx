import type { RecoveryCodeState, SecurityEvent } from '@wattsense/contract/security';
import { KeyRound } from 'lucide-react';
import { useRef, useState } from 'react';
import { useShared } from '../../i18n/shared-texts.ts';
import { Button } from '../../ui/button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { useNewRecoveryCode } from '../recovery/use-new-recovery-code.ts';
import { useSecurityTexts } from '../security-texts.ts';
import css from './overview.module.css';
import { Facts, Row } from './row.tsx';
import { savedAt } from './saved-at.ts';

/** The recovery code: whether it is saved, since when, and a new one. It is never shown here. */
export function RecoveryCodeRow(props: { code: RecoveryCodeState; events: readonly SecurityEvent[] }) {
  const { code, events } = props;
  const t = useSecurityTexts().code;
  const { cancel } = useShared();
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const renew = useNewRecoveryCode();
  const saved = code.saved ? savedAt(code, events) : null;
  return (
    <Row
      icon={KeyRound}
      name={t.title}
      actions={
        code.saved ? (
          <Button ref={button} variant="quiet" onClick={() => setAsking(true)}>
            {t.new}
          </Button>
        ) : null
      }
    >
      <Facts>
        {code.saved ? (
          saved ? (
            <span>
              {t.savedOn} <Moment at={saved} how="absolute" />
            </span>
          ) : (
            <span>{t.saved}</span>
          )
        ) : (
          <span className={css.warning}>{code.takenBack ? t.takenBack : t.unsaved}</span>
        )}
        <span>
          {t.issuedOn} <Moment at={code.issuedAt} how="absolute" />
        </span>
      </Facts>
      <ConfirmDialog
        open={asking}
        title={t.newTitle}
        description={<p>{t.newText}</p>}
        cancel={cancel}
        confirm={t.newConfirm}
        busyWord={t.newBusy}
        busy={renew.busy}
        problem={renew.problem}
        finalFocus={button}
        onConfirm={() => renew.start()}
        onClose={() => {
          renew.reset();
          setAsking(false);
        }}
      />
    </Row>
  );
}
