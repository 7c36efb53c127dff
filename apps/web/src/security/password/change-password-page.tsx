import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { askSignedIn, bff } from '../../api/client.ts';
import { useProblemText } from '../../api/problem-text.ts';
import { useShared } from '../../i18n/shared-texts.ts';
import { useSignedIn } from '../../session/session-query.ts';
import { LoginForManagers } from '../../sign-in/login-for-managers.tsx';
import { Actions } from '../../ui/actions.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import css from '../enable/flow.module.css';
import { FlowHead } from '../enable/flow-head.tsx';
import { useFlowMemory } from '../flow-memory.tsx';
import { securityPaths } from '../security-paths.ts';
import { useSecurityTexts } from '../security-texts.ts';
import { useSecured } from '../use-secured.ts';
import { NewPasswordField, useNewPassword } from './new-password-field.tsx';

/** A new password. Whoever is at the screen has to prove who they are, if they have not done so just now. */
export function ChangePasswordPage() {
  const t = useSecurityTexts().password;
  const { cancel } = useShared();
  const problemText = useProblemText();
  const login = useSignedIn()?.account.login ?? '';
  const { setOutcome } = useFlowMemory();
  const navigate = useNavigate();
  const password = useNewPassword();
  const change = useSecured({
    run: (chosen: string) => askSignedIn(() => bff.password.$post({ json: { newPassword: chosen } })),
    onDone: ({ endedSessions }) => {
      setOutcome({ kind: 'password-changed', endedSessions });
      void navigate(securityPaths.tab, { replace: true });
    },
    onProblem: (problem) => {
      if (problem.type === 'password-refused') password.refuse(problemText(problem));
    },
  });

  const trouble = change.problem?.type === 'password-refused' ? null : change.problem;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password.judge()) change.start(password.value);
  };
  return (
    <div className={css.flow}>
      <FlowHead title={t.pageTitle} step={null} failed={Boolean(password.error ?? trouble)}>
        <p>{t.pageText}</p>
      </FlowHead>
      <form method="post" noValidate className={css.form} onSubmit={submit}>
        <LoginForManagers login={login} />
        <NewPasswordField field={password} />
        <ProblemNotice problem={trouble} />
        <Actions>
          <Button type="submit" variant="primary" busy={change.busy} busyWord={t.saving}>
            {t.save}
          </Button>
          <ButtonLink to={securityPaths.tab} variant="quiet">
            {cancel}
          </ButtonLink>
        </Actions>
      </form>
    </div>
  );
}
