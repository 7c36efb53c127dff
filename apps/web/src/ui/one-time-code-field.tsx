import { readOneTimeCode, shownOneTimeCode } from '@wattsense/contract/typed-code';
import { type ComponentProps, type InputEvent, type ReactNode, useRef } from 'react';
import { Field } from './field.tsx';
import css from './one-time-code-field.module.css';
import type { TypedField } from './use-field.ts';

interface OneTimeCodeFieldProps
  extends Omit<
    ComponentProps<'input'>,
    'id' | 'ref' | 'className' | 'type' | 'value' | 'onChange' | 'onBlur' | 'pattern'
  > {
  label: string;
  hint?: ReactNode;
  field: TypedField;
  /**
   * Called at most once in the field's life, when a code arrives whole by paste or autofill, and
   * never after an error: submit it. The hint has to say beforehand that this happens (WCAG 3.2.2).
   */
  onWhole?: ((code: string) => void) | undefined;
}

const WHOLE: ReadonlySet<string> = new Set(['insertFromPaste', 'insertFromDrop', 'insertReplacementText']);

/** One input for a whole six-digit code, so that paste, autofill and screen readers meet a plain field. */
export function OneTimeCodeField(props: OneTimeCodeFieldProps) {
  const { label, hint, field, onWhole, ...input } = props;
  const armed = useRef(true);
  if (field.error) armed.current = false;

  const take = (text: string, inputType: string) => {
    const { code, fault } = readOneTimeCode(text);
    const pasted = WHOLE.has(inputType);
    field.type(shownOneTimeCode(text));
    // A text that holds no one code is nothing that somebody is about to finish.
    if (pasted && fault === 'unclear') field.judge(text);
    if (code === null || !armed.current || !(pasted || field.value === '')) return;
    armed.current = false;
    onWhole?.(code);
  };

  const onInput = (event: InputEvent<HTMLInputElement>) => {
    const { nativeEvent, currentTarget } = event;
    // An input method's digits are judged when it is done with them (C007).
    if (nativeEvent.isComposing) field.type(currentTarget.value);
    else take(currentTarget.value, nativeEvent.inputType ?? '');
  };

  return (
    <div className={css.field}>
      <Field label={label} hint={hint} error={field.error}>
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
            ref={field.input}
            type="text"
            pattern="[0-9 ]*"
            value={field.value}
            onInput={onInput}
            onChange={keepControlled}
            onBlur={field.leave}
            onCompositionEnd={(event) => take(event.currentTarget.value, '')}
          />
        )}
      </Field>
    </div>
  );
}

// React asks for a change handler beside a value; `onInput` has done the work.
function keepControlled(): void {}
