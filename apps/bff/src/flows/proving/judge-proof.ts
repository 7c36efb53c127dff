import type { FactorProof } from '@wattsense/contract/methods';
import type { Bound, Kind } from '../../authenticators/kind.ts';
import { type Verdict, WRONG_CODE } from '../../authenticators/verdict.ts';
import type { Deps } from '../../deps.ts';
import { attemptBucket, DISABLING_FAILURES } from '../../domain/attempts.ts';
import { type Refused, refused } from '../../outcome.ts';
import { findAttempts } from '../../store/attempts.ts';
import { type AuthenticatorRow, listAuthenticators } from '../../store/authenticators.ts';
import type { ChallengeRow } from '../../store/challenges.ts';
import { together, type Work } from '../../store/database.ts';

/** Judges a proof by the kind that it is of, against what is bound and not disabled. Spends nothing. */
export async function judgeProof(
  deps: Deps,
  challenge: ChallengeRow,
  authenticators: readonly AuthenticatorRow[],
  proof: FactorProof,
): Promise<Verdict> {
  const kind = deps.authenticators.by(proof.method);
  const bound = kind === undefined ? [] : boundOf(kind, authenticators).filter(({ disabledAt }) => disabledAt === null);
  return kind === undefined || bound.length === 0 ? WRONG_CODE : kind.proving.judge(deps, challenge, bound, proof);
}

/**
 * The authenticators of an account as a sign-in from this browser may use them. Where a hundred failures have closed
 * them to it they count as disabled, so that nobody is offered what would be refused, nor sent a code for nothing.
 * @param browserId null: the browser never signed in to the account, and shares the count of all such.
 */
export function* listAuthenticatorsFor(accountId: string, browserId: string | null): Work<readonly AuthenticatorRow[]> {
  const [authenticators, count] = yield* together(
    listAuthenticators({ accountId }),
    findAttempts({ accountId, bucket: attemptBucket('second-factor', browserId) }),
  );
  if (count === undefined || count.failed < DISABLING_FAILURES) return authenticators;
  return authenticators.map((one) => ({ ...one, disabledAt: one.disabledAt ?? count.updatedAt }));
}

/** The same, of whoever a challenge is of. */
export function* readAuthenticators({ accountId, browserId }: Pick<ChallengeRow, 'accountId' | 'browserId'>) {
  return { authenticators: yield* listAuthenticatorsFor(accountId, browserId) };
}

/** What is bound of a kind. */
export const boundOf = <B extends { readonly kind: string }>({ kind }: Kind<Deps>, all: readonly B[]) =>
  all.filter((one) => one.kind === kind);

/**
 * Why a proof is not even looked at, and so not counted: nothing of its kind is bound, it is disabled, or the kind says so
 * (no message ever left that could have brought the code).
 */
export function* whyNotJudged(
  deps: Deps,
  kind: Kind<Deps> | undefined,
  challenge: Pick<ChallengeRow, 'id' | 'purpose' | 'accountId' | 'browserId'>,
  authenticators: readonly Bound[],
): Work<Refused | null> {
  const bound = kind === undefined ? [] : boundOf(kind, authenticators);
  if (kind === undefined || bound.length === 0) return refused({ type: 'malformed', fields: ['method'] });
  if (bound.every(isDisabled)) return refused({ type: 'second-factor-disabled' });
  const refusal = kind.proving.unanswerable ? yield* kind.proving.unanswerable(deps, challenge.id, bound) : null;
  if (refusal === null) return null;
  // Where nothing will be judged, and so nothing paid, what strangers have closed is not found out by paying.
  const { purpose, accountId, browserId } = challenge;
  const open = purpose === 'sign-in' ? boundOf(kind, yield* listAuthenticatorsFor(accountId, browserId)) : bound;
  return refused(open.every(isDisabled) ? { type: 'second-factor-disabled' } : refusal);
}

const isDisabled = ({ disabledAt }: Bound) => disabledAt !== null;
