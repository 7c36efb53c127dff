import type { SecurityView } from '@wattsense/contract/security';
import { type RefObject, useEffect, useRef } from 'react';
import { TAB_PARTS } from '../../authenticators/tab-parts.ts';
import { Button } from '../../ui/button.tsx';
import { useAnnounce } from '../../ui/live-region.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { useFlowMemory } from '../flow-memory.tsx';
import { useNewRecoveryCode } from '../recovery/use-new-recovery-code.ts';
import { useSecurityTexts } from '../security-texts.ts';
import { useOutcomeText } from './outcome-text.ts';
import { WayBackNotice } from './way-back-notice.tsx';

/** What there is to know before the rest: what was just done, what is not finished, what is not safe yet. */
export function TabNotices(props: { view: SecurityView; outcome: RefObject<HTMLDivElement | null> }) {
  const { view } = props;
  return (
    <>
      <OutcomeNotice place={props.outcome} />
      <WayBackNotice />
      {view.recoveryCode && !view.recoveryCode.saved ? <UnsavedCode takenBack={view.recoveryCode.takenBack} /> : null}
      {Object.entries(TAB_PARTS).map(([kind, { Unfinished }]) =>
        Unfinished ? <Unfinished key={kind} view={view} /> : null,
      )}
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
    <Notice ref={props.place} kind={outcome.kind === 'changed' || outcome.kind === 'withdrawn' ? 'warn' : 'ok'}>
      <p>{sentence}</p>
    </Notice>
  );
}

function UnsavedCode({ takenBack }: { takenBack: boolean }) {
  const t = useSecurityTexts().code;
  const renew = useNewRecoveryCode();
  return (
    <Notice kind="warn" title={takenBack ? t.takenBackTitle : t.unsavedTitle}>
      <p>{takenBack ? t.takenBackText : t.unsavedText}</p>
      <Button variant="primary" busy={renew.busy} busyWord={t.newBusy} onClick={() => renew.start()}>
        {t.showNew}
      </Button>
      <ProblemNotice problem={renew.problem} />
    </Notice>
  );
}
