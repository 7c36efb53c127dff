import type { Kind } from '../../authenticators/kind.ts';
import type { Deps } from '../../deps.ts';
import { type Refused, refused } from '../../outcome.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';

/** One more of a kind than an account may have is a conflict, unless it takes the place of one that there is. */
export function whyNot(
  { kind, most }: Kind<Deps>,
  authenticators: readonly AuthenticatorRow[],
  replaces: string | undefined,
): Refused | null {
  const present = authenticators.filter((one) => one.kind === kind);
  if (replaces === undefined)
    return present.length < most ? null : refused({ type: 'conflict', conflict: 'already-enrolled' });
  return present.some(({ id }) => id === replaces)
    ? null
    : refused({ type: 'conflict', conflict: 'nothing-to-replace' });
}
