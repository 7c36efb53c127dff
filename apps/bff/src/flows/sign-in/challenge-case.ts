import type { Deps } from '../../deps.ts';
import { isTwoFactorOn } from '../../domain/assurance.ts';
import { phaseOf } from '../../domain/processes.ts';
import { type Refused, refused } from '../../outcome.ts';
import { type AccountRow, findAccount } from '../../store/accounts.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';
import { type ChallengeRow, findChallengeByToken } from '../../store/challenges.ts';
import { together, type Work } from '../../store/database.ts';

/** A sign-in's challenge that is open, whose it is, and what it is answered by. */
export interface OpenChallenge {
  readonly challenge: ChallengeRow;
  readonly account: AccountRow;
  readonly authenticators: readonly AuthenticatorRow[];
}

type Opened<Read> = { readonly kind: 'case'; readonly of: OpenChallenge & Read } | Refused;

/**
 * The challenge that a cookie stands for, as long as it can be answered.
 * @param read what is bound, and what else its caller wants to know of it at once.
 */
export async function openCase<Read extends Pick<OpenChallenge, 'authenticators'>>(
  deps: Pick<Deps, 'database' | 'tokens' | 'clock'>,
  token: string | null,
  read: (challenge: ChallengeRow) => Work<Read>,
): Promise<Opened<Read>> {
  const hash = token === null ? null : deps.tokens.hash(token);
  const found = await deps.database.single(function* () {
    const challenge = hash === null ? undefined : yield* findChallengeByToken({ tokenHash: hash });
    if (challenge === undefined) return undefined;
    const [account, of] = yield* together(findAccount({ id: challenge.accountId }), read(challenge));
    return account && { ...of, challenge, account };
  });
  if (found === undefined) return refused({ type: 'challenge-over', reason: 'none' });
  const { challenge, account, authenticators } = found;
  const phase = phaseOf(challenge, deps.clock.now());
  if (phase !== 'open') return refused({ type: 'challenge-over', reason: phase });
  // Turned off, replaced or disabled meanwhile: the person starts again, with neither a free pass nor a dead end.
  if (!account.active || account.securityEpoch !== challenge.epoch || !isTwoFactorOn(authenticators))
    return refused({ type: 'challenge-over', reason: 'cancelled' });
  return { kind: 'case', of: found };
}
