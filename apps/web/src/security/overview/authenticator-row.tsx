import type { Authenticator } from '@wattsense/contract/security';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { CircleAlert, type LucideIcon, MessageSquareText, Smartphone } from 'lucide-react';
import { useFormat } from '../../i18n/language.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Data } from '../../ui/data.tsx';
import { Moment } from '../../ui/moment.tsx';
import { enrolPath } from '../security-paths.ts';
import { useSecurityTexts } from '../security-texts.ts';
import css from './overview.module.css';
import { Facts, Row } from './row.tsx';

const ICONS: Record<AuthenticatorKind, LucideIcon> = { app: Smartphone, phone: MessageSquareText };

/** An app or a phone that is bound: since when, when last used, what may be done with it. */
export function AuthenticatorRow(props: {
  authenticator: Authenticator;
  /** Whether it can be replaced now. */
  replaceable: boolean;
  onRemove: (button: HTMLElement) => void;
}) {
  const { authenticator, replaceable, onRemove } = props;
  const { kind, phone, unusable } = authenticator;
  const t = useSecurityTexts().authenticator;
  const format = useFormat();
  return (
    <Row
      icon={ICONS[kind]}
      name={
        <>
          <span>{t.name[kind]}</span>
          {phone ? <Data ltr>{t.masked(phone.lastDigits)}</Data> : null}
        </>
      }
      actions={
        <>
          {replaceable ? (
            <ButtonLink to={enrolPath(kind, authenticator.id)} variant="quiet">
              {t.replace[kind]}
            </ButtonLink>
          ) : null}
          <Button variant="quiet" aria-label={t.removeThe[kind]} onClick={(event) => onRemove(event.currentTarget)}>
            {t.remove}
          </Button>
        </>
      }
    >
      <Facts>
        <span>
          {t.added[kind]} <Moment at={authenticator.addedAt} how="absolute" />
        </span>
        <span>
          {authenticator.lastUsedAt ? (
            <>
              {t.used[kind]} <Moment at={authenticator.lastUsedAt} how="relative" />
            </>
          ) : (
            t.neverUsed[kind]
          )}
        </span>
        {phone ? <span>{format.country(phone.country)}</span> : null}
      </Facts>
      {unusable ? (
        <p className={css.trouble}>
          <CircleAlert size={16} aria-hidden="true" />
          <span>{t.unusable[unusable][kind]}</span>
        </p>
      ) : null}
    </Row>
  );
}

/** A kind of authenticator that the account does not have yet. */
export function AddRow(props: { kind: AuthenticatorKind; offered: boolean }) {
  const { kind, offered } = props;
  const t = useSecurityTexts().authenticator;
  return (
    <Row
      icon={ICONS[kind]}
      name={t.name[kind]}
      actions={
        offered ? (
          <ButtonLink to={enrolPath(kind, null)} variant="quiet">
            {t.addThe[kind]}
          </ButtonLink>
        ) : null
      }
    >
      <Facts>
        <span>{offered ? t.addWhy[kind] : t.noSms}</span>
      </Facts>
    </Row>
  );
}
