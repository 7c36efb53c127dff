import { useMutation } from '@tanstack/react-query';
import { PASSWORD_MIN_LENGTH } from '@wattsense/contract/password';
import { useEffect } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useLocation, useNavigate } from 'react-router';
import { api } from '../api/client.ts';
import { type ClientProblem, problemOf } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { setPassword as english } from '../i18n/en/set-password.ts';
import { setPassword as french } from '../i18n/fr/set-password.ts';
import { useTexts } from '../i18n/language.tsx';
import { paths } from '../paths.ts';
import { useSecurityTexts } from '../security/security-texts.ts';
import css from '../sign-in/sign-in.module.css';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { StepHeading } from '../ui/step-heading.tsx';

const texts = { fr: french, en: english };

/** Unicode code points, as the server counts them. */
const length = (password: string) => Array.from(password).length;

/** What an operator's one-time link opens: the person's own password. It never signs in by itself. */
export function SetPasswordPage() {
  // What stands behind the # never leaves the browser by itself; it is sent once, in a body. Another link pasted into
  // the same tab changes nothing else of the address.
  const token = useLocation().hash.slice(1);
  return <SetPassword key={token} token={token} />;
}

function SetPassword(props: { token: string }) {
  const { token } = props;
  const t = useTexts(texts);
  const navigate = useNavigate();
  const redeem = useMutation({
    mutationFn: (newPassword: string) => api.redeemPasswordLink({ token, newPassword }),
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
      onChange={() => redeem.reset()}
      onSubmit={(password) => redeem.mutate(password)}
    />
  );
}

interface NewPasswordProps {
  problem: ClientProblem | null;
  busy: boolean;
  onChange: () => void;
  onSubmit: (password: string) => void;
}

function NewPassword(props: NewPasswordProps) {
  const { problem, busy, onChange, onSubmit } = props;
  const page = useTexts(texts);
  const t = useSecurityTexts().password;
  const problemText = useProblemText();
  const form = useForm({ defaultValues: { password: '' } });
  const { setFocus } = form;
  const typed = length(useWatch({ control: form.control, name: 'password' }));
  const tooShort = problemText({ type: 'password-refused', title: '', status: 422, reason: 'too-short' });
  const short = typed > 0 && typed < PASSWORD_MIN_LENGTH;
  const fault = form.formState.errors.password?.message;
  const refused = problem?.type === 'password-refused' ? problem : null;
  useEffect(() => {
    if (refused) setFocus('password');
  }, [refused, setFocus]);
  const submit = form.handleSubmit(({ password }) => busy || onSubmit(password));
  return (
    <div className={css.stack}>
      <div className={css.head}>
        <StepHeading failed={Boolean(fault ?? problem)}>{page.title}</StepHeading>
        <p className={css.lead}>{page.text}</p>
      </div>
      <form method="post" noValidate className={css.form} onSubmit={(event) => void submit(event)}>
        <PasswordField
          label={t.label}
          hint={short ? `${t.hint} ${t.count(typed, PASSWORD_MIN_LENGTH)}` : t.hint}
          autoComplete="new-password"
          error={fault ?? (refused ? problemText(refused) : null)}
          {...form.register('password', {
            validate: (password) => length(password) >= PASSWORD_MIN_LENGTH || tooShort,
            onChange: () => refused && onChange(),
          })}
        />
        <div className={css.submit}>
          <Button type="submit" variant="primary" busy={busy} busyWord={t.saving}>
            {t.save}
          </Button>
        </div>
      </form>
      {problem && !refused ? (
        <Notice kind="danger">
          <p role="alert">{problemText(problem)}</p>
        </Notice>
      ) : null}
    </div>
  );
}
