import { type ReactNode, useEffect, useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useShared } from '../../i18n/shared-texts.ts';
import { Button } from '../../ui/button.tsx';
import { OneTimeCodeField } from '../../ui/one-time-code-field.tsx';
import { usePageTitle } from '../../ui/step-heading.tsx';
import { useCodeFaultText } from '../../ui/typed-code.ts';
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
  const faultText = useCodeFaultText();
  const form = useForm({ defaultValues: { code: '' } });
  const { setFocus, setValue, clearErrors } = form;
  const wrong = Boolean(form.formState.errors.code || confirm.problem);
  const [failed, setFailed] = useState(false);
  if (wrong && !failed) setFailed(true);
  usePageTitle(page, wrong);
  const send = () => void form.handleSubmit(({ code }) => confirm.start(code))();

  useEffect(() => {
    if (focused) setFocus('code');
  }, [focused, setFocus]);

  const { problem } = confirm;
  useEffect(() => {
    // A wrong code stays to be looked at, selected, so that the next one replaces it (C095).
    if (problem) setFocus('code', { shouldSelect: true });
  }, [problem, setFocus]);

  const takeWhole = (code: string) => {
    setValue('code', code);
    send();
  };
  useWebOtp(fromSms, (code) => (failed ? setValue('code', code) : takeWhole(code)));

  return (
    <form
      method="post"
      noValidate
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Controller
        name="code"
        control={form.control}
        rules={{ validate: (code) => faultText(code) ?? true }}
        render={({ field, fieldState }) => (
          <OneTimeCodeField
            {...field}
            label={label}
            hint={failed ? hint : `${hint} ${pasted}`}
            error={fieldState.error?.message ?? confirm.wrong}
            readOnly={confirm.busy}
            onChange={(digits) => {
              field.onChange(digits);
              clearErrors('code');
            }}
            onWhole={takeWhole}
          />
        )}
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
