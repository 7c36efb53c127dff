import type { AssuranceLevel, AuthenticationMethod } from '@wattsense/contract/vocabulary';

/** How long a proof counts as fresh for a sensitive change (docs/flows.md, step-up), in seconds. */
export const STEP_UP_MAX_AGE_SECONDS = 10 * 60;

export interface Proof {
  readonly method: AuthenticationMethod;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** By name: a method that a newer release wrote down, or nobody, counts for nothing here. */
const SECOND_FACTORS: ReadonlySet<AuthenticationMethod> = new Set(['otp', 'sms', 'recovery']);
const isSecondFactor = ({ method }: Proof) => SECOND_FACTORS.has(method);
const isPassword = ({ method }: Proof) => method === 'pwd';

/** The level that a list of proofs amounts to: two factors are `aal2` (NIST SP 800-63B-4 §2.2). */
export function assuranceLevel(proofs: readonly Proof[]): AssuranceLevel {
  return proofs.some(isPassword) && proofs.some(isSecondFactor) ? 'aal2' : 'aal1';
}

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
export function isFresh(proofs: readonly Proof[], twoFactorOn: boolean, now: Date, maxAgeSeconds: number): boolean {
  if (!meetsLevel(assuranceLevel(proofs), demandedLevel(twoFactorOn))) return false;
  const since = now.getTime() - maxAgeSeconds * 1000;
  const carrying = twoFactorOn ? proofs.filter(isSecondFactor) : proofs.filter(isPassword);
  // A proof from the future is from a clock that was set back since: it is not fresh.
  return carrying.some((proof) => proof.at >= since && proof.at <= now.getTime() + 1000);
}

/** Adds a proof and keeps the newest of each method: no more is ever asked of the list. */
export function withProofs(proofs: readonly Proof[], added: readonly Proof[]): Proof[] {
  const methods = new Set(added.map((proof) => proof.method));
  return [...proofs.filter((proof) => !methods.has(proof.method)), ...added];
}
