import type { FactorProof } from '@wattsense/contract/methods';
import { type Verdict, WRONG_CODE } from '../../authenticators/verdict.ts';
import type { Deps } from '../../deps.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';
import type { ChallengeRow } from '../../store/challenges.ts';
import { boundOf } from './why-not-judged.ts';

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
