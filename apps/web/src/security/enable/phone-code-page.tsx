import { useQuery } from '@tanstack/react-query';
import type { PhoneEnrolment } from '@wattsense/contract/enrolments';
import type { SmsProgress } from '@wattsense/contract/sms';
import { useState } from 'react';
import { Link, Navigate, useNavigate } from 'react-router';
import { api } from '../../api/client.ts';
import { problemOf, problemOfType } from '../../api/client-problem.ts';
import { securityQuery } from '../../api/queries.ts';
import { SmsStatus } from '../../sms/sms-status.tsx';
import { useSmsSending } from '../../sms/use-sms.ts';
import { ButtonLink, buttonClasses } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Data } from '../../ui/data.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useMonotonic } from '../../ui/monotonic.ts';
import { ResendButton } from '../../ui/resend-button.tsx';
import { useDeadline } from '../../ui/use-deadline.ts';
import { useFlowMemory } from '../flow-memory.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { enrolPath, securityPaths } from '../security-paths.ts';
import { useEnableTexts } from '../security-texts.ts';
import { useRefreshSecurity } from '../use-secured.ts';
import { CodeForm } from './code-form.tsx';
import css from './flow.module.css';
import { FlowHead } from './flow-head.tsx';
import { type OverReason, useConfirm } from './use-confirm.ts';
import { useTurningOn } from './use-once-known.ts';

/** The code that was sent to the phone. The server remembers the phone, so a reload finds its place again. */
export function PhoneCodePage() {
  const { data: view, dataUpdatedAt, error, isFetching, refetch } = useQuery(securityQuery);
  const first = useTurningOn();
  const t = useEnableTexts();
  const [held, setHeld] = useState<{ enrolment: PhoneEnrolment; endsAt: number } | null>(null);
  const readAt = useMonotonic(dataUpdatedAt);
  const current = view?.phoneEnrolment ?? null;
  // Kept until the next page is there, though the view behind has moved on by then.
  if (current && current.id !== held?.enrolment.id) {
    setHeld({ enrolment: current, endsAt: readAt + current.expiresInSeconds * 1000 });
  }
  if (view && !held && !current) return <Navigate to={securityPaths.phone} replace />;
  return (
    <div className={css.flow}>
      <FlowHead title={t.phoneCode.title} step={first ? 2 : null} keepFocus={held !== null} />
      {held ? (
        <Proving
          key={held.enrolment.id}
          enrolment={held.enrolment}
          endsAt={held.endsAt}
          gone={view !== undefined && current === null}
          first={first}
        />
      ) : error ? (
        <Failed error={error} busy={isFetching} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </div>
  );
}

function useEnrolmentSms(enrolment: PhoneEnrolment, finished: boolean, onOver: (reason: OverReason) => void) {
  const [latest, setLatest] = useState<SmsProgress | null>(enrolment.sms);
  return useSmsSending({
    // Once the phone is proven nobody asks any more how its message got on.
    latest: finished ? null : latest,
    ask: () => api.sendEnrolmentSms(enrolment.id),
    onSent: setLatest,
    onError: (error) => {
      const over = problemOfType(error, 'enrolment-over');
      if (over && over.reason !== 'confirmed') onOver(over.reason);
    },
  });
}

function Proving(props: { enrolment: PhoneEnrolment; endsAt: number; gone: boolean; first: boolean }) {
  const { enrolment, endsAt, gone, first } = props;
  const t = useEnableTexts();
  const { setOver } = useFlowMemory();
  const navigate = useNavigate();
  const refresh = useRefreshSecurity();
  const start = enrolPath('phone', enrolment.replaces);
  const onOver = (reason: OverReason) => {
    setOver(reason);
    void refresh();
    void navigate(start, { replace: true });
  };
  const confirm = useConfirm({ enrolment: enrolment.id, kind: 'phone', replaces: enrolment.replaces, onOver });
  const { sms, send, failed, availableAt } = useEnrolmentSms(enrolment, confirm.finished, onOver);
  useDeadline(confirm.finished || confirm.busy ? null : endsAt, () => onOver('expired'));
  if (gone && !(confirm.finished || confirm.busy)) return <Navigate to={start} replace />;

  return (
    <>
      <div className={css.sentTo}>
        <p>
          <span className="visually-hidden">{t.phoneCode.sentTo}</span> <Data ltr>{enrolment.number}</Data>
        </p>
        <Link to={start} className={buttonClasses({ variant: 'quiet' })} aria-label={t.phoneCode.changeTheNumber}>
          {t.phoneCode.change}
        </Link>
      </div>
      <CodeForm
        confirm={confirm}
        page={t.phoneCode.title}
        label={t.phoneCode.code}
        hint={t.phoneCode.codeHint}
        pasted={t.phoneCode.codePasted}
        second={failed}
        fromSms
        focused
        beside={
          first ? (
            <ButtonLink to={enrolPath('app', null)} variant="quiet">
              {t.phone.useApp}
            </ButtonLink>
          ) : (
            <ButtonLink to={securityPaths.tab} variant="quiet">
              {t.leaveAdding}
            </ButtonLink>
          )
        }
      >
        <div className={classes(css.sms, failed && css.unsent)}>
          {sms ? <SmsStatus sms={sms} /> : null}
          <ProblemNotice problem={send.error ? problemOf(send.error) : null} />
          <ResendButton
            availableAt={availableAt}
            busy={send.isPending}
            variant={failed ? 'primary' : 'quiet'}
            onResend={() => send.mutate()}
          />
        </div>
      </CodeForm>
    </>
  );
}
