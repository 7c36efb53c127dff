import {
  type AttemptCount,
  type AttemptKind,
  type AttemptVerdict,
  isForgotten,
  keptUntil,
  oneMore,
  payForTry,
} from '../../domain/attempts.ts';
import { advanceAttempts, findAttempts, type PaidAttempt } from '../../store/attempts.ts';
import type { Work } from '../../store/database.ts';
import { advanceThrottle, findThrottle, type PaidThrottle, type ThrottleRow } from '../../store/throttles.ts';
import { Unavailable } from '../../unavailable.ts';

/** More rounds than tries can be allowed before a wait begins, so that a loser always reaches a verdict. */
const ROUNDS = 200;
const NEVER_BLOCKED = new Date(0);

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
export function* countAccountTry(asked: AccountTry): Work<Counted<PaidAttempt>> {
  const { kind, accountId, bucket, tryId, now, turn } = asked;
  for (let round = 0; round < ROUNDS; round += 1) {
    const count = yield* findAttempts({ accountId, bucket });
    const verdict = payForTry(kind, count, now, turn);
    if (verdict.kind !== 'allowed') return verdict;
    const run = runOf(kind, count, now) ?? tryId;
    const { failed, until } = verdict;
    if (
      yield* advanceAttempts(count?.failed, `${accountId}/${bucket}`, { accountId, bucket, failed, until, now, run })
    ) {
      const before = count?.blockedUntil ?? NEVER_BLOCKED;
      return { kind: 'counted', failed, payment: { accountId, bucket, run, until, before } };
    }
  }
  throw new Unavailable('too many tries at once');
}

export interface ThrottledTry {
  readonly kind: AttemptKind;
  readonly key: string;
  readonly tryId: string;
  readonly now: Date;
}

/** The same for a password, counted by login and client, or by login. */
export function* countThrottledTry({ kind, key, tryId, now }: ThrottledTry): Work<Counted<PaidThrottle>> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const count = yield* findThrottle({ key });
    const verdict = payForTry(kind, count, now);
    if (verdict.kind !== 'allowed') return verdict;
    const next = nextOf({ kind, key, tryId, now }, count, verdict);
    if (yield* advanceThrottle(count?.failed, next)) {
      const before = count?.blockedUntil ?? NEVER_BLOCKED;
      return { kind: 'counted', failed: next.failed, payment: { key, run: next.run, until: next.until, before } };
    }
  }
  throw new Unavailable('too many tries at once');
}

/** Counts a failure where it only becomes one once it is judged, whatever wait stands meanwhile; tells in which run. */
export function* countFailure(kind: AttemptKind, key: string, tryId: string, now: Date): Work<string> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const count = yield* findThrottle({ key });
    const next = nextOf({ kind, key, tryId, now }, count, oneMore(kind, count, now));
    if (yield* advanceThrottle(count?.failed, next)) return next.run;
  }
  throw new Unavailable('too many tries at once');
}

function nextOf(
  { kind, key, tryId, now }: ThrottledTry,
  count: ThrottleRow | undefined,
  { failed, until }: { readonly failed: number; readonly until: Date },
) {
  const run = runOf(kind, count, now);
  const beganAt = (run === null ? null : count?.beganAt) ?? now;
  return { key, failed, until, now, run: run ?? tryId, beganAt, keptUntil: keptUntil(kind, until) };
}

/** Null where the try begins a new run. What the first release wrote has none: its next try names it. */
function runOf(
  kind: AttemptKind,
  count: (AttemptCount & { readonly run: string | null }) | undefined,
  now: Date,
): string | null {
  return count === undefined || isForgotten(kind, count, now) ? null : (count.run ?? null);
}
