import { PASSWORD_MIN_LENGTH } from '@wattsense/contract/password';
import { useEffect } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useNavigate } from 'react-router';
import { api } from '../../api/client.ts';
import { useProblemText } from '../../api/problem-text.ts';
import { useShared } from '../../i18n/shared-texts.ts';
import { useSignedIn } from '../../session/session-query.ts';
import { LoginForManagers } from '../../sign-in/login-for-managers.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import css from '../enable/flow.module.css';
import { FlowHead } from '../enable/flow-head.tsx';
import { useFlowMemory } from '../flow-memory.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { securityPaths } from '../security-paths.ts';
import { useSecurityTexts } from '../security-texts.ts';
import { useSecured } from '../use-secured.ts';

/** Unicode code points, as the server counts them. */
const length = (password: string) => Array.from(password).length;

/** A new password. Whoever is at the screen has to prove who they are, if they have not done so just now. */
export function ChangePasswordPage() {
  const t = useSecurityTexts().password;
  const { cancel } = useShared();
  const problemText = useProblemText();
  const login = useSignedIn()?.account.login ?? '';
  const { setOutcome } = useFlowMemory();
  const navigate = useNavigate();
  const form = useForm({ defaultValues: { password: '' } });
  const typed = length(useWatch({ control: form.control, name: 'password' }));
  const change = useSecured({
    run: (password: string) => api.changePassword(password),
    onDone: ({ endedSessions }) => {
      setOutcome({ kind: 'password-changed', endedSessions });
      void navigate(securityPaths.tab, { replace: true });
    },
  });

  const refused = change.problem?.type === 'password-refused' ? change.problem : null;
  const { setFocus } = form;
  useEffect(() => {
    if (refused) setFocus('password');
  }, [refused, setFocus]);

  const tooShort = problemText({ type: 'password-refused', title: '', status: 422, reason: 'too-short' });
  const submit = form.handleSubmit(({ password }) => change.start(password));
  const short = typed > 0 && typed < PASSWORD_MIN_LENGTH;
  return (
    <div className={css.flow}>
      <FlowHead title={t.pageTitle} step={null} failed={Boolean(form.formState.errors.password ?? change.problem)}>
        <p>{t.pageText}</p>
      </FlowHead>
      <form method="post" noValidate className={css.form} onSubmit={(event) => void submit(event)}>
        <LoginForManagers login={login} />
        <PasswordField
          label={t.label}
          hint={short ? `${t.hint} ${t.count(typed, PASSWORD_MIN_LENGTH)}` : t.hint}
          autoComplete="new-password"
          error={form.formState.errors.password?.message ?? (refused ? problemText(refused) : null)}
          {...form.register('password', {
            validate: (password) => length(password) >= PASSWORD_MIN_LENGTH || tooShort,
            onChange: () => refused && change.reset(),
          })}
        />
        <ProblemNotice problem={refused ? null : change.problem} />
        <div className={css.actions}>
          <Button type="submit" variant="primary" busy={change.busy} busyWord={t.saving}>
            {t.save}
          </Button>
          <ButtonLink to={securityPaths.tab} variant="quiet">
            {cancel}
          </ButtonLink>
        </div>
      </form>
    </div>
  );
}
