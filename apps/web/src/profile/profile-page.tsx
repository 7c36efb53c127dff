import type { ReactNode } from 'react';
import { useSignedIn } from '../session/session-query.ts';
import { useConsoleTexts } from '../shell/console-texts.ts';
import { Card } from '../ui/card.tsx';
import { Data } from '../ui/data.tsx';
import { StepHeading } from '../ui/step-heading.tsx';
import { SupportLink } from '../ui/support-link.tsx';
import css from './profile-page.module.css';

export function ProfilePage() {
  const view = useSignedIn();
  const t = useConsoleTexts().profile;
  if (!view) return null;
  const { name, login, language } = view.account;
  return (
    <>
      <StepHeading>{t.title}</StepHeading>
      <Card>
        <dl className={css.list}>
          <Row term={t.name}>
            <Data>{name}</Data>
          </Row>
          <Row term={t.login}>
            <Data>{login}</Data>
          </Row>
          <Row term={t.language}>{t.languages[language]}</Row>
        </dl>
      </Card>
      <p className={css.note}>{t.note}</p>
      <p>
        <SupportLink url={view.supportUrl} />
      </p>
    </>
  );
}

function Row(props: { term: string; children: ReactNode }) {
  return (
    <div className={css.row}>
      <dt className={css.term}>{props.term}</dt>
      <dd className={css.value}>{props.children}</dd>
    </div>
  );
}
