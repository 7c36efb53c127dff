import type { Client } from '@wattsense/contract/security';
import type { AuthenticationMethod } from '@wattsense/contract/vocabulary';
import type { Right, Verdict, Wrong } from '../../authenticators/verdict.ts';
import type { Deps } from '../../deps.ts';
import { type AttemptKind, beginsWait, CHALLENGE_TRIES, DISABLING_FAILURES } from '../../domain/attempts.ts';
import { triesLeft } from '../../domain/processes.ts';
import { type Refused, refused } from '../../outcome.ts';
import { giveAttemptBack } from '../../store/attempts.ts';
import { disableAuthenticators } from '../../store/authenticators.ts';
import { type ChallengeRow, giveChallengeTryBack, payChallenge } from '../../store/challenges.ts';
import type { Lost, Work } from '../../store/database.ts';
import { appendEvent, tallyGuess } from '../../store/security-events.ts';
import { countAccountTry } from '../admission/count-try.ts';
import { type PaidTry, payForTry, type Till } from '../admission/paid-try.ts';
import { eventOf, guessOf } from '../requester.ts';

/** A try of a challenge or of an enrolment: what it costs, how it is judged, what comes of it. */
export interface Attempt<R extends Right, Done> {
  /** Whose counts it is paid from; what is still owed to them is settled first. */
  readonly subject: string;
  /** Counts the try before anything is judged. */
  readonly pay: (till: Till, now: Date) => Work<Price | Refused | Lost<'over'>>;
  readonly judge: () => Promise<Verdict<R>>;
  /** Spends what was right, together with all that it brings about, in one unit of work. */
  readonly grant: (right: R) => Promise<Done | Refused | Lost<'spent' | 'over'>>;
  /** Says how it ended where another request answered, ended or outdated it meanwhile. */
  readonly whyOver: () => Promise<Refused>;
  /** Null: what is wrong is written down nowhere. */
  readonly guesser: Guesser | null;
}

/** What was paid. */
export interface Price {
  readonly kind: 'paid';
  /** Failures in a row of the account if this try fails too. */
  readonly inARow: number;
  readonly attemptsLeft: number;
}

/** Who guesses, as far as it is known, and what that may lead to. */
export interface Guesser {
  readonly client: Client;
  readonly accountId: string;
  readonly method: AuthenticationMethod;
  /** A browser, a challenge or a session. */
  readonly bucket: string;
  readonly sessionId?: string;
  readonly lastSignInAt: Date | null;
  /** Whether it is the second factor that is guessed at: waits follow, and its end at a hundred. */
  readonly atFactor: boolean;
  /** A stranger's failures close the way for strangers only; those of a known browser or session are the owner's own. */
  readonly stranger: boolean;
}

/**
 * Pays for a try, judges it, and spends what proved right together with what it brings about. What was not judged is
 * given back; what is wrong stays paid and is written down.
 */
export async function prove<R extends Right, Done extends { readonly kind: string }>(
  deps: Deps,
  attempt: Attempt<R, Done>,
): Promise<Done | Refused> {
  const { outcome: price, paid } = await payForTry(deps, attempt.subject, attempt.pay);
  if (price.kind === 'refused') return price;
  if (price.kind === 'lost') return attempt.whyOver();
  return paid.unlessUnavailable(async () => {
    let verdict: Verdict = await attempt.judge();
    if (verdict.kind === 'right') {
      const { afterwards } = verdict;
      const outcome = await attempt.grant(verdict as R);
      if (!isLost(outcome)) return outcome;
      if (outcome.to === 'over') return attempt.whyOver();
      verdict = (await afterwards?.()) ?? USED;
    }
    if (verdict.kind === 'wrong') return refuse(deps, attempt.guesser, verdict, price, paid);
    await paid.giveBack();
    return verdict.kind === 'refused' ? verdict : refused({ type: 'cannot-verify' });
  });
}

const USED: Wrong = { kind: 'wrong', what: 'code', alreadyUsed: true };

const isLost = <To>(outcome: { readonly kind: string } | Lost<To>): outcome is Lost<To> => outcome.kind === 'lost';

async function refuse(
  deps: Deps,
  guesser: Guesser | null,
  { what, alreadyUsed = false, clock = null }: Wrong,
  price: Price,
  paid: PaidTry,
): Promise<Refused> {
  if (guesser !== null) await noteWrong(deps, guesser, what, price, paid);
  if (what === 'password') return refused({ type: 'wrong-credentials' });
  return refused({
    type: 'wrong-code',
    attemptsLeft: price.attemptsLeft,
    ...(alreadyUsed ? { alreadyUsed: true as const } : {}),
    ...(clock === null ? {} : { clock }),
  });
}

/** Writes a wrong proof down, with the wait that it begins or the end of the account's authenticators that it is. */
async function noteWrong(
  deps: Deps,
  who: Guesser,
  what: Wrong['what'],
  { inARow }: Price,
  paid: PaidTry,
): Promise<void> {
  const { client, accountId, bucket, lastSignInAt, sessionId } = who;
  const now = deps.clock.now();
  const details = {
    method: what === 'password' ? 'pwd' : who.method,
    ...(sessionId === undefined ? {} : { sessionId }),
  };
  const kind = what === 'password' ? 'wrong-password' : 'wrong-code';
  const guess = guessOf(deps, client, accountId, { kind, bucket, lastSignInAt }, details);
  const wait = guessOf(deps, client, accountId, { kind: 'second-factor-blocked', bucket, lastSignInAt }, details);
  const end = eventOf(deps, client, accountId, 'second-factor-disabled', details);
  await paid.record('note-wrong-proof', function* () {
    yield* tallyGuess(guess);
    if (!who.atFactor) return;
    if (beginsWait('second-factor', inARow)) yield* tallyGuess(wait);
    if (inARow < DISABLING_FAILURES) return;
    if (who.stranger || (yield* disableAuthenticators({ accountId, now }))) yield* appendEvent(end);
  });
}

/** Which of an account's counts a try is counted in. */
export interface AccountCount {
  readonly kind: AttemptKind;
  readonly bucket: string;
  /** See `payForTry` of the domain. */
  readonly turn?: Date;
}

/**
 * Counts a try of a challenge and of its account, in the order in which rows are locked.
 * @param count null where nothing can be guessed: it pays its process alone.
 */
export function* payForChallenge(
  { id, accountId }: Pick<ChallengeRow, 'id' | 'accountId'>,
  count: AccountCount | null,
  { tryId, put }: Till,
  now: Date,
): Work<Price | Refused> {
  const counted = count && (yield* countAccountTry({ ...count, accountId, tryId, now }));
  if (counted?.kind === 'disabled') return refused({ type: 'second-factor-disabled' });
  if (counted?.kind === 'blocked')
    return refused({
      type: count?.kind === 'password' ? 'too-many-attempts' : 'second-factor-blocked',
      retryAfterSeconds: counted.retryAfterSeconds,
    });
  if (counted) put(() => giveAttemptBack(counted.payment));
  const used = yield* payChallenge(id, now, CHALLENGE_TRIES);
  if (used === undefined) return refused({ type: 'challenge-over', reason: 'exhausted' });
  put(() => giveChallengeTryBack({ id }));
  return { kind: 'paid', inARow: counted?.failed ?? 0, attemptsLeft: triesLeft(used) };
}
