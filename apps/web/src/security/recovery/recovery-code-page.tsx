import { useQuery } from '@tanstack/react-query';
import { Navigate, useNavigate } from 'react-router';
import { securityQuery } from '../../api/queries.ts';
import { RecoveryCodePanel } from '../../recovery/recovery-code-panel.tsx';
import { forgetWayBack, wayBackOf } from '../../session/way-back.ts';
import { Actions } from '../../ui/actions.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Loading } from '../../ui/loading.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StepHeading } from '../../ui/step-heading.tsx';
import { StepWindows } from '../../ui/step-windows.tsx';
import { useEnableTexts } from '../enable/enable-texts.ts';
import css from '../enable/flow.module.css';
import { type ShownCode, useFlowMemory } from '../flow-memory.tsx';
import { securityPaths } from '../security-paths.ts';
import { useNewRecoveryCode } from './use-new-recovery-code.ts';

/** The recovery code, once. It lives in memory alone: after a reload a fresh one can be asked for. */
export function RecoveryCodePage() {
  const { code } = useFlowMemory();
  // What is shown stays until the person leaves, whatever the view behind says (C058).
  return code ? <Shown code={code} /> : <Missed />;
}

function Shown(props: { code: ShownCode }) {
  const { code } = props;
  const t = useEnableTexts().code;
  const { setOutcome } = useFlowMemory();
  const navigate = useNavigate();
  const finish = () => {
    const back = code.from === 'enrolment' ? wayBackOf(code.once.login) : null;
    if (back !== null) {
      forgetWayBack();
      return window.location.replace(back);
    }
    setOutcome({ kind: code.from === 'enrolment' ? 'on' : 'code-saved' });
    void navigate(securityPaths.tab, { replace: true });
  };
  return (
    <RecoveryCodePanel
      key={code.once.id}
      code={code.once}
      intro={<p>{code.from === 'enrolment' ? t.on : t.replaced}</p>}
      before={code.from === 'enrolment' ? <StepWindows at={3} of={3} /> : null}
      onFinished={finish}
    />
  );
}

function Missed() {
  const { data: view, error, isFetching, refetch } = useQuery(securityQuery);
  const t = useEnableTexts().code;
  const renew = useNewRecoveryCode();
  if (view && (!view.recoveryCode || view.recoveryCode.saved)) return <Navigate to={securityPaths.tab} replace />;
  return (
    <div className={css.flow}>
      <StepHeading>{t.missedTitle}</StepHeading>
      {view ? (
        <>
          <p>{t.missed}</p>
          <ProblemNotice problem={renew.problem} />
          <Actions>
            <Button variant="primary" busy={renew.busy} busyWord={t.showing} onClick={() => renew.start()}>
              {t.show}
            </Button>
            <ButtonLink to={securityPaths.tab} variant="quiet">
              {t.later}
            </ButtonLink>
          </Actions>
        </>
      ) : error ? (
        <Failed error={error} busy={isFetching} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </div>
  );
}
