import type { Authenticator, SecurityView } from '@wattsense/contract/security';
import { type RefObject, useId, useRef, useState } from 'react';
import { useKinds } from '../../authenticators/kinds.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { securityPaths } from '../security-paths.ts';
import { useSecurityTexts } from '../security-texts.ts';
import { AddRow, AuthenticatorRow } from './authenticator-row.tsx';
import { CardHead } from './card-head.tsx';
import css from './overview.module.css';
import { RecoveryCodeRow } from './recovery-code-row.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { StatusPill } from './status-pill.tsx';
import { TurnOffDialog } from './turn-off-dialog.tsx';

/** What a dialog is asked about. */
type Asked = { readonly what: 'turn-off' } | { readonly what: 'remove'; readonly authenticator: Authenticator };

/** Whether two-factor authentication is on, what it is made of, and every change to it. */
export function TwoFactorCard(props: { view: SecurityView; outcome: RefObject<HTMLElement | null> }) {
  const { view, outcome } = props;
  const t = useSecurityTexts().twoFactor;
  const id = useId();
  const on = view.twoFactorOn;
  return (
    <Card labelledBy={id}>
      <CardHead id={id} title={t.title} text={on ? t.onText : t.offText} state={<StatusPill on={on} />} />
      {on ? null : (
        <>
          <p className={css.muted}>{t.offHow}</p>
          <div>
            <ButtonLink to={securityPaths.enable} variant="primary">
              {t.enable}
            </ButtonLink>
          </div>
        </>
      )}
      <Methods view={view} outcome={outcome} />
    </Card>
  );
}

function Methods(props: { view: SecurityView; outcome: RefObject<HTMLElement | null> }) {
  const { view, outcome } = props;
  const t = useSecurityTexts().twoFactor;
  const [asked, setAsked] = useState<Asked | null>(null);
  // Where the focus goes when the dialog is gone: the button, or what says that it has changed.
  const button = useRef<HTMLElement | null>(null);
  const [back, setBack] = useState(button);
  const ask = (what: Asked, pressed: HTMLElement) => {
    button.current = pressed;
    setBack(button);
    setAsked(what);
  };
  const close = () => setAsked(null);
  const changed = () => {
    setBack(outcome);
    close();
  };
  const removed = asked?.what === 'remove' ? asked.authenticator : null;
  const kinds = useKinds();

  return (
    <>
      {view.twoFactorOn ? (
        <>
          <ul className={css.rows}>
            {[...kinds.values()].flatMap((kind) => {
              const offered = kind.offered(view);
              const bound = view.authenticators.filter((one) => one.kind === kind.kind);
              const rows = bound.map((one) => (
                <AuthenticatorRow
                  key={one.id}
                  authenticator={one}
                  kind={kind}
                  replaceable={offered}
                  onRemove={(button) => ask({ what: 'remove', authenticator: one }, button)}
                />
              ));
              if (rows.length === 0 || kind.several)
                rows.push(<AddRow key={kind.kind} kind={kind} offered={offered} />);
              return rows;
            })}
            {view.recoveryCode ? <RecoveryCodeRow code={view.recoveryCode} events={view.events} /> : null}
          </ul>
          <div className={css.foot}>
            <Button variant="danger" onClick={(event) => ask({ what: 'turn-off' }, event.currentTarget)}>
              {t.disable}
            </Button>
          </div>
        </>
      ) : null}
      <TurnOffDialog
        open={asked?.what === 'turn-off'}
        bound={view.authenticators}
        finalFocus={back}
        onClose={close}
        onChanged={changed}
      />
      <RemoveDialog
        authenticator={removed}
        bound={view.authenticators}
        finalFocus={back}
        onClose={close}
        onChanged={changed}
      />
    </>
  );
}
