import { authenticatorKind } from '@wattsense/contract/vocabulary';

/** An authenticator as far as it matters to whether two-factor is on. A newer or a damaged database may hold any kind. */
interface Bound {
  readonly kind: string;
}

/** Every kind that the database of this release may hold. */
export const AUTHENTICATOR_KINDS = authenticatorKind.options;

/**
 * Whether an account is protected by a second factor: while anything is bound to it. What is disabled counts, and so does
 * what this release does not know: a factor that nobody can answer is a closed door and not a missing one.
 */
export function isTwoFactorOn(bound: readonly Bound[]): boolean {
  return bound.length > 0;
}
