import type { SessionView } from '@wattsense/contract/session';
import type { Target } from '../../authenticators/kind.ts';
import type { Usable } from '../../authenticators/registry.ts';
import type { Deps } from '../../deps.ts';
import { PROCESS_LIFE_SECONDS } from '../../domain/processes.ts';
import { type AccountRow, holdAccount } from '../../store/accounts.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';
import { type ChallengeRow, cancelChallenge, insertChallenge, reopenChallenge } from '../../store/challenges.ts';
import { RolledBack, together, type Work } from '../../store/database.ts';
import { boundOf } from '../proving/judge-proof.ts';
import type { Requester } from '../requester.ts';
import { describeChallenge } from './challenge-view.ts';

/** Somebody whose password was right, and what the account asks for besides. */
export interface ToBeChallenged {
  readonly account: AccountRow;
  readonly authenticators: readonly AuthenticatorRow[];
  readonly browserId: string | null;
  readonly requester: Requester;
}

export interface OpenedChallenge {
  /** For the challenge cookie, which holds nothing longer than the challenge lives. */
  readonly token: string;
  readonly lifeSeconds: number;
  readonly view: SessionView;
}

/**
 * Opens the challenge of a sign-in. Where this browser began one for the account before, and neither answered it nor used
 * it up, that one goes on: its tries, its end and the code on the phone stay what they were.
 * @param earlier what the browser's challenge cookie holds.
 * @param alongside written in the same unit of work.
 * @returns undefined when the account changed since it was read: the challenge would be over before it began.
 */
export async function openChallenge(
  deps: Deps,
  { account, authenticators, browserId, requester }: ToBeChallenged,
  earlier: string | null,
  alongside: () => Work<void>,
): Promise<OpenedChallenge | undefined> {
  const now = deps.clock.now();
  const { token, hash: tokenHash } = deps.tokens.issue();
  const fresh: ChallengeRow = {
    id: deps.random.id(),
    accountId: account.id,
    purpose: 'sign-in',
    tokenHash,
    sessionId: null,
    epoch: account.securityEpoch,
    keyId: deps.keys.primaryId,
    preferred: preferredKind(deps, authenticators)?.kind.method ?? 'recovery',
    browserId,
    failed: 0,
    state: 'open',
    createdAt: now,
    expiresAt: new Date(now.getTime() + PROCESS_LIFE_SECONDS * 1000),
  };
  const opened = await deps.database.unit(function* (): Work<Begun | RolledBack<undefined>> {
    const [held] = yield* together(holdAccount({ id: account.id, epoch: account.securityEpoch }), alongside());
    // Behind the counts that it goes with: they are of more accounts than one, and so is a browser's earlier challenge.
    if (!held) return new RolledBack(undefined);
    return yield* begin(earlier === null ? null : deps.tokens.hash(earlier), fresh, now);
  });
  if (opened === undefined) return undefined;
  const { challenge, begun } = opened;
  await beginWith(deps, { challenge, account, authenticators, clientKey: requester.clientKey }, begun === 'again');
  const view = await describeChallenge(deps, { challenge, account, authenticators }, requester, begun);
  return { token, lifeSeconds: Math.ceil((challenge.expiresAt.getTime() - now.getTime()) / 1000), view };
}

/** What the method that a sign-in begins with does of its own accord. */
async function beginWith(
  deps: Deps,
  { authenticators, ...of }: Omit<Target, 'bound'> & Pick<ToBeChallenged, 'authenticators'>,
  again: boolean,
): Promise<void> {
  const kind = deps.authenticators.by(of.challenge.preferred);
  await kind?.proving.begin?.(deps, { ...of, bound: boundOf(kind, authenticators) }, again);
}

interface Begun {
  readonly challenge: ChallengeRow;
  readonly begun: 'now' | 'again';
}

/** The browser's earlier challenge under its new token; where it cannot go on it is closed, and a fresh one begins. */
function* begin(earlier: string | null, fresh: ChallengeRow, now: Date): Work<Begun> {
  if (earlier !== null) {
    const { accountId, epoch, browserId, tokenHash } = fresh;
    const again = yield* reopenChallenge({ earlier, accountId, epoch, browserId, tokenHash, now });
    if (again !== undefined) return { challenge: again, begun: 'again' };
    yield* cancelChallenge({ tokenHash: earlier });
  }
  yield* insertChallenge(fresh);
  return { challenge: fresh, begun: 'now' };
}

/** The usable one that a sign-in used last, the first of the registry where none did; null where none is usable. */
function preferredKind(deps: Deps, authenticators: readonly AuthenticatorRow[]): Usable<Deps, AuthenticatorRow> | null {
  const usedAt = ({ bound }: Usable<Deps, AuthenticatorRow>) =>
    Math.max(...bound.map(({ lastUsedAt }) => lastUsedAt?.getTime() ?? 0));
  const { usable } = deps.authenticators.usability(deps, authenticators);
  return usable.toSorted((a, b) => usedAt(b) - usedAt(a))[0] ?? null;
}
