import { useQuery } from '@tanstack/react-query';
import type { SecurityView } from '@wattsense/contract/security';
import { useRef } from 'react';
import { problemOf } from '../../api/client-problem.ts';
import { useProblemText } from '../../api/problem-text.ts';
import { securityQuery } from '../../api/queries.ts';
import { useShared } from '../../i18n/shared-texts.ts';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StepHeading } from '../../ui/step-heading.tsx';
import { useSecurityTexts } from '../security-texts.ts';
import { ActivityCards } from './activity-card.tsx';
import css from './overview.module.css';
import { PageSkeleton } from './page-skeleton.tsx';
import { PasswordCard } from './password-card.tsx';
import { Protection } from './protection.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { TabNotices } from './tab-notices.tsx';
import { TwoFactorCard } from './two-factor-card.tsx';

/** The Security tab: what protects the account, who is signed in to it, and what happened. */
export function SecurityPage() {
  const { data: view, error, isFetching, refetch } = useQuery(securityQuery);
  const t = useSecurityTexts();
  const retry = () => void refetch();
  return (
    <div className={css.page}>
      <div className={css.lead}>
        <StepHeading>{t.title}</StepHeading>
        <p className={css.muted}>{t.lead}</p>
      </div>
      {view ? (
        <>
          {error ? <Stale error={error} busy={isFetching} onRetry={retry} /> : null}
          <Cards view={view} />
        </>
      ) : error ? (
        <Failed error={error} busy={isFetching} onRetry={retry} />
      ) : (
        <PageSkeleton />
      )}
    </div>
  );
}

function Cards(props: { view: SecurityView }) {
  const { view } = props;
  const outcome = useRef<HTMLDivElement>(null);
  return (
    <>
      <TabNotices view={view} outcome={outcome} />
      <Protection view={view} />
      <TwoFactorCard view={view} outcome={outcome} />
      <PasswordCard changedAt={view.passwordChangedAt} />
      <SessionsCard sessions={view.sessions} />
      <ActivityCards events={view.events} />
    </>
  );
}

/** What is on screen was true once; the last look at the server failed. */
function Stale(props: { error: unknown; busy: boolean; onRetry: () => void }) {
  const { error, busy, onRetry } = props;
  const t = useSecurityTexts();
  const { retry } = useShared();
  const problemText = useProblemText();
  return (
    <Notice kind="warn" title={t.stale}>
      <p>{problemText(problemOf(error))}</p>
      <Button busy={busy} onClick={onRetry}>
        {retry}
      </Button>
    </Notice>
  );
}
