import type { Authenticator } from '@wattsense/contract/security';
import type { SaidKind } from '../../authenticators/kind.ts';
import { TAB_PARTS } from '../../authenticators/tab-parts.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { Moment } from '../../ui/moment.tsx';
import { enrolPath } from '../security-paths.ts';
import { useSecurityTexts } from '../security-texts.ts';
import { Facts, Row } from './row.tsx';

/** An authenticator that is bound: since when, when last used, what may be done with it. */
export function AuthenticatorRow(props: {
  authenticator: Authenticator;
  kind: SaidKind;
  /** Whether it can be replaced now. */
  replaceable: boolean;
  onRemove: (button: HTMLElement) => void;
}) {
  const { authenticator, kind, replaceable, onRemove } = props;
  const { addedAt, lastUsedAt, unusable } = authenticator;
  const { t } = kind;
  const { icon, Which, Fact } = TAB_PARTS[kind.kind];
  const { confirm: remove } = useSecurityTexts().removal;
  return (
    <Row
      icon={icon}
      name={
        <>
          <span>{t.name}</span>
          {Which ? <Which authenticator={authenticator} /> : null}
        </>
      }
      actions={
        <>
          {replaceable ? (
            <ButtonLink to={enrolPath(kind.kind, authenticator.id)} variant="quiet">
              {t.replace}
            </ButtonLink>
          ) : null}
          <Button variant="quiet" aria-label={t.removeThe} onClick={(event) => onRemove(event.currentTarget)}>
            {remove}
          </Button>
        </>
      }
    >
      <Facts>
        <span>
          {t.added} <Moment at={addedAt} how="absolute" />
        </span>
        <span>
          {lastUsedAt ? (
            <>
              {t.used} <Moment at={lastUsedAt} how="relative" />
            </>
          ) : (
            t.neverUsed
          )}
        </span>
        {Fact ? <Fact authenticator={authenticator} /> : null}
      </Facts>
      {unusable ? <Fault>{t.unusable[unusable]}</Fault> : null}
    </Row>
  );
}

/** A kind of authenticator that the account does not have yet. */
export function AddRow(props: { kind: SaidKind; offered: boolean }) {
  const { kind, offered } = props;
  const { t } = kind;
  return (
    <Row
      icon={TAB_PARTS[kind.kind].icon}
      name={t.name}
      actions={
        offered ? (
          <ButtonLink to={enrolPath(kind.kind, null)} variant="quiet">
            {t.addThe}
          </ButtonLink>
        ) : null
      }
    >
      <Facts>
        <span>{offered ? t.addWhy : t.notOffered}</span>
      </Facts>
    </Row>
  );
}
