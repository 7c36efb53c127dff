import type { AuthenticatedView } from '@wattsense/contract/session';
import { useNavigate } from 'react-router';
import { ask, bff } from '../api/client.ts';
import { problemOf } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { useAsk } from '../api/use-ask.ts';
import { paths } from '../paths.ts';
import { useConsoleTexts } from '../shell/console-texts.ts';
import css from '../sign-in/sign-in.module.css';
import { Button } from '../ui/button.tsx';
import { Data } from '../ui/data.tsx';
import { Notice } from '../ui/notice.tsx';
import { StepHeading } from '../ui/step-heading.tsx';
import { useTakeSession } from './session-query.ts';

/** Says who is signed in in this browser by now, and asks as whom to go on. */
export function SomebodyElse(props: { view: AuthenticatedView; earlier: string; onAccepted: () => void }) {
  const { view, earlier, onAccepted } = props;
  const t = useConsoleTexts().shell.somebodyElse;
  const problemText = useProblemText();
  const navigate = useNavigate();
  const takeSession = useTakeSession();
  const { login } = view.account;
  const goOn = () => {
    onAccepted();
    void navigate(paths.home, { replace: true });
  };
  const signOut = useAsk({
    mutationFn: () => ask(bff.session.$delete()),
    onSuccess: async () => {
      // At once: were the session gone before the page is there, the gate would lead to it with the other one's login.
      await navigate(paths.signIn, { replace: true, flushSync: true, state: { reason: null, login: earlier } });
      takeSession({ state: 'anonymous', supportUrl: view.supportUrl });
    },
  });
  return (
    <div className={css.stack}>
      <StepHeading>{t.title}</StepHeading>
      <div>
        <p>
          {t.now} <Data>{login}</Data>
        </p>
        <p>
          {t.before} <Data>{earlier}</Data>
        </p>
      </div>
      {signOut.error ? (
        <Notice kind="danger">
          <p role="alert">{problemText(problemOf(signOut.error))}</p>
        </Notice>
      ) : null}
      <div className={css.form}>
        <Button variant="primary" onClick={goOn}>
          {t.goOn(login)}
        </Button>
        <Button busy={signOut.isPending} busyWord={t.leaving} onClick={() => signOut.mutate()}>
          {t.change(earlier)}
        </Button>
      </div>
    </div>
  );
}
