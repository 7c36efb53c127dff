import type { SecurityEvent } from '@wattsense/contract/security';
import type { AuthenticatedView } from '@wattsense/contract/session';
import { askSignedIn, bff } from '../api/client.ts';
import { problemOf } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { useAsk } from '../api/use-ask.ts';
import { useActivityWords } from '../security/activity-words.ts';
import { securityPaths } from '../security/security-paths.ts';
import { useTakeSession } from '../session/session-query.ts';
import { useConsoleTexts } from '../shell/console-texts.ts';
import { Actions } from '../ui/actions.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { useAnnounce } from '../ui/live-region.tsx';
import { Moment } from '../ui/moment.tsx';
import { Notice } from '../ui/notice.tsx';
import { SupportLink } from '../ui/support-link.tsx';
import css from './home-page.module.css';

/** What happened to the account and was not seen in this browser yet, until its person says that they have seen it. */
export function Notices(props: { view: AuthenticatedView; onSeen: () => void }) {
  const { view, onSeen } = props;
  const { home, windows } = useConsoleTexts();
  const t = home.notices;
  const takeSession = useTakeSession();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const seen = useAsk({
    mutationFn: (seenAt: string) => askSignedIn(() => bff.notices.seen.$post({ json: { seenAt: seenAt } })),
    onSuccess: (fresh) => {
      onSeen();
      announce(t.wereSeen);
      takeSession(fresh);
    },
  });
  const [newest] = view.notices;
  if (!newest) return null;
  const has = (kind: SecurityEvent['kind']) => view.notices.some((notice) => notice.kind === kind);
  return (
    <Notice kind="warn" title={t.title}>
      <ul className={css.notices}>
        {view.notices.map((notice) => (
          <Line key={notice.kind + notice.authenticatorKind} notice={notice} />
        ))}
      </ul>
      {has('two-factor-reset') ? <p>{t.resetAdvice}</p> : null}
      <p>{has('wrong-code') ? t.wrongCodesAdvice : t.advice}</p>
      {has('two-factor-reset') ? <SupportLink url={view.supportUrl} /> : null}
      {seen.error ? <p role="alert">{problemText(problemOf(seen.error))}</p> : null}
      <Actions>
        <Button busy={seen.isPending} onClick={() => seen.mutate(newest.at)}>
          {t.seen}
        </Button>
        <ButtonLink to={securityPaths.password}>{windows.changePassword}</ButtonLink>
      </Actions>
    </Notice>
  );
}

function Line(props: { notice: SecurityEvent }) {
  const { notice } = props;
  const { home } = useConsoleTexts();
  const words = useActivityWords();
  const said = words.sentence(notice);
  // Of guesses the sentence has the number itself.
  const times = notice.count > 1 && notice.kind !== 'wrong-code' ? ` ${home.notices.times(notice.count)}` : '';
  return (
    <li>
      <span className={css.noticeWords}>
        {said}
        {times}
      </span>
      <span className={css.noticeFacts}>
        <Moment at={notice.at} />
        {notice.client ? (
          <>
            <span>{words.browser(notice.client)}</span>
            <span>{words.network(notice.client.network)}</span>
          </>
        ) : null}
      </span>
    </li>
  );
}
