import { type RefObject, useEffect, useRef, useState } from 'react';
import { type FieldError, useFieldError } from './use-field-error.ts';

export interface TypedField {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly value: string;
  readonly error: FieldError | null;
  /** Whether there has ever been one. */
  readonly failed: boolean;
  /** Takes what is typed now; what was wrong before is no longer said of it. */
  readonly type: (text: string) => void;
  /** To be called when the focus leaves: says what is wrong with what was typed. An empty field is not judged yet. */
  readonly leave: () => void;
  /** Whether it may be sent; says what is wrong, with the focus on it. */
  readonly judge: (typed?: string) => boolean;
  /** Says what somebody else found wrong. `select`: what is typed next replaces it (C095). */
  readonly refuse: (sentence: string, select?: 'select') => void;
}

/** Once the pointer that took the focus away is let go: what appears before would push aside what it presses. */
function afterPress(run: () => void): void {
  if (document.documentElement.matches(':active'))
    window.addEventListener('pointerup', () => setTimeout(run), { once: true });
  else run();
}

/**
 * One text that is typed. It is judged when it is left or sent, never while it is typed; an error goes with the next
 * key and never comes back by itself.
 * @param fault the sentence for what keeps a text from being sent, or null.
 */
export function useField(fault: (typed: string) => string | null, start = ''): TypedField {
  const input = useRef<HTMLInputElement>(null);
  const [value, setValue] = useState(start);
  const [error, say] = useFieldError();
  const [failed, setFailed] = useState(false);
  if (error && !failed) setFailed(true);
  const present = useRef({ value, fault, error });
  useEffect(() => {
    present.current = { value, fault, error };
  });

  return {
    input,
    value,
    error,
    failed,
    type: (text) => {
      setValue(text);
      say(null);
    },
    leave: () =>
      afterPress(() => {
        const now = present.current;
        // Sent or mended meanwhile, or gone with its page.
        if (now.value.trim() === '' || now.error || !input.current || input.current.readOnly) return;
        if (document.activeElement !== input.current) say(now.fault(now.value));
      }),
    judge: (typed = value) => {
      const found = fault(typed);
      say(found);
      if (found !== null) input.current?.focus();
      return found === null;
    },
    refuse: (sentence, select) => {
      say(sentence);
      input.current?.focus();
      if (select) input.current?.select();
    },
  };
}
