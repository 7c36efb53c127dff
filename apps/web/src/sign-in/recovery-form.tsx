import { type FormEvent, useEffect, useRef, useState } from 'react';
import { RecoveryCodeField } from '../ui/recovery-code-field.tsx';
import { useRecoveryCodeFaultText } from '../ui/typed-code.ts';
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
  /** Told whether what is typed has a fault that was found here. */
  onFault: (found: boolean) => void;
}) {
  const { login, answer, wait, onFault } = props;
  const t = useChallengeTexts();
  const faultText = useRecoveryCodeFaultText();
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const wrong = useAnswerError(answer, 'recovery');
  useEffect(() => input.current?.focus(), []);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (answer.isPending || isOn(wait)) return;
    const found = faultText(code);
    setFault(found);
    onFault(found !== null);
    if (found) return input.current?.focus();
    // A long code with one slip in it is mended, not typed again: it is not selected.
    answer.mutate({ method: 'recovery', code }, { onError: () => input.current?.focus() });
  };

  return (
    <form className={css.form} method="post" noValidate onSubmit={submit}>
      <LoginForManagers login={login} />
      <p className={css.lead}>{t.recoveryText}</p>
      <RecoveryCodeField
        ref={input}
        name="recovery-code"
        error={fault ?? wrong}
        value={code}
        readOnly={answer.isPending}
        onChange={(text) => {
          setCode(text);
          setFault(null);
          onFault(false);
        }}
      />
      <AnswerEnd answer={answer} wait={wait} />
    </form>
  );
}
