import { type ComponentProps, type InputEvent, type Ref, useRef } from 'react';
import { Field, type FieldProps } from './field.tsx';
import css from './one-time-code-field.module.css';
import { CODE_LENGTH, typedDigits } from './typed-code.ts';

interface OneTimeCodeFieldProps
  extends FieldProps,
    Omit<ComponentProps<'input'>, 'id' | 'className' | 'type' | 'value' | 'onChange' | 'pattern'> {
  /** Digits only; what is typed is normalised before it comes back. */
  value: string;
  onChange: (digits: string) => void;
  /**
   * Called at most once in the field's life, when a code arrives whole by paste or autofill, and
   * never after an error: submit it. The hint has to say beforehand that this happens (WCAG 3.2.2).
   */
  onWhole?: ((code: string) => void) | undefined;
  ref?: Ref<HTMLInputElement>;
}

const WHOLE: ReadonlySet<string> = new Set(['insertFromPaste', 'insertFromDrop', 'insertReplacementText']);

/** One input for a whole six-digit code, so that paste, autofill and screen readers meet a plain field. */
export function OneTimeCodeField(props: OneTimeCodeFieldProps) {
  const { label, hint, error, value, onChange, onWhole, ...input } = props;
  const armed = useRef(true);
  const hadError = useRef(false);
  hadError.current ||= Boolean(error);

  const take = (text: string, inputType: string) => {
    const digits = typedDigits(text);
    onChange(digits);
    const whole = WHOLE.has(inputType) || value === '';
    if (digits.length !== CODE_LENGTH || !whole) return;
    if (!armed.current || hadError.current) return;
    armed.current = false;
    onWhole?.(digits);
  };

  const onInput = (event: InputEvent<HTMLInputElement>) => {
    const { nativeEvent, currentTarget } = event;
    // An input method's digits are judged when it is done with them (C007).
    if (nativeEvent.isComposing) onChange(currentTarget.value);
    else take(currentTarget.value, nativeEvent.inputType ?? '');
  };

  return (
    <div className={css.field}>
      <Field label={label} hint={hint} error={error}>
        {(control) => (
          <input
            autoComplete="one-time-code"
            inputMode="numeric"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            translate="no"
            dir="ltr"
            {...input}
            {...control}
            type="text"
            pattern="[0-9 ]*"
            value={value}
            onInput={onInput}
            onChange={keepControlled}
            onCompositionEnd={(event) => take(event.currentTarget.value, '')}
          />
        )}
      </Field>
    </div>
  );
}

// React asks for a change handler beside a value; `onInput` has done the work.
function keepControlled(): void {}
