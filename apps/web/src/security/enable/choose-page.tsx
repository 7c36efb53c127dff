import { useQuery } from '@tanstack/react-query';
import type { SecurityView } from '@wattsense/contract/security';
import { type ReactNode, useId, useState } from 'react';
import { Navigate, useNavigate } from 'react-router';
import { securityQuery } from '../../api/queries.ts';
import { ENROLMENTS } from '../../authenticators/enrolments.ts';
import { useKinds } from '../../authenticators/kinds.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useShared } from '../../i18n/shared-texts.ts';
import { Actions } from '../../ui/actions.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Loading } from '../../ui/loading.tsx';
import { enrolPath, securityPaths } from '../security-paths.ts';
import { useEnableTexts } from './enable-texts.ts';
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
        <Choices view={view} />
      ) : error ? (
        <Failed error={error} busy={isFetching} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </div>
  );
}

function Choices(props: { view: SecurityView }) {
  const { view } = props;
  const t = useEnableTexts();
  const shared = useShared();
  const language = useLanguage();
  const navigate = useNavigate();
  const kinds = [...useKinds().values()];
  const [chosen, setChosen] = useState(kinds.find((one) => one.offered(view))?.kind);
  return (
    <form
      method="post"
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen) void navigate(enrolPath(chosen, null));
      }}
    >
      <fieldset className={css.choices}>
        <legend className="visually-hidden">{t.choose.legend}</legend>
        {kinds.map((one, at) => {
          const { icon: Icon, texts } = ENROLMENTS[one.kind];
          const { name, text, notOffered } = texts[language].choice;
          if (!one.offered(view))
            return (
              <p key={one.kind} className={css.muted}>
                {notOffered}
              </p>
            );
          return (
            <Option
              key={one.kind}
              input={(told) => (
                <input
                  {...told}
                  type="radio"
                  name="method"
                  checked={chosen === one.kind}
                  onChange={() => setChosen(one.kind)}
                />
              )}
              name={
                <>
                  <span>{name}</span> {at === 0 ? <span className={css.badge}>{t.choose.recommended}</span> : null}
                </>
              }
              icon={<Icon size={24} className={css.choiceIcon} aria-hidden="true" />}
            >
              {text.map((sentence) => (
                <span key={sentence}>{sentence}</span>
              ))}
            </Option>
          );
        })}
      </fieldset>
      <Actions>
        <Button type="submit" variant="primary">
          {shared.continue}
        </Button>
        <ButtonLink to={securityPaths.tab} variant="quiet">
          {t.leave}
        </ButtonLink>
      </Actions>
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
