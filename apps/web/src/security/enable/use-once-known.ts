import { useState } from 'react';
import { useSignedIn } from '../../session/session-query.ts';

/**
 * The first value that is known, kept from then on. A step's own success changes what the server
 * says of the account before the next page is there; the step must not take that for its cue to leave.
 */
export function useOnceKnown<T>(value: T | undefined): T | undefined {
  const [first, setFirst] = useState(value);
  if (first === undefined && value !== undefined) setFirst(value);
  return first ?? value;
}

/**
 * Whether these pages turn two-factor authentication on, as it was when the page came up: known from the
 * session at once, so that nothing is pushed aside when the rest arrives.
 */
export function useTurningOn(): boolean {
  return useOnceKnown(useSignedIn()?.twoFactorOn) === false;
}
