import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { type Refused, refused } from '../../outcome.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';

/** A second of a kind is a conflict, unless it takes the place of the one there is. */
export function whyNot(
  authenticators: readonly AuthenticatorRow[],
  kind: AuthenticatorKind,
  replaces: string | undefined,
): Refused | null {
  const present = authenticators.find((one) => one.kind === kind);
  if (replaces === undefined)
    return present === undefined ? null : refused({ type: 'conflict', conflict: 'already-enrolled' });
  return present?.id === replaces ? null : refused({ type: 'conflict', conflict: 'nothing-to-replace' });
}
