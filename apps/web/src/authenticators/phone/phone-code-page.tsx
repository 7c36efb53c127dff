import { useQuery } from '@tanstack/react-query';
import type { PhoneEnrolment } from '@wattsense/contract/enrolments';
import type { SmsProgress } from '@wattsense/contract/sms';
import { useState } from 'react';
import { Link, Navigate, useNavigate } from 'react-router';
import { askSignedIn, bff } from '../../api/client.ts';
import { problemOfType } from '../../api/client-problem.ts';
import { securityQuery } from '../../api/queries.ts';
import { useTexts } from '../../i18n/language.tsx';
import { ConfirmForm } from '../../security/enable/confirm-form.tsx';
import flow from '../../security/enable/flow.module.css';
import { FlowHead } from '../../security/enable/flow-head.tsx';
import { type OverReason, useConfirm } from '../../security/enable/use-confirm.ts';
import { useTurningOn } from '../../security/enable/use-once-known.ts';
import { WayOut } from '../../security/enable/way-out.tsx';
import { useFlowMemory } from '../../security/flow-memory.tsx';
import { enrolPath } from '../../security/security-paths.ts';
import { useRefreshSecurity } from '../../security/use-secured.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { Data } from '../../ui/data.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useMonotonic } from '../../ui/monotonic.ts';
import { useDeadline } from '../../ui/use-deadline.ts';
import { enrolTexts } from './enrol-texts.ts';
import css from './phone.module.css';
import { SmsMessage } from './sms-message.tsx';
import { useSmsSending } from './use-sms.ts';

/** The code that was sent to the phone. The server remembers the phone, so a reload finds its place again. */
export function PhoneCodePage() {
  const { data: view, dataUpdatedAt, error, isFetching, refetch } = useQuery(securityQuery);
  const turningOn = useTurningOn();
  const t = useTexts(enrolTexts).code;
  const [held, setHeld] = useState<{ enrolment: PhoneEnrolment; endsAt: number } | null>(null);
  const readAt = useMonotonic(dataUpdatedAt);
  const current = view?.phoneEnrolment ?? null;
  // Kept until the next page is there, though the view behind has moved on by then.
  if (current && current.id !== held?.enrolment.id) {
    setHeld({ enrolment: current, endsAt: readAt + current.expiresInSeconds * 1000 });
  }
  if (view && !held && !current) return <Navigate to={enrolPath('phone', null)} replace />;
  return (
    <div className={flow.flow}>
      <FlowHead title={t.title} step={turningOn ? 2 : null} keepFocus={held !== null} />
      {held ? (
        <Proving
          key={held.enrolment.id}
          enrolment={held.enrolment}
          endsAt={held.endsAt}
          gone={view !== undefined && current === null}
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
    purpose: enrolment.id,
    // Once the phone is proven nobody asks any more how its message got on.
    latest: finished ? null : latest,
    ask: () => askSignedIn(() => bff.enrolments[':id'].sms.$post({ param: { id: enrolment.id } })),
    onSent: setLatest,
    onError: (error) => {
      const over = problemOfType(error, 'enrolment-over');
      if (over && over.reason !== 'confirmed') onOver(over.reason);
    },
  });
}

function Proving(props: { enrolment: PhoneEnrolment; endsAt: number; gone: boolean }) {
  const { enrolment, endsAt, gone } = props;
  const t = useTexts(enrolTexts).code;
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
  const sending = useEnrolmentSms(enrolment, confirm.finished, onOver);
  useDeadline(confirm.finished || confirm.busy ? null : endsAt, () => onOver('expired'));
  if (gone && !(confirm.finished || confirm.busy)) return <Navigate to={start} replace />;

  return (
    <>
      <div className={css.sentTo}>
        <p>
          <span className="visually-hidden">{t.sentTo}</span> <Data ltr>{enrolment.number}</Data>
        </p>
        <Link to={start} className={buttonClasses({ variant: 'quiet' })} aria-label={t.changeTheNumber}>
          {t.change}
        </Link>
      </div>
      <ConfirmForm
        confirm={confirm}
        page={t.title}
        words={t.form}
        second={sending.failed}
        bySms
        focused
        beside={<WayOut kind="phone" />}
      >
        <SmsMessage sending={sending} />
      </ConfirmForm>
    </>
  );
}
