import { useState } from 'react';

/**
 * The first value that is known, kept from then on. A step's own success changes what the server
 * says of the account before the next page is there; the step must not take that for its cue to leave.
 */
export function useOnceKnown<T>(value: T | undefined): T | undefined {
  const [first, setFirst] = useState(value);
  if (first === undefined && value !== undefined) setFirst(value);
  return first ?? value;
}
