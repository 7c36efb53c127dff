import { useQuery } from '@tanstack/react-query';
import type { AppEnrolment } from '@wattsense/contract/enrolments';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { mayRetry, problemOf } from '../../api/client-problem.ts';
import { securityQuery } from '../../api/queries.ts';
import { useTexts } from '../../i18n/language.tsx';
import { useEnableTexts } from '../../security/enable/enable-texts.ts';
import css from '../../security/enable/flow.module.css';
import { FlowHead } from '../../security/enable/flow-head.tsx';
import { CHANGED_ELSEWHERE, LeadToTab, useOvertaken } from '../../security/enable/lead-to-tab.tsx';
import { type OverReason, useConfirm } from '../../security/enable/use-confirm.ts';
import { useGoBack } from '../../security/enable/use-go-back.ts';
import { useOnceKnown, useTurningOn } from '../../security/enable/use-once-known.ts';
import { WayOut } from '../../security/enable/way-out.tsx';
import { replacedIn, securityPaths } from '../../security/security-paths.ts';
import { StepUpCancelled } from '../../security/step-up/step-up-gate.ts';
import { Actions } from '../../ui/actions.tsx';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { useAnnounce } from '../../ui/live-region.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useDeadline } from '../../ui/use-deadline.ts';
import { AppSteps } from './app-steps.tsx';
import { enrolTexts } from './enrol-texts.ts';
import { useAppEnrolment } from './use-app-enrolment.ts';

/** An authenticator app: its QR code and key, and the code that proves it. */
export function AppPage() {
  const [search] = useSearchParams();
  const replaces = replacedIn(search);
  const { data } = useQuery(securityQuery);
  const view = useOnceKnown(data);
  const turningOn = useTurningOn();
  const overtaken = useOvertaken(data, 'app', replaces);
  const t = useTexts(enrolTexts);
  const held = view?.authenticators.some(({ kind }) => kind === 'app') ?? false;
  // No key is shown while an app is bound, unless it is to be replaced (C023).
  if (held && replaces === null) return <Navigate to={securityPaths.tab} replace />;
  if (overtaken) return <LeadToTab outcome={CHANGED_ELSEWHERE} />;
  return (
    <div className={css.flow}>
      <FlowHead title={replaces === null ? t.title : t.titleReplace} step={turningOn ? 2 : null}>
        {replaces === null ? null : <p>{t.textReplace}</p>}
      </FlowHead>
      <Enrolling replaces={replaces} />
    </div>
  );
}

function Enrolling(props: { replaces: string | null }) {
  const { replaces } = props;
  const { enrolment, endsAt, error, busy, again } = useAppEnrolment(replaces);
  const [round, setRound] = useState(0);
  const goBack = useGoBack();
  const declined = useEffectEvent(goBack);
  const cancelled = error instanceof StepUpCancelled;
  useEffect(() => {
    if (cancelled) declined();
  }, [cancelled]);

  if (cancelled) return null;
  if (error && !enrolment) {
    const problem = problemOf(error);
    if (!mayRetry(problem)) return <LeadToTab outcome={{ kind: 'changed', problem }} />;
    return (
      <>
        <Failed error={error} busy={busy} onRetry={again} />
        <div>
          <WayOut kind="app" />
        </div>
      </>
    );
  }
  if (!enrolment || endsAt === null) return <Loading />;
  return (
    <Proving
      key={enrolment.id}
      enrolment={enrolment}
      endsAt={endsAt}
      busy={busy}
      afresh={round > 0}
      onAgain={() => {
        setRound(round + 1);
        again();
      }}
    />
  );
}

/** One enrolment from its key to its end. A wrong code keeps the same key on screen (C018). */
function Proving(props: {
  enrolment: AppEnrolment;
  endsAt: number;
  busy: boolean;
  /** It follows one that was over: the focus goes to its steps. */
  afresh: boolean;
  onAgain: () => void;
}) {
  const { enrolment, endsAt, busy, afresh, onAgain } = props;
  const [over, setOver] = useState<OverReason | null>(null);
  const confirm = useConfirm({
    enrolment: enrolment.id,
    kind: 'app',
    replaces: enrolment.replaces,
    onOver: setOver,
  });
  useDeadline(confirm.finished ? null : endsAt, () => setOver((reason) => reason ?? 'expired'));
  if (over && !confirm.finished) return <Over reason={over} busy={busy} onAgain={onAgain} />;
  return <AppSteps enrolment={enrolment} confirm={confirm} focused={afresh} />;
}

function Over(props: { reason: OverReason; busy: boolean; onAgain: () => void }) {
  const { reason, busy, onAgain } = props;
  const { over } = useEnableTexts();
  const t = useTexts(enrolTexts);
  const announce = useAnnounce();
  const button = useRef<HTMLButtonElement>(null);
  // What it began stays in the app, beside the entry that is to come.
  const sentence = `${over[reason]} ${t.deleteEntry}`;
  useEffect(() => {
    button.current?.focus();
    announce(sentence);
  }, [announce, sentence]);
  return (
    <>
      <Notice kind="warn">
        <p>{sentence}</p>
      </Notice>
      <Actions>
        <Button ref={button} variant="primary" busy={busy} onClick={onAgain}>
          {t.again}
        </Button>
        <WayOut kind="app" />
      </Actions>
    </>
  );
}
