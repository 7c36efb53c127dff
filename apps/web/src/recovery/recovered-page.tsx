import type { RecoveryCodeOnce } from '@wattsense/contract/recovery-code';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { askSignedIn, bff } from '../api/client.ts';
import { problemOfType } from '../api/client-problem.ts';
import { paths } from '../paths.ts';
import { useRecheckSession, useSignedIn } from '../session/session-query.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Flow } from '../ui/card.tsx';
import { Failed } from '../ui/failed.tsx';
import { Loading } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { StepHeading } from '../ui/step-heading.tsx';
import { forgetDismissal } from './dismissed.ts';
import { RecoveryCodePanel } from './recovery-code-panel.tsx';
import { useRecoveryTexts } from './recovery-text.ts';

type Fresh =
  | { readonly state: 'asked' }
  | { readonly state: 'shown'; readonly code: RecoveryCodeOnce }
  | { readonly state: 'failed'; readonly error: unknown }
  /** It was shown before a reload and cannot be read again. */
  | { readonly state: 'gone' };

/** Asks for the fresh code once by itself while the used one is still only reserved. */
function useFreshCode(pending: boolean) {
  const [fresh, setFresh] = useState<Fresh>({ state: pending ? 'asked' : 'gone' });
  const recheck = useRecheckSession();
  const navigate = useNavigate();
  const asked = useRef(false);

  const ask = async () => {
    setFresh({ state: 'asked' });
    try {
      const code = await askSignedIn(() => bff['recovery-code'].$post());
      setFresh({ state: 'shown', code });
    } catch (error) {
      setFresh({ state: 'failed', error });
      // The Security tab is where a proof can be given.
      if (problemOfType(error, 'step-up-required')) void navigate(paths.security, { replace: true });
    }
    await recheck();
  };

  const askOnce = useEffectEvent(() => {
    // A second request would replace the code on screen by one that nobody sees (C016).
    if (asked.current || !pending) return;
    asked.current = true;
    forgetDismissal();
    void ask();
  });
  useEffect(() => askOnce(), []);

  return { fresh, ask: () => void ask() };
}

/** After a sign-in with the recovery code: the next one, shown once, before anything else. */
export function RecoveredPage() {
  const view = useSignedIn();
  return view && view.byRecovery !== 'none' ? <Recovered pending={view.byRecovery === 'pending'} /> : null;
}

function Recovered(props: { pending: boolean }) {
  const { fresh, ask } = useFreshCode(props.pending);
  const navigate = useNavigate();
  const t = useRecoveryTexts().recovered;
  switch (fresh.state) {
    case 'asked':
      return (
        <Flow>
          <StepHeading>{t.preparing}</StepHeading>
          <Loading />
        </Flow>
      );
    case 'shown':
      return (
        <RecoveryCodePanel
          code={fresh.code}
          intro={<p>{t.intro}</p>}
          onFinished={() => void navigate(paths.security, { replace: true })}
        />
      );
    case 'failed':
      return (
        <Flow>
          <StepHeading>{t.failedTitle}</StepHeading>
          <Failed error={fresh.error} busy={false} onRetry={ask} />
          {props.pending ? null : <ButtonLink to={paths.security}>{t.goOn}</ButtonLink>}
        </Flow>
      );
    case 'gone':
      return (
        <Flow>
          <StepHeading>{t.page}</StepHeading>
          <Notice kind="warn">
            <p>{t.gone}</p>
          </Notice>
          <ButtonLink to={paths.security} variant="primary">
            {t.goOn}
          </ButtonLink>
          <Button onClick={ask}>{t.retry}</Button>
        </Flow>
      );
  }
}
