import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { phaseOf } from '../../domain/processes.ts';
import { isTwoFactorOn } from '../../domain/two-factor.ts';
import { type Refused, refused } from '../../outcome.ts';
import { type AccountRow, findAccount } from '../../store/accounts.ts';
import { type AuthenticatorRow, listAuthenticators } from '../../store/authenticators.ts';
import { type ChallengeRow, findChallengeByToken } from '../../store/challenges.ts';
import { wasSmsSent } from '../../store/sms-messages.ts';
import { listAuthenticatorsFor } from '../proving/usable-authenticators.ts';

/** A sign-in's challenge that is open, and what it is answered by. */
export interface Case {
  readonly challenge: ChallengeRow;
  readonly account: AccountRow;
  readonly authenticators: readonly AuthenticatorRow[];
  readonly smsWasSent: boolean;
}

type Opened = { readonly kind: 'case'; readonly of: Case } | Refused;

export async function openCase(
  deps: Deps,
  { challengeToken: token, method }: { readonly challengeToken: string | null; readonly method: ChallengeMethod },
): Promise<Opened> {
  const hash = token === null ? null : deps.tokens.hash(token);
  const found = await deps.database.single(function* () {
    const challenge = hash === null ? undefined : yield* findChallengeByToken(hash);
    if (challenge === undefined) return undefined;
    const account = yield* findAccount(challenge.accountId);
    const smsWasSent = yield* wasSmsSent(challenge.id);
    // Where nothing will be judged, and so nothing paid, what strangers have closed is not found out by paying.
    const authenticators =
      method === 'sms' && !smsWasSent
        ? yield* listAuthenticatorsFor(challenge.accountId, challenge.browserId)
        : yield* listAuthenticators(challenge.accountId);
    return { challenge, account, authenticators, smsWasSent };
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
