import { tokenInFragment } from '@wattsense/contract/password';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { ask, bff } from '../api/client.ts';
import { type ClientProblem, problemOf, problemOfType } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { useAsk } from '../api/use-ask.ts';
import { setPassword as english } from '../i18n/en/set-password.ts';
import { setPassword as french } from '../i18n/fr/set-password.ts';
import { useTexts } from '../i18n/language.tsx';
import { paths } from '../paths.ts';
import { NewPasswordForm } from '../security/password/new-password-form.tsx';
import { useSecurityTexts } from '../security/security-texts.ts';
import { useRecheckSession } from '../session/session-query.ts';
import css from '../sign-in/sign-in.module.css';
import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { StepHeading } from '../ui/step-heading.tsx';
import type { Refuse } from '../ui/typed-form.tsx';

const texts = { fr: french, en: english };

/** What an operator's one-time link opens: the person's own password. It never signs in by itself. */
export function SetPasswordPage() {
  // What stands behind the # never leaves the browser by itself; it is sent once, in a body. Another link pasted into
  // the same tab changes nothing else of the address.
  const token = tokenInFragment(useLocation().hash);
  return <SetPassword key={token} token={token} />;
}

function SetPassword(props: { token: string }) {
  const { token } = props;
  const t = useTexts(texts);
  const problemText = useProblemText();
  const navigate = useNavigate();
  const recheck = useRecheckSession();
  const redeem = useAsk({
    mutationFn: (newPassword: string) => ask(bff['password-link'].$post({ json: { token, newPassword } })),
    // It has ended this person's own sessions, and nobody else's: the sign-in page has to know whose is here.
    onSuccess: recheck,
  });
  const problem = redeem.error ? problemOf(redeem.error) : null;

  if (redeem.data) {
    const { login } = redeem.data;
    const signIn = () => navigate(paths.signIn, { replace: true, state: { reason: null, login } });
    return (
      <div className={css.stack}>
        <StepHeading>{t.done}</StepHeading>
        <p className={css.lead}>{t.doneText(login)}</p>
        <div className={css.submit}>
          <Button variant="primary" onClick={() => void signIn()}>
            {t.signIn}
          </Button>
        </div>
      </div>
    );
  }
  if (token === '' || problem?.type === 'not-found') {
    return (
      <div className={css.stack}>
        <StepHeading failed>{t.dead}</StepHeading>
        <p className={css.lead}>{t.deadText}</p>
      </div>
    );
  }
  return (
    <NewPassword
      problem={problem}
      busy={redeem.isPending}
      onPassword={(password, refuse) =>
        redeem.mutate(password, {
          onError: (error) => {
            const refused = problemOfType(error, 'password-refused');
            if (refused) refuse(problemText(refused));
          },
        })
      }
    />
  );
}

function NewPassword(props: {
  problem: ClientProblem | null;
  busy: boolean;
  onPassword: (password: string, refuse: Refuse) => void;
}) {
  const { problem, busy, onPassword } = props;
  const page = useTexts(texts);
  const t = useSecurityTexts().password;
  const [faulty, setFaulty] = useState(false);
  const trouble = problem?.type === 'password-refused' ? null : problem;
  return (
    <div className={css.stack}>
      <div className={css.head}>
        <StepHeading failed={faulty || trouble !== null}>{page.title}</StepHeading>
        <p className={css.lead}>{page.text}</p>
      </div>
      <NewPasswordForm className={css.form} onPassword={onPassword} onFault={setFaulty}>
        <div className={css.submit}>
          <Button type="submit" variant="primary" busy={busy} busyWord={t.saving}>
            {t.save}
          </Button>
        </div>
      </NewPasswordForm>
      <ProblemNotice problem={trouble} />
    </div>
  );
}
