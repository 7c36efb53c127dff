import { ScureBase32Plugin, verifySync } from 'otplib';
import { STEP_SECONDS, timeStep } from '../../domain/time-step.ts';

// RFC 6238 §4 with the one set of parameters that every authenticator app supports: SHA-1, 6 digits, 30 s.

/** 160 bits, the length of the HMAC's output (RFC 4226 §4, R6). */
const SECRET_BYTES = 20;
const SIX_DIGITS = /^[0-9]{6}$/;
/** How far a phone's clock is looked for: five minutes on either side. */
const HINT_STEPS = 10;

export interface TotpAttempt {
  /** Base32, as `totpSecret` gives it. */
  readonly secret: string;
  /** Six ASCII digits; anything else matches nothing. */
  readonly code: string;
  readonly now: Date;
}

export interface ClockHint {
  /** At least 1. */
  readonly minutes: number;
  /** `slow`: the phone is behind the true time. */
  readonly direction: 'slow' | 'fast';
}

/** @param bytes 20 random bytes. @returns the secret in base32 without padding (RFC 4648 §6). */
export function totpSecret(bytes: Uint8Array): string {
  if (bytes.length !== SECRET_BYTES) throw new RangeError(`a secret is made of ${SECRET_BYTES} bytes`);
  return new ScureBase32Plugin().encode(bytes);
}

/**
 * The key URI that apps read from the QR code. Blanks become `%20`, never `+`, which some apps show as
 * it stands; colons are left out, since the colon ends the issuer. Algorithm, digits and period are not
 * named: they are the defaults, and some apps stumble over them.
 */
export function otpauthUri({
  issuer,
  login,
  secret,
}: {
  readonly issuer: string;
  readonly login: string;
  readonly secret: string;
}): string {
  const part = (text: string) => encodeURIComponent(text.toWellFormed().replaceAll(':', ''));
  return `otpauth://totp/${part(issuer)}:${part(login)}?secret=${secret}&issuer=${part(issuer)}`;
}

/**
 * The time step that the code stands for, within the tolerance in steps on either side. Of several
 * matching steps the highest: spending it spends the lower ones too, so that the code dies with it.
 * All steps are always computed.
 * @returns the RFC 6238 time step, null when none matches, or that the library does not take the secret (D009): a version
 * that is stricter with secrets must not turn right codes into wrong ones.
 */
export function matchTotp({
  secret,
  code,
  now,
  toleranceSteps,
}: TotpAttempt & { readonly toleranceSteps: number }): number | null | 'secret-refused' {
  const step = timeStep(now);
  const matches = stepsAround(step, toleranceSteps, toleranceSteps).map((candidate) => fits(secret, code, candidate));
  if (matches.includes('secret-refused')) return 'secret-refused';
  const highest = matches.lastIndexOf(true);
  return highest < 0 ? null : Math.max(step - toleranceSteps, 0) + highest;
}

/**
 * Whether a refused code tells that the phone's clock is off. A code one step away is merely late, so
 * the hint begins at two. At sign-in steps in the future are not looked at: saying that a code will be
 * valid soon would confirm a guess.
 */
export function clockHint({
  secret,
  code,
  now,
  mode,
}: TotpAttempt & {
  readonly mode: 'enrolment' | 'sign-in';
}): ClockHint | null {
  const step = timeStep(now);
  const ahead = mode === 'enrolment' ? HINT_STEPS : 0;
  const distances = stepsAround(step, HINT_STEPS, ahead)
    .filter((candidate) => Math.abs(candidate - step) > 1)
    .filter((candidate) => fits(secret, code, candidate) === true)
    .map((candidate) => candidate - step)
    .sort((a, b) => Math.abs(a) - Math.abs(b));
  const [nearest] = distances;
  if (nearest === undefined) return null;
  return {
    minutes: Math.round((Math.abs(nearest) * STEP_SECONDS) / 60),
    direction: nearest < 0 ? 'slow' : 'fast',
  };
}

/** In rising order; there is no step before the epoch. */
function stepsAround(step: number, before: number, after: number): number[] {
  return Array.from({ length: before + after + 1 }, (_, index) => step - before + index).filter(
    (candidate) => candidate >= 0,
  );
}

/** otplib compares in constant time, and throws on a code of another shape, which matches nothing, and on the secret. */
function fits(secret: string, code: string, step: number): boolean | 'secret-refused' {
  if (!SIX_DIGITS.test(code)) return false;
  try {
    return verifySync({
      secret,
      token: code,
      epoch: step * STEP_SECONDS,
      epochTolerance: 0,
      algorithm: 'sha1',
      digits: 6,
      period: STEP_SECONDS,
    }).valid;
  } catch {
    return 'secret-refused';
  }
}
