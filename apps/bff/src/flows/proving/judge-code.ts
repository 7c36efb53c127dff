import { readOneTimeCode } from '@wattsense/contract/typed-code';
import type { StepUpMethod } from '@wattsense/contract/vocabulary';
import type { Deps, SmsCodeSubject } from '../../deps.ts';
import { sameCode } from '../../domain/one-time-code.ts';
import { clockHint, matchTotp } from '../../domain/totp.ts';
import { methodOf, whyUnusable } from '../../domain/usability.ts';
import { type Refused, refused } from '../../outcome.ts';
import { type AuthenticatorRow, notePhoneUse, spendTimeStep } from '../../store/authenticators.ts';
import { markSmsVerified } from '../../store/sms-messages.ts';
import { offersOf } from './usable-authenticators.ts';
import type { Verdict, Wrong } from './verdict.ts';

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
export function judgeCode(deps: Deps, { method, typed, authenticators, subject, smsWasSent }: CodeToJudge): Verdict {
  const { code } = readOneTimeCode(typed);
  const kind = method === 'otp' ? 'app' : 'phone';
  const authenticator = authenticators.find((one) => one.kind === kind && one.disabledAt === null);
  if (code === null || authenticator === undefined) return WRONG;
  return method === 'otp'
    ? judgeTotp(deps, authenticator, code)
    : judgeSms(deps, authenticator.id, code, subject, smsWasSent);
}

const WRONG: Wrong = { kind: 'wrong', what: 'code' };

function cannotVerify({ log }: Deps, { id, accountId }: AuthenticatorRow, what: string): Refused {
  log.error(what, { event: 'cannot-verify', accountId, authenticatorId: id });
  return refused({ type: 'cannot-verify' });
}

function judgeTotp(deps: Deps, app: AuthenticatorRow, code: string): Verdict {
  const place = { table: 'authenticator', column: 'sealed', accountId: app.accountId, rowId: app.id };
  const secret = deps.keys.open(app.sealed, place);
  if (secret === null) return cannotVerify(deps, app, 'an authenticator secret does not open');
  const now = deps.clock.now();
  const step = matchTotp({ secret, code, now, toleranceSteps: deps.config.TOTP_TOLERANCE_STEPS });
  if (step === 'secret-refused') return cannotVerify(deps, app, 'an authenticator secret is not taken by the library');
  if (step === null) return { ...WRONG, clock: clockHint({ secret, code, now, mode: 'sign-in' }) };
  // The conditional update has the last word; this only spares it what is known to lose.
  if (step <= app.lastStep) return { ...WRONG, alreadyUsed: true };
  return { kind: 'right', method: 'otp', spend: (at) => spendTimeStep(app.id, step, at) };
}

/** The code belongs to its challenge, and is spent with it. */
function judgeSms(
  deps: Deps,
  authenticatorId: string,
  code: string,
  subject: SmsCodeSubject,
  wasSent: boolean,
): Verdict {
  const expected = deps.keys.smsCode(subject);
  if (expected === null) return refused({ type: 'cannot-verify' });
  if (!wasSent || !sameCode(code, expected)) return WRONG;
  return {
    kind: 'right',
    method: 'sms',
    *spend(now) {
      yield* markSmsVerified(subject.id, now);
      return yield* notePhoneUse(authenticatorId, now);
    },
  };
}
