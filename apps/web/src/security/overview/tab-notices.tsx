import type { PhoneEnrolment } from '@wattsense/contract/enrolments';
import type { SecurityView } from '@wattsense/contract/security';
import { type RefObject, useEffect, useRef } from 'react';
import { api } from '../../api/client.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { useAnnounce } from '../../ui/live-region.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useFlowMemory } from '../flow-memory.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { useNewRecoveryCode } from '../recovery/use-new-recovery-code.ts';
import { securityPaths } from '../security-paths.ts';
import { useSecurityTexts } from '../security-texts.ts';
import { useSecured } from '../use-secured.ts';
import { useOutcomeText } from './outcome-text.ts';
import css from './overview.module.css';
import { WayBackNotice } from './way-back-notice.tsx';

/** What there is to know before the rest: what was just done, what is not finished, what is not safe yet. */
export function TabNotices(props: { view: SecurityView; outcome: RefObject<HTMLDivElement | null> }) {
  const { view } = props;
  return (
    <>
      <OutcomeNotice place={props.outcome} />
      <WayBackNotice />
      {view.recoveryCode && !view.recoveryCode.saved ? <UnsavedCode /> : null}
      {view.phoneEnrolment ? <UnfinishedPhone enrolment={view.phoneEnrolment} /> : null}
    </>
  );
}

function OutcomeNotice(props: { place: RefObject<HTMLDivElement | null> }) {
  const { outcome } = useFlowMemory();
  const text = useOutcomeText();
  const announce = useAnnounce();
  const sentence = outcome ? text(outcome) : null;
  const arrivedWith = useRef(sentence);
  useEffect(() => {
    // What a dialog of the tab did is heard as the focus comes to it.
    if (sentence && sentence === arrivedWith.current) announce(sentence);
  }, [sentence, announce]);
  if (!outcome) return null;
  return (
    <Notice ref={props.place} kind={outcome.kind === 'changed' ? 'warn' : 'ok'}>
      <p>{sentence}</p>
    </Notice>
  );
}

function UnsavedCode() {
  const t = useSecurityTexts().code;
  const renew = useNewRecoveryCode();
  return (
    <Notice kind="warn" title={t.unsavedTitle}>
      <p>{t.unsavedText}</p>
      <Button variant="primary" busy={renew.busy} busyWord={t.newBusy} onClick={() => renew.start()}>
        {t.showNew}
      </Button>
      <ProblemNotice problem={renew.problem} />
    </Notice>
  );
}

function UnfinishedPhone(props: { enrolment: PhoneEnrolment }) {
  const { id, number } = props.enrolment;
  const t = useSecurityTexts().unfinishedPhone;
  const drop = useSecured({ run: () => api.cancelEnrolment(id) });
  return (
    <Notice kind="info" title={t.title}>
      <p>{t.text(number)}</p>
      <div className={css.noticeActions}>
        <ButtonLink to={securityPaths.phoneCode}>{t.goOn}</ButtonLink>
        <Button variant="quiet" busy={drop.busy} onClick={() => drop.start()}>
          {t.drop}
        </Button>
      </div>
      <ProblemNotice problem={drop.problem} />
    </Notice>
  );
}
