import { beginPhoneRequest } from '@wattsense/contract/enrolments';
import { type CodeConfirmation, type CodeProof, codeConfirmation, smsProof } from '@wattsense/contract/methods';
import { readOneTimeCode } from '@wattsense/contract/typed-code';
import type { Deps, SmsCodeSubject } from '../../deps.ts';
import { sameCode } from '../../domain/one-time-code.ts';
import { offeredCountries } from '../../domain/sms-senders.ts';
import { type Refusal, refused } from '../../outcome.ts';
import { latestProgress } from '../../sms/send-sms.ts';
import { type AuthenticatorRow, notePhoneUse } from '../../store/authenticators.ts';
import type { ChallengeRow } from '../../store/challenges.ts';
import { together, type Work } from '../../store/database.ts';
import type { EnrolmentRow } from '../../store/enrolments.ts';
import { markSmsVerified, wasSmsSent } from '../../store/sms-messages.ts';
import type { Bound, Kind, RightBinding, Target } from '../kind.ts';
import { openSealed } from '../sealed.ts';
import { type Verdict, WRONG_CODE } from '../verdict.ts';
import { beginPhone } from './begin-phone.ts';
import { describeMessage, sendFirstMessage } from './challenge-message.ts';
import { notifyOldNumbersLater } from './notify-old-number.ts';
import { internationalFormat } from './phone-number.ts';

/** A phone that receives text messages with a code: a restricted authenticator (NIST SP 800-63B-4 §3.1.3.3). */
export const phone: Kind<Deps> = {
  kind: 'phone',
  method: 'sms',
  most: 1,
  guessable: true,
  shapes: { begin: beginPhoneRequest, proof: smsProof, confirmation: codeConfirmation },
  whyOff: ({ sms }) => (sms === null ? { type: 'sms-not-offered' } : null),
  enrolling: { begin: beginPhone, describe, unconfirmable, judge: judgeEnrolment },
  proving: {
    offer: (deps, bound) => ({ method: 'sms', phoneHint: hintOf(deps, bound) }),
    offerAt,
    begin: sendFirstMessage,
    unanswerable,
    judge,
  },
  describe: (deps, one) => ({
    id: one.id,
    kind: 'phone',
    addedAt: one.addedAt.toISOString(),
    lastUsedAt: one.lastUsedAt?.toISOString() ?? null,
    unusable: deps.authenticators.whyUnusable(deps, one),
    phone: { country: one.country ?? '', lastDigits: hintOf(deps, [one]) ?? '' },
  }),
  describeToOperators: ({ country }, number) => `${country ?? '?'} …${number?.slice(-2) ?? '??'}`,
  tab: ({ sms, config }, begun) => ({
    smsOffered: sms !== null,
    smsCountries: offeredCountries(config),
    phoneEnrolment: begun?.kind === 'phone' ? begun : null,
  }),
  home: ({ sms }) => ({ smsOffered: sms !== null }),
  gone: (deps, { language }, one, clientKey) => notifyOldNumbersLater(deps, { language, clientKey }, [one]),
  broken: ({ phoneIndex, country }) =>
    phoneIndex === null || country === null ? 'the phone has no index or no country' : null,
};

/** The last two digits. */
function hintOf({ keys }: Deps, [one]: readonly Bound[]): string | null {
  return one === undefined ? null : (openSealed(keys, 'authenticator', one)?.slice(-2) ?? null);
}

async function offerAt(deps: Deps, target: Target, begun: 'before' | 'now' | 'again') {
  // Of a challenge that began a moment ago with something else no message was asked for.
  const none = begun === 'now' && target.challenge.preferred !== 'sms';
  const sms = none ? ({ state: 'none' } as const) : await describeMessage(deps, target);
  return { method: 'sms', phoneHint: hintOf(deps, target.bound), sms } as const;
}

async function describe(deps: Deps, _: unknown, row: EnrolmentRow, number: string) {
  const now = deps.clock.now();
  const sms = await deps.database.single(() => latestProgress(deps.config, { ...row, known: true }, now));
  return { kind: 'phone', country: row.country ?? '', number: internationalFormat(number), sms } as const;
}

/** A code for a message that never left is not looked at. */
function* unconfirmable({ id }: EnrolmentRow): Work<Refusal | null> {
  return (yield* wasSmsSent(id)) ? null : { type: 'no-code-sent' };
}

/** One that did leave counts, though text messages are off by now. */
function* unanswerable(deps: Deps, challengeId: string): Work<Refusal | null> {
  return (yield* wasSmsSent(challengeId)) ? null : (phone.whyOff(deps) ?? { type: 'no-code-sent' });
}

async function judgeEnrolment(
  deps: Deps,
  row: EnrolmentRow,
  number: string,
  { code }: CodeConfirmation,
): Promise<Verdict<RightBinding>> {
  const { id, accountId, keyId, phoneIndex, country } = row;
  const verdict = judgeCode(deps, code, { purpose: 'enrolment', id, accountId, keyId });
  if (verdict !== 'right') return verdict;
  const columns = { phoneIndex, country, lastStep: 0 };
  return {
    kind: 'right',
    method: 'sms',
    secret: number,
    columns,
    spend: (now) => markSmsVerified({ subjectId: id, now }),
  };
}

async function judge(
  deps: Deps,
  challenge: ChallengeRow,
  [one]: readonly AuthenticatorRow[],
  { code }: CodeProof,
): Promise<Verdict> {
  if (one === undefined) return WRONG_CODE;
  const verdict = judgeCode(deps, code, challenge);
  if (verdict !== 'right') return verdict;
  return {
    kind: 'right',
    method: 'sms',
    // The code belongs to its challenge, and is spent with it.
    *spend(now) {
      const verified = markSmsVerified({ subjectId: challenge.id, now });
      const [, used] = yield* together(verified, notePhoneUse({ id: one.id, now }));
      return used;
    },
  };
}

function judgeCode({ keys }: Deps, typed: string, subject: SmsCodeSubject) {
  const { code } = readOneTimeCode(typed);
  const expected = keys.smsCode(subject);
  if (expected === null) return refused({ type: 'cannot-verify' });
  return code !== null && sameCode(code, expected) ? 'right' : WRONG_CODE;
}
