import type { AuthenticatorKind, StepUpMethod, UnusableMethod, UnusableReason } from '@wattsense/contract/vocabulary';
import { AUTHENTICATOR_KINDS } from './two-factor.ts';

/** What is bound to an account, as far as it matters to whether it can be used. */
export interface Bound {
  readonly kind: AuthenticatorKind;
  readonly disabledAt: Date | null;
}

/** What the console offers at present. */
export interface Offers {
  readonly sms: boolean;
}

export interface Usability {
  readonly usable: readonly StepUpMethod[];
  readonly unusable: readonly UnusableMethod[];
}

const METHODS: Readonly<Record<AuthenticatorKind, StepUpMethod>> = { app: 'otp', phone: 'sms' };

/** What a kind is answered with; a kind that this release does not know is answered with nothing. */
export const methodOf = (kind: AuthenticatorKind): StepUpMethod => METHODS[kind];

/**
 * Whether something that is bound can be used now; null: it can. Every view, promise and refusal asks here. Where
 * text messages are off that is said of a disabled phone as well: replacing it would help nobody.
 */
export function whyUnusable(one: Bound, offers: Offers): UnusableReason | null {
  if (one.kind === 'phone' && !offers.sms) return 'off';
  return one.disabledAt === null ? null : 'disabled';
}

/** The methods of an account by whether they can be used now, the app first. What is of an unknown kind is neither. */
export function usabilityOf(bound: readonly Bound[], offers: Offers): Usability {
  const judged = AUTHENTICATOR_KINDS.flatMap((kind) => bound.filter((one) => one.kind === kind)).map((one) => ({
    method: methodOf(one.kind),
    why: whyUnusable(one, offers),
  }));
  return {
    usable: judged.filter(({ why }) => why === null).map(({ method }) => method),
    unusable: judged.flatMap(({ method, why }) => (why === null ? [] : [{ method, why }])),
  };
}
