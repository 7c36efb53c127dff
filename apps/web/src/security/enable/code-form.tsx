import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { useShared } from '../../i18n/shared-texts.ts';
import { Button } from '../../ui/button.tsx';
import { OneTimeCodeField } from '../../ui/one-time-code-field.tsx';
import { usePageTitle } from '../../ui/step-heading.tsx';
import { useCodeFaultText } from '../../ui/typed-code.ts';
import { useField } from '../../ui/use-field.ts';
import { useWebOtp } from '../../ui/use-web-otp.ts';
import { ProblemNotice } from '../problem-notice.tsx';
import { useEnableTexts } from '../security-texts.ts';
import css from './flow.module.css';
import type { Confirm } from './use-confirm.ts';

/** The code that proves an enrolment, and Continue. */
export function CodeForm(props: {
  confirm: Confirm;
  /** The page's name, which the document's title tells with what is wrong. */
  page: string;
  label: string;
  hint: string;
  /** Part of the hint for as long as it is true: a code that comes whole is sent by itself, once. */
  pasted: string;
  /** Something else comes first, such as asking for a code. */
  second?: boolean;
  /** A code from a text message is taken over where the browser can. */
  fromSms?: boolean;
  /** Takes the focus when it appears: the step has nothing else to do first. */
  focused?: boolean;
  /** Between the field and the button. */
  children?: ReactNode;
  /** Beside the button. */
  beside?: ReactNode;
}) {
  const { confirm, page, label, hint, pasted, children, beside } = props;
  const { second = false, fromSms = false, focused = false } = props;
  const t = useEnableTexts();
  const shared = useShared();
  const code = useField(useCodeFaultText());
  usePageTitle(page, Boolean(code.error ?? confirm.trouble));
  const send = (typed: string) => {
    if (code.judge(typed)) confirm.start(typed);
  };

  const { input } = code;
  useEffect(() => {
    if (focused) input.current?.focus();
  }, [focused, input]);

  const { problem } = confirm;
  const refuse = useEffectEvent(() => confirm.wrong && code.refuse(confirm.wrong, 'select'));
  useEffect(() => {
    if (problem) refuse();
  }, [problem]);

  useWebOtp(fromSms, (arrived) => {
    code.type(arrived);
    if (!code.failed) send(arrived);
  });

  return (
    <form
      method="post"
      noValidate
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        send(code.value);
      }}
    >
      <OneTimeCodeField
        name="code"
        label={label}
        hint={code.failed ? hint : `${hint} ${pasted}`}
        field={code}
        readOnly={confirm.busy}
        onWhole={send}
      />
      {children}
      <ProblemNotice problem={confirm.trouble} />
      <div className={css.actions}>
        <Button type="submit" variant={second ? 'secondary' : 'primary'} busy={confirm.busy} busyWord={t.checking}>
          {shared.continue}
        </Button>
        {beside}
      </div>
    </form>
  );
}
