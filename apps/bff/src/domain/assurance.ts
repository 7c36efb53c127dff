import { type AssuranceLevel, type AuthenticationMethod, authenticationMethod } from '@wattsense/contract/vocabulary';

/** How long a proof counts as fresh for a sensitive change (docs/flows.md, step-up), in seconds. */
export const STEP_UP_MAX_AGE_SECONDS = 10 * 60;

export interface Proof {
  readonly method: AuthenticationMethod;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Methods that count as a second factor, by name: one that a newer release wrote down, or nobody, counts for nothing. */
export type Factors = ReadonlySet<AuthenticationMethod>;
const FACTORS: Factors = new Set(authenticationMethod.options.filter((method) => method !== 'pwd'));
const within =
  (factors: Factors) =>
  ({ method }: Proof) =>
    factors.has(method);
const isPassword = ({ method }: Proof) => method === 'pwd';

/** The level that a list of proofs amounts to: two factors are `aal2` (NIST SP 800-63B-4 §2.2). */
export function assuranceLevel(proofs: readonly Proof[], factors = FACTORS): AssuranceLevel {
  return proofs.some(isPassword) && proofs.some(within(factors)) ? 'aal2' : 'aal1';
}

/**
 * Whether an account is protected by a second factor: while anything is bound to it. What is disabled counts, and so does
 * what this release does not know: a factor that nobody can answer is a closed door and not a missing one.
 */
export const isTwoFactorOn = (bound: readonly { readonly kind: string }[]) => bound.length > 0;

/** The level that an account demands of its sessions. */
export function demandedLevel(twoFactorOn: boolean): AssuranceLevel {
  return twoFactorOn ? 'aal2' : 'aal1';
}

export function meetsLevel(held: AssuranceLevel, demanded: AssuranceLevel): boolean {
  return held === 'aal2' || demanded === 'aal1';
}

/**
 * Whether the proofs carry a sensitive change: one of the strongest kind that the account has must be
 * at most `maxAgeSeconds` old. With two-factor on that is a second factor, else the password.
 */
export function isFresh(
  proofs: readonly Proof[],
  twoFactorOn: boolean,
  now: Date,
  maxAgeSeconds: number,
  factors = FACTORS,
): boolean {
  if (!meetsLevel(assuranceLevel(proofs, factors), demandedLevel(twoFactorOn))) return false;
  const since = now.getTime() - maxAgeSeconds * 1000;
  // A proof from the future is from a clock that was set back since: it is not fresh.
  const until = now.getTime() + 1000;
  return carriers(proofs, twoFactorOn, factors).some(({ at }) => at >= since && at <= until);
}

const carriers = (proofs: readonly Proof[], twoFactorOn: boolean, factors: Factors) =>
  proofs.filter(twoFactorOn ? within(factors) : isPassword);

/**
 * The proof of an authenticator that is being bound. It is as old as the proof that let it be bound: dated anew, each
 * binding would open ten minutes for the next, and one proof could be stretched for ever (D052).
 * @param twoFactorOn before the binding.
 */
export function proofOfBinding(
  method: AuthenticationMethod,
  proofs: readonly Proof[],
  twoFactorOn: boolean,
  now: Date,
  factors = FACTORS,
): Proof {
  const times = carriers(proofs, twoFactorOn, factors).map(({ at }) => at);
  return { method, at: Math.min(now.getTime(), Math.max(0, ...times)) };
}

/** Adds a proof and keeps the newest of each method: no more is ever asked of the list. */
export function withProofs(proofs: readonly Proof[], added: readonly Proof[]): Proof[] {
  const methods = new Set(added.map((proof) => proof.method));
  return [...proofs.filter((proof) => !methods.has(proof.method)), ...added];
}
