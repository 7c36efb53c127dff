import { readOneTimeCode } from '@wattsense/contract/typed-code';
import type { StepUpMethod } from '@wattsense/contract/vocabulary';
import type { Deps, SmsCodeSubject } from '../../deps.ts';
import { sameCode } from '../../domain/one-time-code.ts';
import { type ClockHint, clockHint, matchTotp } from '../../domain/totp.ts';
import { methodOf, whyUnusable } from '../../domain/usability.ts';
import { type AuthenticatorRow, notePhoneUse, spendTimeStep } from '../../store/authenticators.ts';
import type { Work } from '../../store/database.ts';
import { type Refused, refused } from '../outcome.ts';
import { offersOf } from './usable-authenticators.ts';

/** What a verifier says: what is to be spent when the code is right, never a bare yes. */
export type CodeVerdict =
  | { readonly kind: 'time-step'; readonly authenticatorId: string; readonly step: number }
  | { readonly kind: 'sms-code'; readonly authenticatorId: string }
  | { readonly kind: 'wrong'; readonly clock: ClockHint | null; readonly alreadyUsed: boolean }
  | { readonly kind: 'cannot-verify' };

export interface CodeToJudge {
  readonly method: StepUpMethod;
  readonly typed: string;
  readonly authenticators: readonly AuthenticatorRow[];
  readonly subject: SmsCodeSubject;
  /** Whether a message with this challenge's code ever left: without one no SMS code is right. */
  readonly smsWasSent: boolean;
}

/**
 * Why a code is not even looked at, and so not counted: nothing of the kind is bound, it is disabled, or no message
 * ever left that could have brought it. One that did leave counts, though text messages are off by now.
 */
export function whyNotJudged(
  deps: Deps,
  { method, authenticators, smsWasSent }: Pick<CodeToJudge, 'method' | 'authenticators' | 'smsWasSent'>,
): Refused | null {
  const bound = authenticators.find((one) => methodOf(one.kind) === method);
  if (bound === undefined) return refused({ type: 'malformed', fields: ['method'] });
  if (bound.disabledAt !== null) return refused({ type: 'second-factor-disabled' });
  if (method === 'otp' || smsWasSent) return null;
  return refused({ type: whyUnusable(bound, offersOf(deps)) === 'off' ? 'sms-not-offered' : 'no-code-sent' });
}

/** Judges a code from an app or by SMS against live authenticators. Spends nothing. */
export function judgeCode(
  deps: Deps,
  { method, typed, authenticators, subject, smsWasSent }: CodeToJudge,
): CodeVerdict {
  const { code } = readOneTimeCode(typed);
  const kind = method === 'otp' ? 'app' : 'phone';
  const authenticator = authenticators.find((one) => one.kind === kind && one.disabledAt === null);
  if (code === null || authenticator === undefined) return wrong(null, false);
  return method === 'otp'
    ? judgeTotp(deps, authenticator, code)
    : judgeSms(deps, authenticator.id, code, subject, smsWasSent);
}

const wrong = (clock: ClockHint | null, alreadyUsed: boolean): CodeVerdict => ({ kind: 'wrong', clock, alreadyUsed });

function cannotVerify({ log }: Deps, { id, accountId }: AuthenticatorRow, what: string): CodeVerdict {
  log.error(what, { event: 'cannot-verify', accountId, authenticatorId: id });
  return { kind: 'cannot-verify' };
}

function judgeTotp(deps: Deps, app: AuthenticatorRow, code: string): CodeVerdict {
  const place = { table: 'authenticator', column: 'sealed', accountId: app.accountId, rowId: app.id };
  const secret = deps.keys.open(app.sealed, place);
  if (secret === null) return cannotVerify(deps, app, 'an authenticator secret does not open');
  const now = deps.clock.now();
  const step = matchTotp({ secret, code, now, toleranceSteps: deps.config.TOTP_TOLERANCE_STEPS });
  if (step === 'secret-refused') return cannotVerify(deps, app, 'an authenticator secret is not taken by the library');
  if (step === null) return wrong(clockHint({ secret, code, now, mode: 'sign-in' }), false);
  // The conditional update has the last word; this only spares it what is known to lose.
  return step <= app.lastStep ? wrong(null, true) : { kind: 'time-step', authenticatorId: app.id, step };
}

function judgeSms(
  deps: Deps,
  authenticatorId: string,
  code: string,
  subject: SmsCodeSubject,
  wasSent: boolean,
): CodeVerdict {
  const expected = deps.keys.smsCode(subject);
  if (expected === null) return { kind: 'cannot-verify' };
  return wasSent && sameCode(code, expected) ? { kind: 'sms-code', authenticatorId } : wrong(null, false);
}

export type RightCode = Extract<CodeVerdict, { kind: 'time-step' | 'sms-code' }>;

/** A time step is spent with the authenticator; an SMS code belongs to its challenge and is spent with it. */
export function spendCode(code: RightCode, now: Date): Work<boolean> {
  return code.kind === 'time-step'
    ? spendTimeStep(code.authenticatorId, code.step, now)
    : notePhoneUse(code.authenticatorId, now);
}
