import { useState } from 'react';
import { useNavigate } from 'react-router';
import { askSignedIn, bff } from '../../api/client.ts';
import { useProblemText } from '../../api/problem-text.ts';
import { useShared } from '../../i18n/shared-texts.ts';
import { useSignedIn } from '../../session/session-query.ts';
import { LoginForManagers } from '../../sign-in/login-for-managers.tsx';
import { Actions } from '../../ui/actions.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import type { Refuse } from '../../ui/typed-form.tsx';
import css from '../enable/flow.module.css';
import { FlowHead } from '../enable/flow-head.tsx';
import { useFlowMemory } from '../flow-memory.tsx';
import { securityPaths } from '../security-paths.ts';
import { useSecurityTexts } from '../security-texts.ts';
import { useSecured } from '../use-secured.ts';
import { NewPasswordForm } from './new-password-form.tsx';

interface Chosen {
  readonly newPassword: string;
  readonly refuse: Refuse;
}

/** A new password. Whoever is at the screen has to prove who they are, if they have not done so just now. */
export function ChangePasswordPage() {
  const t = useSecurityTexts().password;
  const { cancel } = useShared();
  const problemText = useProblemText();
  const login = useSignedIn()?.account.login ?? '';
  const { setOutcome } = useFlowMemory();
  const navigate = useNavigate();
  const [faulty, setFaulty] = useState(false);
  const change = useSecured({
    run: ({ newPassword }: Chosen) => askSignedIn(() => bff.password.$post({ json: { newPassword } })),
    onDone: ({ endedSessions }) => {
      setOutcome({ kind: 'password-changed', endedSessions });
      void navigate(securityPaths.tab, { replace: true });
    },
    onProblem: (problem, { refuse }) => {
      if (problem.type === 'password-refused') refuse(problemText(problem));
    },
  });
  const trouble = change.problem?.type === 'password-refused' ? null : change.problem;
  return (
    <div className={css.flow}>
      <FlowHead title={t.pageTitle} step={null} failed={faulty || trouble !== null}>
        <p>{t.pageText}</p>
      </FlowHead>
      <NewPasswordForm
        className={css.form}
        before={<LoginForManagers login={login} />}
        onPassword={(newPassword, refuse) => change.start({ newPassword, refuse })}
        onFault={setFaulty}
      >
        <ProblemNotice problem={trouble} />
        <Actions>
          <Button type="submit" variant="primary" busy={change.busy} busyWord={t.saving}>
            {t.save}
          </Button>
          <ButtonLink to={securityPaths.tab} variant="quiet">
            {cancel}
          </ButtonLink>
        </Actions>
      </NewPasswordForm>
    </div>
  );
}
