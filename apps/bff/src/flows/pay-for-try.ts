import type { Deps } from '../deps.ts';
import { type AttemptKind, type AttemptVerdict, payForTry } from '../domain/attempts.ts';
import { advanceAttempts, findAttempts, giveAttemptBack } from '../store/attempts.ts';
import { giveChallengeTryBack } from '../store/challenges.ts';
import type { Work } from '../store/database.ts';
import { advanceThrottle, findThrottle } from '../store/throttles.ts';
import { Unavailable } from '../unavailable.ts';

/** More rounds than tries can be allowed before a wait begins, so that a loser always reaches a verdict. */
const ROUNDS = 200;

/**
 * Counts a try of an account's second factor or recovery code before it is judged, by compare-and-set
 * on the count that was seen. Committed by the caller on its own, so that no refusal can roll it back.
 * @param turn see `payForTry`
 */
export function* payAccountTry(
  kind: AttemptKind,
  accountId: string,
  bucket: string,
  now: Date,
  turn?: Date,
): Work<AttemptVerdict> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const count = yield* findAttempts(accountId, bucket);
    const verdict = payForTry(kind, count, now, turn);
    if (verdict.kind !== 'allowed') return verdict;
    const next = { accountId, bucket, failed: verdict.failed, until: verdict.until, now };
    if (yield* advanceAttempts(count?.failed, `${accountId}/${bucket}`, next)) return verdict;
  }
  throw new Unavailable('too many tries at once');
}

interface PaidTry {
  readonly accountId: string;
  readonly bucket: string;
  /** Failures in a row, this try among them. */
  readonly inARow: number;
  readonly challengeId: string;
}

/**
 * Where nothing was judged (the server was too busy, a key was missing) nobody has guessed, and nobody is
 * to be shut out by it. Never called after a verdict: that try stays paid.
 */
export async function giveTryBack(deps: Deps, { accountId, bucket, inARow, challengeId }: PaidTry): Promise<void> {
  await deps.database.unit(function* () {
    yield* giveAttemptBack(accountId, bucket, inARow);
    yield* giveChallengeTryBack(challengeId);
  });
}

/**
 * Gives the try back where the database could not decide (a row that is held, a connection that broke). Later, since
 * whoever waits is to hear at once that they may try again.
 * @param decide reads what a code is judged by, or writes what a right one brings about; what a wrong one does stays
 * outside, and stays paid.
 */
export async function unlessUnavailable<R>(
  deps: Deps,
  giveBack: () => Promise<void>,
  decide: () => Promise<R>,
): Promise<R> {
  try {
    return await decide();
  } catch (error) {
    if (error instanceof Unavailable) deps.background.run('give-try-back', giveBack);
    throw error;
  }
}

/** The same for a password, counted by login and client or by client alone. */
export function* payThrottledTry(kind: AttemptKind, key: string, now: Date): Work<AttemptVerdict> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const count = yield* findThrottle(key);
    const verdict = payForTry(kind, count, now);
    if (verdict.kind !== 'allowed') return verdict;
    if (yield* advanceThrottle(count?.failed, { key, failed: verdict.failed, until: verdict.until, now }))
      return verdict;
  }
  throw new Unavailable('too many tries at once');
}
