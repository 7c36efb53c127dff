import type { ReactNode } from 'react';
import type { RefusedCode } from '../api/problem-sentences.ts';
import { OneTimeCodeField } from './one-time-code-field.tsx';
import { Quoted } from './quoted.tsx';
import { useCodeFaultText } from './typed-code.ts';
import { type Refuse, TypedForm } from './typed-form.tsx';
import type { TypedField } from './use-field.ts';
import { useWebOtp } from './use-web-otp.ts';

/** The words around a one-time code. */
export interface CodeWords {
  readonly label: string;
  readonly hint: string;
  /** Part of the hint for as long as it is true: a code that comes whole is sent by itself, once. */
  readonly pasted: string;
  readonly refused: RefusedCode;
}

/** A form for one one-time code: at sign-in, and where an authenticator is bound. */
export function CodeForm(props: {
  className: string | undefined;
  words: CodeWords;
  busy: boolean;
  focused?: boolean | undefined;
  /** A text message is under way: its code is taken over where the browser can. */
  bySms?: boolean | undefined;
  onCode: (code: string, refuse: Refuse) => void;
  onFault?: ((found: boolean) => void) | undefined;
  before?: ReactNode;
  children?: ReactNode;
}) {
  const { className, words, busy, focused, bySms = false, onCode, onFault, before, children } = props;
  return (
    <TypedForm
      className={className}
      focused={focused}
      select
      fault={useCodeFaultText()}
      onTyped={onCode}
      onFault={onFault}
      before={before}
      field={(code, send) => <CodeInput code={code} send={send} words={words} busy={busy} bySms={bySms} />}
    >
      {children}
    </TypedForm>
  );
}

function CodeInput(props: {
  code: TypedField;
  send: (code: string) => void;
  words: CodeWords;
  busy: boolean;
  bySms: boolean;
}) {
  const { code, send, words, busy, bySms } = props;
  useWebOtp(bySms, (arrived) => {
    code.type(arrived);
    // Of its own accord the form is sent once, and never after an error.
    if (!code.failed) send(arrived);
  });
  const hint = code.failed ? words.hint : `${words.hint} ${words.pasted}`.trim();
  return (
    <OneTimeCodeField
      name="code"
      label={words.label}
      hint={hint && <Quoted text={hint} />}
      field={code}
      readOnly={busy}
      onWhole={send}
    />
  );
}
