import { type BeginEnrolmentRequest, beginAppRequest } from '@wattsense/contract/enrolments';
import { type CodeConfirmation, type CodeProof, codeConfirmation, otpProof } from '@wattsense/contract/methods';
import { readOneTimeCode } from '@wattsense/contract/typed-code';
import type { Deps } from '../../deps.ts';
import { timeStep } from '../../domain/time-step.ts';
import { type Refused, refused } from '../../outcome.ts';
import { type AuthenticatorRow, raiseLastStep, spendTimeStep } from '../../store/authenticators.ts';
import type { ChallengeRow } from '../../store/challenges.ts';
import type { EnrolmentRow } from '../../store/enrolments.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { type Beginning, type Draft, type Kind, NO_COLUMNS, type RightBinding } from '../kind.ts';
import { openSealed } from '../sealed.ts';
import { type Verdict, WRONG_CODE } from '../verdict.ts';
import { clockHint, matchTotp, otpauthUri, totpSecret } from './totp.ts';

/** The name of the entry in the authenticator app, exactly as it is asked for. */
const ISSUER = 'The Building API';
const SECRET_BYTES = 20;
/** A phone's clock may be minutes ahead; more is a clock that jumped while codes were spent. */
const CREDIBLE_STEPS_AHEAD = 20;

/** An authenticator app: codes of thirty seconds from a shared secret (RFC 6238). */
export const app: Kind<Deps> = {
  kind: 'app',
  method: 'otp',
  most: 1,
  guessable: true,
  shapes: { begin: beginAppRequest, proof: otpProof, confirmation: codeConfirmation },
  whyOff: () => null,
  enrolling: { begin, describe, judge: judgeEnrolment },
  proving: {
    offer: () => ({ method: 'otp' }),
    offerAt: async () => ({ method: 'otp' }),
    judge,
  },
  describe: (deps, one) => ({
    id: one.id,
    kind: 'app',
    addedAt: one.addedAt.toISOString(),
    lastUsedAt: one.lastUsedAt?.toISOString() ?? null,
    unusable: deps.authenticators.whyUnusable(deps, one),
  }),
  // A code of the next step may have been used by somebody whose clock is fast.
  afterRestore: (config, accountId, now) =>
    raiseLastStep({ accountId, step: timeStep(now) + config.TOTP_TOLERANCE_STEPS }),
  broken: ({ lastStep }, now) =>
    lastStep > timeStep(now) + CREDIBLE_STEPS_AHEAD
      ? "the app's last time step lies ahead, so its codes are refused until then"
      : null,
};

async function begin(deps: Deps, _: Beginning, _request: BeginEnrolmentRequest): Promise<Draft> {
  return { secret: totpSecret(deps.random.bytes(SECRET_BYTES)), columns: NO_COLUMNS };
}

async function describe(_: Deps, { login }: LiveSession, _row: EnrolmentRow, secret: string) {
  const uri = otpauthUri({ issuer: ISSUER, login, secret });
  return { kind: 'app', otpauthUri: uri, key: secret, issuer: ISSUER, label: login } as const;
}

async function judgeEnrolment(
  deps: Deps,
  { accountId }: EnrolmentRow,
  secret: string,
  { code: typed }: CodeConfirmation,
): Promise<Verdict<RightBinding>> {
  const read = stepOf(deps, secret, typed);
  if (read.kind === 'refused') {
    deps.log.error('an enrolment secret is not taken by the library', { event: 'cannot-verify', accountId });
    return read;
  }
  if (read.kind === 'none') return { ...WRONG_CODE, clock: read.hint('enrolment') };
  return { kind: 'right', method: 'otp', secret, columns: { ...NO_COLUMNS, lastStep: read.step }, spend: null };
}

async function judge(
  deps: Deps,
  _: ChallengeRow,
  [one]: readonly AuthenticatorRow[],
  { code }: CodeProof,
): Promise<Verdict> {
  if (one === undefined) return WRONG_CODE;
  const { id: authenticatorId, accountId } = one;
  const fault = (what: string) => deps.log.error(what, { event: 'cannot-verify', accountId, authenticatorId });
  const secret = openSealed(deps.keys, 'authenticator', one);
  if (secret === null) {
    fault('an authenticator secret does not open');
    return refused({ type: 'cannot-verify' });
  }
  const read = stepOf(deps, secret, code);
  if (read.kind === 'refused') {
    fault('an authenticator secret is not taken by the library');
    return read;
  }
  if (read.kind === 'none') return { ...WRONG_CODE, clock: read.hint('sign-in') };
  // The conditional update has the last word; this only spares it what is known to lose.
  if (read.step <= one.lastStep) return { ...WRONG_CODE, alreadyUsed: true };
  return { kind: 'right', method: 'otp', spend: (now) => spendTimeStep({ id: authenticatorId, step: read.step, now }) };
}

type Read =
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'none'; readonly hint: (mode: 'enrolment' | 'sign-in') => ReturnType<typeof clockHint> }
  | Refused;

/** The time step that a typed code stands for; refused where the library does not take the secret. */
function stepOf(deps: Deps, secret: string, typed: string): Read {
  const { code } = readOneTimeCode(typed);
  if (code === null) return { kind: 'none', hint: () => null };
  const now = deps.clock.now();
  const step = matchTotp({ secret, code, now, toleranceSteps: deps.config.TOTP_TOLERANCE_STEPS });
  if (step === 'secret-refused') return refused({ type: 'cannot-verify' });
  return step === null
    ? { kind: 'none', hint: (mode) => clockHint({ secret, code, now, mode }) }
    : { kind: 'step', step };
}
