import type { ReactNode } from 'react';
import type { AnswerFormProps, CodeMethod } from '../authenticators/answer.ts';
import { CodeForm, type CodeWords } from '../ui/code-form.tsx';
import { AnswerEnd, useAnswerError } from './answer-end.tsx';
import { LoginForManagers } from './login-for-managers.tsx';
import css from './sign-in.module.css';
import { isOn } from './use-answer.ts';

/** Answers the challenge with a one-time code. */
export function CodeAnswer(
  props: Omit<AnswerFormProps, 'chosen'> & {
    method: CodeMethod;
    words: CodeWords;
    /** Whether the code comes by a text message that was sent. */
    bySms?: boolean | undefined;
    /** Something else comes first, such as asking for a code. */
    second?: boolean | undefined;
    /** Between the field and the button. */
    children?: ReactNode;
  },
) {
  const { method, words, view, answer, wait, onFault, bySms, second, children } = props;
  const sayError = useAnswerError(words.refused);
  return (
    <CodeForm
      className={css.form}
      words={words}
      busy={answer.isPending}
      bySms={bySms}
      focused
      onFault={onFault}
      onCode={(code, refuse) => {
        if (!isOn(wait)) answer.mutate({ method, code }, { onError: (error) => sayError(error, refuse) });
      }}
      before={<LoginForManagers login={view.login} />}
    >
      {children}
      <AnswerEnd answer={answer} refused={words.refused} wait={wait} second={second} />
    </CodeForm>
  );
}
