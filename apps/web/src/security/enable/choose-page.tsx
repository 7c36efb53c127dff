import { useQuery } from '@tanstack/react-query';
import { MessageSquareText, Smartphone } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Navigate, useNavigate } from 'react-router';
import { securityQuery } from '../../api/queries.ts';
import { useShared } from '../../i18n/shared-texts.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Loading } from '../../ui/loading.tsx';
import { enrolPath, securityPaths } from '../security-paths.ts';
import { useEnableTexts } from '../security-texts.ts';
import css from './flow.module.css';
import { FlowHead } from './flow-head.tsx';

/** The first step: by which method. */
export function ChoosePage() {
  const { data: view, error, isFetching, refetch } = useQuery(securityQuery);
  const t = useEnableTexts();
  // Turned on meanwhile: there is nothing left to choose.
  if (view?.twoFactorOn) return <Navigate to={securityPaths.tab} replace />;
  return (
    <div className={css.flow}>
      <FlowHead title={t.choose.title} step={1}>
        <p>{t.choose.text}</p>
      </FlowHead>
      {view ? (
        <Choices smsOffered={view.smsOffered} />
      ) : error ? (
        <Failed error={error} busy={isFetching} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </div>
  );
}

function Choices(props: { smsOffered: boolean }) {
  const { smsOffered } = props;
  const t = useEnableTexts();
  const shared = useShared();
  const navigate = useNavigate();
  const [method, setMethod] = useState<'app' | 'phone'>('app');
  const radio = (value: typeof method) => ({
    type: 'radio',
    name: 'method',
    checked: method === value,
    onChange: () => setMethod(value),
  });
  const icon = { size: 24, className: css.choiceIcon, 'aria-hidden': true } as const;
  return (
    <form
      method="post"
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void navigate(enrolPath(method, null));
      }}
    >
      <fieldset className={css.choices}>
        <legend className="visually-hidden">{t.choose.legend}</legend>
        <Option
          input={(told) => <input {...told} {...radio('app')} />}
          name={
            <>
              <span>{t.choose.app}</span> <span className={css.badge}>{t.choose.recommended}</span>
            </>
          }
          icon={<Smartphone {...icon} />}
        >
          <span>{t.choose.appText}</span>
        </Option>
        {smsOffered ? (
          <Option
            input={(told) => <input {...told} {...radio('phone')} />}
            name={t.choose.sms}
            icon={<MessageSquareText {...icon} />}
          >
            <span>{t.choose.smsText}</span>
            <span>{t.choose.smsRisk}</span>
          </Option>
        ) : (
          <p className={css.muted}>{t.choose.noSms}</p>
        )}
      </fieldset>
      <div className={css.actions}>
        <Button type="submit" variant="primary">
          {shared.continue}
        </Button>
        <ButtonLink to={securityPaths.tab} variant="quiet">
          {t.leave}
        </ButtonLink>
      </div>
    </form>
  );
}

/** Its name is what is chosen; the sentences below describe it, so that a screen reader does not read them as the name. */
function Option(props: {
  input: (told: { 'aria-labelledby': string; 'aria-describedby': string }) => ReactNode;
  name: ReactNode;
  icon: ReactNode;
  children: ReactNode;
}) {
  const { input, name, icon, children } = props;
  const nameId = useId();
  const textId = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the radio comes in as `input`.
    <label className={css.choice}>
      {input({ 'aria-labelledby': nameId, 'aria-describedby': textId })}
      <span id={nameId} className={css.choiceName}>
        {name}
      </span>
      {icon}
      <span id={textId} className={css.choiceText}>
        {children}
      </span>
    </label>
  );
}
