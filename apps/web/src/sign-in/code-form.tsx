import type { ChallengedView } from '@wattsense/contract/session';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { problemOf } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { SmsStatus } from '../sms/sms-status.tsx';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Notice } from '../ui/notice.tsx';
import { OneTimeCodeField } from '../ui/one-time-code-field.tsx';
import { ResendButton } from '../ui/resend-button.tsx';
import { useCodeFaultText } from '../ui/typed-code.ts';
import { useWebOtp } from '../ui/use-web-otp.ts';
import { AnswerEnd, useAnswerError } from './answer-end.tsx';
import { useChallengeTexts } from './challenge-texts.ts';
import { LoginForManagers } from './login-for-managers.tsx';
import css from './sign-in.module.css';
import { type Answer, isOn, type Wait } from './use-answer.ts';
import type { ChallengeSms } from './use-challenge-sms.ts';

interface CodeFormProps {
  method: 'otp' | 'sms';
  view: ChallengedView;
  answer: Answer;
  wait: Wait | null;
  challengeSms: ChallengeSms;
  /** Told whether what is typed has a fault that was found here. */
  onFault: (found: boolean) => void;
}

/** A code from the app or from a text message. */
export function CodeForm(props: CodeFormProps) {
  const { method, view, answer, wait, challengeSms, onFault } = props;
  const t = useChallengeTexts();
  const faultText = useCodeFaultText();
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  // Of its own accord the form is sent once, and never after an error.
  const [failed, setFailed] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const wrong = useAnswerError(answer, method);
  useEffect(() => input.current?.focus(), []);

  const submit = (digits: string) => {
    if (answer.isPending || isOn(wait)) return;
    const found = faultText(digits);
    setFault(found);
    onFault(found !== null);
    if (found) {
      setFailed(true);
      return input.current?.focus();
    }
    const onError = () => {
      setFailed(true);
      // A wrong code stays to be looked at, selected, so that the next one replaces it (C095).
      input.current?.focus();
      input.current?.select();
    };
    answer.mutate({ method, code: digits }, { onError });
  };

  useWebOtp(method === 'sms' && challengeSms.sms !== null, (arrived) => {
    setCode(arrived);
    if (!failed) submit(arrived);
  });

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submit(code);
  };

  const hint = method === 'otp' ? [t.app.hint] : view.phoneHint === null ? [] : [t.sms.hint(view.phoneHint)];
  if (!failed) hint.push(method === 'otp' ? t.app.pasted : t.sms.pasted);

  return (
    <form className={css.form} method="post" noValidate onSubmit={onSubmit}>
      <LoginForManagers login={view.login} />
      <OneTimeCodeField
        ref={input}
        name="code"
        label={method === 'otp' ? t.app.label : t.sms.label}
        hint={hint.join(' ')}
        error={fault ?? wrong}
        value={code}
        readOnly={answer.isPending}
        onChange={(digits) => {
          setCode(digits);
          setFault(null);
          onFault(false);
        }}
        onWhole={submit}
      />
      {method === 'sms' ? <Message challengeSms={challengeSms} /> : null}
      <AnswerEnd answer={answer} wait={wait} second={method === 'sms' && challengeSms.failed} />
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
      {sms ? <SmsStatus sms={sms} /> : null}
      {send.error ? (
        <Notice kind="warn">
          <p role="alert">{problemText(problemOf(send.error), 'sms')}</p>
        </Notice>
      ) : null}
      {sms === null && send.isPending ? (
        <Button variant="quiet" busy busyWord={t.sending}>
          {t.send}
        </Button>
      ) : (
        <ResendButton
          availableAt={availableAt}
          busy={send.isPending}
          first={failed}
          onResend={() => send.mutate()}
          {...(sms ? {} : { label: t.send })}
        />
      )}
    </div>
  );
}
