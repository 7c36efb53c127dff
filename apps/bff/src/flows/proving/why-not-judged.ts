import type { Bound, Kind } from '../../authenticators/kind.ts';
import type { Deps } from '../../deps.ts';
import { type Refused, refused } from '../../outcome.ts';
import type { ChallengeRow } from '../../store/challenges.ts';
import type { Work } from '../../store/database.ts';
import { listAuthenticatorsFor } from './usable-authenticators.ts';

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
