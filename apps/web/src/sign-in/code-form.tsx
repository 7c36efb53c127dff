import type { ChallengedView } from '@wattsense/contract/session';
import { type FormEvent, useEffect } from 'react';
import { problemOf } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { SmsStatus } from '../sms/sms-status.tsx';
import { classes } from '../ui/classes.ts';
import { Notice } from '../ui/notice.tsx';
import { OneTimeCodeField } from '../ui/one-time-code-field.tsx';
import { ResendButton } from '../ui/resend-button.tsx';
import { useCodeFaultText } from '../ui/typed-code.ts';
import { useField } from '../ui/use-field.ts';
import { useWebOtp } from '../ui/use-web-otp.ts';
import { AnswerEnd, useAnswerError } from './answer-end.tsx';
import { useChallengeTexts } from './challenge-texts.ts';
import { LoginForManagers } from './login-for-managers.tsx';
import { NoMessage } from './no-message.tsx';
import css from './sign-in.module.css';
import { type Answer, isOn, type Wait } from './use-answer.ts';
import type { ChallengeSms } from './use-challenge-sms.ts';

interface CodeFormProps {
  method: 'otp' | 'sms';
  view: ChallengedView;
  answer: Answer;
  wait: Wait | null;
  challengeSms: ChallengeSms;
  /** Told whether something is wrong with what is typed. */
  onFault: (found: boolean) => void;
}

/** A code from the app or from a text message. */
export function CodeForm(props: CodeFormProps) {
  const { method, view, answer, wait, challengeSms, onFault } = props;
  const t = useChallengeTexts();
  const code = useField(useCodeFaultText());
  const sayError = useAnswerError(method);
  useEffect(() => code.input.current?.focus(), [code.input]);
  const faulty = code.error !== null;
  useEffect(() => onFault(faulty), [onFault, faulty]);

  const submit = (typed: string) => {
    if (isOn(wait) || !code.judge(typed)) return;
    const onError = (error: unknown) => sayError(error, (sentence) => code.refuse(sentence, 'select'));
    answer.mutate({ method, code: typed }, { onError });
  };

  useWebOtp(method === 'sms' && challengeSms.sms !== null, (arrived) => {
    code.type(arrived);
    // Of its own accord the form is sent once, and never after an error.
    if (!code.failed) submit(arrived);
  });

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submit(code.value);
  };

  const hint = method === 'otp' ? [t.app.hint] : view.phoneHint === null ? [] : [t.sms.hint(view.phoneHint)];
  if (!code.failed) hint.push(method === 'otp' ? t.app.pasted : t.sms.pasted);

  return (
    <form className={css.form} method="post" noValidate onSubmit={onSubmit}>
      <LoginForManagers login={view.login} />
      <OneTimeCodeField
        name="code"
        label={method === 'otp' ? t.app.label : t.sms.label}
        hint={hint.join(' ')}
        field={code}
        readOnly={answer.isPending}
        onWhole={submit}
      />
      {method === 'sms' ? <Message challengeSms={challengeSms} /> : null}
      <AnswerEnd answer={answer} method={method} wait={wait} second={method === 'sms' && challengeSms.failed} />
    </form>
  );
}

/** How the message is getting on, and asking for another. */
function Message(props: { challengeSms: ChallengeSms }) {
  const { sms, send, failed, availableAt } = props.challengeSms;
  const t = useChallengeTexts().sms;
  const problemText = useProblemText();
  return (
    <div className={classes(css.sms, failed && css.unsent)}>
      {sms ? <SmsStatus sms={sms} /> : <NoMessage challengeSms={props.challengeSms} />}
      {send.error ? (
        <Notice kind="warn">
          <p role="alert">{problemText(problemOf(send.error), 'sms')}</p>
        </Notice>
      ) : null}
      <ResendButton
        availableAt={availableAt}
        busy={send.isPending}
        busyWord={t.sending}
        variant={failed ? 'primary' : 'quiet'}
        onResend={() => send.mutate()}
        {...(sms ? {} : { label: t.send })}
      />
    </div>
  );
}
