import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { isTwoFactorOn } from '../../domain/assurance.ts';
import { phaseOf } from '../../domain/processes.ts';
import { type Refused, refused } from '../../outcome.ts';
import { type AccountRow, findAccount } from '../../store/accounts.ts';
import { type AuthenticatorRow, listAuthenticators } from '../../store/authenticators.ts';
import { type ChallengeRow, findChallengeByToken } from '../../store/challenges.ts';
import { together } from '../../store/database.ts';
import { whyNotJudged } from '../proving/judge-proof.ts';

/** A sign-in's challenge that is open, and what it is answered by. */
export interface Case {
  readonly challenge: ChallengeRow;
  readonly account: AccountRow;
  readonly authenticators: readonly AuthenticatorRow[];
  /** Why the proof that was given is not even looked at. */
  readonly unjudged: Refused | null;
}

type Opened = { readonly kind: 'case'; readonly of: Case } | Refused;

export async function openCase(deps: Deps, token: string | null, method: ChallengeMethod): Promise<Opened> {
  const hash = token === null ? null : deps.tokens.hash(token);
  const found = await deps.database.single(function* () {
    const challenge = hash === null ? undefined : yield* findChallengeByToken({ tokenHash: hash });
    if (challenge === undefined) return undefined;
    const { accountId } = challenge;
    const [account, authenticators] = yield* together(
      findAccount({ id: accountId }),
      listAuthenticators({ accountId }),
    );
    const kind = deps.authenticators.by(method);
    const unjudged = method === 'recovery' ? null : yield* whyNotJudged(deps, kind, challenge, authenticators);
    return { challenge, account, authenticators, unjudged };
  });
  if (found?.account === undefined) return refused({ type: 'challenge-over', reason: 'none' });
  const phase = phaseOf(found.challenge, deps.clock.now());
  if (phase !== 'open') return refused({ type: 'challenge-over', reason: phase });
  const { account } = found;
  // Turned off, replaced or disabled meanwhile: the person starts again, with neither a free pass nor a dead end.
  if (!account.active || account.securityEpoch !== found.challenge.epoch || !isTwoFactorOn(found.authenticators))
    return refused({ type: 'challenge-over', reason: 'cancelled' });
  return { kind: 'case', of: { ...found, account } };
}
