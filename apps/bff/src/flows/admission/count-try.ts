import {
  type AttemptCount,
  type AttemptKind,
  type AttemptVerdict,
  isForgotten,
  payForTry,
} from '../../domain/attempts.ts';
import { Unavailable } from '../../outcome.ts';
import { advanceAttempts, findAttempts, type PaidAttempt } from '../../store/attempts.ts';
import type { Work } from '../../store/database.ts';

/** More rounds than tries can be allowed before a wait begins, so that a loser always reaches a verdict. */
const ROUNDS = 200;
/** What a count that nothing was paid to yet is blocked until. */
export const NEVER_BLOCKED = new Date(0);

/** What a payment changed, so that it can be taken back to the letter; the others say why there is none. */
export type Counted<P> =
  | { readonly kind: 'counted'; readonly failed: number; readonly payment: P }
  | Exclude<AttemptVerdict, { kind: 'allowed' }>;

/** A try of an account: which of its counts, and who tries. */
export interface AccountTry {
  readonly kind: AttemptKind;
  readonly accountId: string;
  readonly bucket: string;
  readonly tryId: string;
  readonly now: Date;
  /** See `payForTry`. */
  readonly turn?: Date | undefined;
}

/**
 * Counts a try of an account's second factor or recovery code before it is judged, by compare-and-set
 * on the count that was seen. Committed by the caller on its own, so that no refusal can roll it back.
 */
export function countAccountTry(asked: AccountTry): Work<Counted<PaidAttempt>> {
  const { kind, accountId, bucket, tryId, now, turn } = asked;
  return untilWon(function* () {
    const count = yield* findAttempts({ accountId, bucket });
    const verdict = payForTry(kind, count, now, turn);
    if (verdict.kind !== 'allowed') return verdict;
    const run = runOf(kind, count, now) ?? tryId;
    const { failed, until } = verdict;
    const next = { accountId, bucket, failed, until, now, run };
    if (!(yield* advanceAttempts(count?.failed, `${accountId}/${bucket}`, next))) return undefined;
    const before = count?.blockedUntil ?? NEVER_BLOCKED;
    return { kind: 'counted', failed, payment: { accountId, bucket, run, until, before } };
  });
}

/** Plays rounds of reading a count and moving it on until one is not lost to another try. */
export function* untilWon<R>(round: () => Work<R | undefined>): Work<R> {
  for (let played = 0; played < ROUNDS; played += 1) {
    const won = yield* round();
    if (won !== undefined) return won;
  }
  throw new Unavailable('too many tries at once');
}

/** Null where the try begins a new run. What the first release wrote has none: its next try names it. */
export function runOf(
  kind: AttemptKind,
  count: (AttemptCount & { readonly run: string | null }) | undefined,
  now: Date,
): string | null {
  return count === undefined || isForgotten(kind, count, now) ? null : (count.run ?? null);
}
