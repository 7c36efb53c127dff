import { type ReactNode, useEffect } from 'react';
import { type TypedField, useField } from './use-field.ts';

/** Says at the field that what was sent is wrong. */
export type Refuse = (sentence: string) => void;

export interface TypedFormProps {
  readonly className: string | undefined;
  /** The field takes the focus when it appears. */
  readonly focused?: boolean | undefined;
  /** What is typed next replaces what was refused (C095). */
  readonly select?: boolean;
  readonly fault: (typed: string) => string | null;
  readonly onTyped: (typed: string, refuse: Refuse) => void;
  /** Told whether something is wrong with what is typed. */
  readonly onFault?: ((found: boolean) => void) | undefined;
  readonly before?: ReactNode;
  readonly field: (field: TypedField, send: (typed: string) => void) => ReactNode;
  readonly children?: ReactNode;
}

/** A form with one field, which is judged here before it is sent, and says itself what was wrong with it. */
export function TypedForm(props: TypedFormProps) {
  const { className, focused = false, select = false, fault, onTyped, onFault, before, field, children } = props;
  const typed = useField(fault);
  const { input } = typed;
  useEffect(() => {
    if (focused) input.current?.focus();
  }, [focused, input]);
  const faulty = typed.error !== null;
  useEffect(() => onFault?.(faulty), [onFault, faulty]);

  const send = (text: string) => {
    if (typed.judge(text)) onTyped(text, (sentence) => typed.refuse(sentence, select ? 'select' : undefined));
  };
  return (
    <form
      method="post"
      noValidate
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        send(typed.value);
      }}
    >
      {before}
      {field(typed, send)}
      {children}
    </form>
  );
}
