import { KeyRound } from 'lucide-react';
import type { AnswerFormProps, ChallengeAnswer } from '../authenticators/answer.ts';
import { RecoveryCodeField } from '../ui/recovery-code-field.tsx';
import { useRecoveryCodeFaultText } from '../ui/typed-code.ts';
import { TypedForm } from '../ui/typed-form.tsx';
import { AnswerEnd, useAnswerError } from './answer-end.tsx';
import { useChallengeTexts } from './challenge-texts.ts';
import { LoginForManagers } from './login-for-managers.tsx';
import css from './sign-in.module.css';
import { isOn } from './use-answer.ts';

/** The recovery code in place of the second factor. A long code with one slip in it is mended, not typed again. */
function RecoveryForm(props: AnswerFormProps) {
  const { view, answer, wait, onFault } = props;
  const t = useChallengeTexts().recovery;
  const sayError = useAnswerError(t.refused);
  return (
    <TypedForm
      className={css.form}
      focused
      fault={useRecoveryCodeFaultText()}
      onFault={onFault}
      onTyped={(code, refuse) => {
        if (!isOn(wait)) answer.mutate({ method: 'recovery', code }, { onError: (error) => sayError(error, refuse) });
      }}
      before={
        <>
          <LoginForManagers login={view.login} />
          <p className={css.lead}>{t.text}</p>
        </>
      }
      field={(code) => <RecoveryCodeField field={code} readOnly={answer.isPending} />}
    >
      <AnswerEnd answer={answer} refused={t.refused} wait={wait} />
      <p className={css.lead}>{t.lost}</p>
    </TypedForm>
  );
}

export const recoveryAnswer: ChallengeAnswer = {
  icon: KeyRound,
  useName: () => useChallengeTexts().recovery.name,
  Form: RecoveryForm,
};
