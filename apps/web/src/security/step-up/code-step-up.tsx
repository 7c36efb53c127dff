import { type ReactNode, useEffect, useImperativeHandle } from 'react';
import type { CodeMethod, StepUpPartProps } from '../../authenticators/answer.ts';
import type { CodeWords } from '../../ui/code-form.tsx';
import { OneTimeCodeField } from '../../ui/one-time-code-field.tsx';
import { Quoted } from '../../ui/quoted.tsx';
import { useCodeFaultText } from '../../ui/typed-code.ts';
import { useField } from '../../ui/use-field.ts';

/** A one-time code beside the password. */
export function CodeStepUp(props: {
  ref: StepUpPartProps['ref'];
  method: CodeMethod;
  words: Omit<CodeWords, 'pasted'>;
  /** The field takes the focus whenever this changes. */
  focusAt?: string | undefined;
  before?: ReactNode;
}) {
  const { ref, method, words, focusAt, before } = props;
  const code = useField(useCodeFaultText());
  const { input } = code;
  useEffect(() => {
    if (focusAt !== undefined) input.current?.focus();
  }, [focusAt, input]);
  useImperativeHandle(ref, () => ({
    give: () => (code.judge() ? Promise.resolve({ method, code: code.value }) : null),
    // What was wrong stays to be looked at, selected, so that typing replaces it (C095).
    refuse: (sentence) => code.refuse(sentence, 'select'),
    focus: () => {
      input.current?.focus();
      input.current?.select();
    },
  }));
  return (
    <>
      {before}
      <OneTimeCodeField
        name="code"
        label={words.label}
        hint={words.hint && <Quoted text={words.hint} />}
        field={code}
      />
    </>
  );
}
