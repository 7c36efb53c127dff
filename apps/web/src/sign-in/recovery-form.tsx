import { type FormEvent, useEffect } from 'react';
import { RecoveryCodeField } from '../ui/recovery-code-field.tsx';
import { useRecoveryCodeFaultText } from '../ui/typed-code.ts';
import { useField } from '../ui/use-field.ts';
import { AnswerEnd, useAnswerError } from './answer-end.tsx';
import { useChallengeTexts } from './challenge-texts.ts';
import { LoginForManagers } from './login-for-managers.tsx';
import css from './sign-in.module.css';
import { type Answer, isOn, type Wait } from './use-answer.ts';

/** The recovery code in place of the second factor. */
export function RecoveryForm(props: {
  login: string;
  answer: Answer;
  wait: Wait | null;
  /** Told whether something is wrong with what is typed. */
  onFault: (found: boolean) => void;
}) {
  const { login, answer, wait, onFault } = props;
  const t = useChallengeTexts();
  const code = useField(useRecoveryCodeFaultText());
  const sayError = useAnswerError('recovery');
  useEffect(() => code.input.current?.focus(), [code.input]);
  const faulty = code.error !== null;
  useEffect(() => onFault(faulty), [onFault, faulty]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isOn(wait) || !code.judge()) return;
    // A long code with one slip in it is mended, not typed again: it is not selected.
    const onError = (error: unknown) => sayError(error, code.refuse);
    answer.mutate({ method: 'recovery', code: code.value }, { onError });
  };

  return (
    <form className={css.form} method="post" noValidate onSubmit={submit}>
      <LoginForManagers login={login} />
      <p className={css.lead}>{t.recoveryText}</p>
      <RecoveryCodeField field={code} readOnly={answer.isPending} />
      <AnswerEnd answer={answer} method="recovery" wait={wait} />
      <p className={css.lead}>{t.recoveryLost}</p>
    </form>
  );
}
