import { useRef, useState } from 'react';

/** What is wrong with a field. */
export interface FieldError {
  readonly sentence: string;
  /** Another one each time it is found, so that the same sentence is heard again. */
  readonly turn: number;
}

/**
 * What is wrong with a field, or null. To be said when it is left, sent or refused, and taken back (null) as soon as
 * something is typed: then it never comes back by itself.
 */
export function useFieldError(): [FieldError | null, (sentence: string | null) => void] {
  const [error, setError] = useState<FieldError | null>(null);
  const turn = useRef(0);
  const say = (sentence: string | null) => {
    turn.current += 1;
    setError(sentence === null ? null : { sentence, turn: turn.current });
  };
  return [error, say];
}
