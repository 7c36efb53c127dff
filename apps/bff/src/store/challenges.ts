import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import { and, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { CHALLENGE_TRIES } from '../domain/attempts.ts';
import { CLOCKS_AGREE_MS, LEAST_LEFT_SECONDS, PROCESS_LIFE_SECONDS } from '../domain/processes.ts';
import { first, rows, type Work, won } from './database.ts';
import type { ChallengePurpose, ChallengeState } from './schema-values.ts';
import { statement } from './statement.ts';

export interface ChallengeRow {
  readonly id: string;
  readonly accountId: string;
  readonly purpose: ChallengePurpose;
  readonly tokenHash: string | null;
  readonly sessionId: string | null;
  readonly epoch: number;
  readonly keyId: string;
  readonly preferred: ChallengeMethod;
  readonly browserId: string | null;
  readonly failed: number;
  readonly state: ChallengeState;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const insert = statement(
  'challenge_insert',
  ({ challenge: c }) => ({
    id: c.id,
    accountId: c.accountId,
    purpose: c.purpose,
    tokenHash: c.tokenHash,
    sessionId: c.sessionId,
    epoch: c.epoch,
    keyId: c.keyId,
    preferred: c.preferred,
    browserId: c.browserId,
    failed: c.failed,
    state: c.state,
    createdAt: c.createdAt,
    expiresAt: c.expiresAt,
  }),
  (db, { challenge: c }, p) => db.insert(c).values(p).returning({ id: c.id }),
  ({ purpose }) => ({ what: 'challenge-begun', purpose }),
);

export function insertChallenge(row: ChallengeRow): Work<boolean> {
  return won(insert, row);
}

const byToken = statement(
  'challenge_by_token',
  ({ challenge: c }) => ({ tokenHash: c.tokenHash }),
  (db, { challenge: c }, p) => db.select().from(c).where(eq(c.tokenHash, p.tokenHash)),
);

/** The sign-in challenge that a challenge cookie stands for, in whatever state it is. */
export function findChallengeByToken(tokenHash: string): Work<ChallengeRow | undefined> {
  return first(byToken, { tokenHash });
}

const stepUp = statement(
  'challenge_step_up',
  ({ challenge: c }) => ({
    sessionId: c.sessionId,
    now: c.expiresAt,
    limit: c.failed,
  }),
  (db, { challenge: c }, p) =>
    db
      .select()
      .from(c)
      .where(and(eq(c.sessionId, p.sessionId), eq(c.state, 'open'), gt(c.expiresAt, p.now), lt(c.failed, p.limit)))
      .orderBy(desc(c.createdAt))
      .limit(1),
);

/** The open step-up challenge of a session, if it has tries left. */
export function findOpenStepUp(sessionId: string, now: Date, limit: number): Work<ChallengeRow | undefined> {
  return first(stepUp, { sessionId, now, limit });
}

const pay = statement(
  'challenge_pay',
  ({ challenge: c }) => ({ id: c.id, now: c.expiresAt, limit: c.failed }),
  (db, { challenge: c }, p) =>
    db
      .update(c)
      .set({ failed: sql`${c.failed} + 1` })
      .where(and(eq(c.id, p.id), eq(c.state, 'open'), gt(c.expiresAt, p.now), lt(c.failed, p.limit)))
      .returning({ failed: c.failed }),
);

/** Counts a try before it is judged; the tries used so far, or undefined when none is left or it is over. */
export function* payChallenge(id: string, now: Date, limit: number): Work<number | undefined> {
  return (yield* first(pay, { id, now, limit }))?.failed;
}

const giveBack = statement(
  'challenge_give_back',
  ({ challenge: c }) => ({ id: c.id, none: c.failed }),
  (db, { challenge: c }, p) =>
    db
      .update(c)
      .set({ failed: sql`${c.failed} - 1` })
      .where(and(eq(c.id, p.id), inArray(c.state, ['open', 'cancelled']), gt(c.failed, p.none)))
      .returning({ id: c.id }),
);

/** Takes one counted try back, of one that was left as well: it may be gone on with. */
export function giveChallengeTryBack(id: string): Work<boolean> {
  return won(giveBack, { id, none: 0 });
}

const answer = statement(
  'challenge_answer',
  ({ challenge: c }) => ({ id: c.id, now: c.expiresAt }),
  (db, { challenge: c }, p) =>
    db
      .update(c)
      .set({ state: 'answered' })
      .where(and(eq(c.id, p.id), eq(c.state, 'open'), gt(c.expiresAt, p.now)))
      .returning({ id: c.id }),
);

/** Spends a challenge, and with it the SMS code that belongs to it. True for exactly one caller. */
export function spendChallenge(id: string, now: Date): Work<boolean> {
  return won(answer, { id, now });
}

const reopen = statement(
  'challenge_reopen',
  ({ challenge: c }) => ({
    earlier: c.tokenHash,
    accountId: c.accountId,
    epoch: c.epoch,
    browser: c.browserId,
    tokenHash: c.tokenHash,
    after: c.expiresAt,
    before: c.expiresAt,
    limit: c.failed,
  }),
  (db, { challenge: c }, p) =>
    db
      .update(c)
      .set({ tokenHash: p.tokenHash, state: 'open' })
      .where(
        and(
          eq(c.tokenHash, p.earlier),
          eq(c.accountId, p.accountId),
          eq(c.epoch, p.epoch),
          // No browser is as good as the other: each has its own count of failures.
          eq(sql`coalesce(${c.browserId}, '')`, p.browser),
          inArray(c.state, ['open', 'cancelled']),
          gt(c.expiresAt, p.after),
          lt(c.expiresAt, p.before),
          lt(c.failed, p.limit),
        ),
      )
      .returning(),
);

export interface Reopening {
  /** What the browser's cookie held, and what it holds from now on. */
  readonly earlier: string;
  readonly tokenHash: string | null;
  readonly accountId: string;
  readonly epoch: number;
  readonly browserId: string | null;
  readonly now: Date;
}

/**
 * Opens a sign-in's challenge again for its own browser, by a new token and with all else as it was: the tries that
 * were used, its end, its code. Undefined when it is another account's or of an earlier epoch, was answered, or has too
 * little left to be of use.
 */
export function reopenChallenge({ browserId, now, ...rest }: Reopening): Work<ChallengeRow | undefined> {
  const after = new Date(now.getTime() + LEAST_LEFT_SECONDS * 1000);
  const before = new Date(now.getTime() + PROCESS_LIFE_SECONDS * 1000 + CLOCKS_AGREE_MS);
  return first(reopen, { ...rest, browser: browserId ?? '', after, before, limit: CHALLENGE_TRIES });
}

const cancel = statement(
  'challenge_cancel',
  ({ challenge: c }) => ({ tokenHash: c.tokenHash }),
  (db, { challenge: c }, p) =>
    db
      .update(c)
      .set({ state: 'cancelled' })
      .where(and(eq(c.tokenHash, p.tokenHash), eq(c.state, 'open')))
      .returning({ id: c.id }),
);

export function cancelChallenge(tokenHash: string): Work<boolean> {
  return won(cancel, { tokenHash });
}

/** Rows that one statement changes at most. */
const BATCH = 500;

const removeAll = statement(
  'challenge_remove_all',
  ({ challenge: c }) => ({ accountId: c.accountId }),
  (db, { challenge: c }, p) =>
    db
      .delete(c)
      .where(inArray(c.id, db.select({ id: c.id }).from(c).where(eq(c.accountId, p.accountId)).limit(BATCH)))
      .returning({ id: c.id }),
);

/** After a change of the account, whose new epoch has ended them: one batch, the rest goes when it is pruned. */
export function* removeChallenges(accountId: string): Work<number> {
  return (yield* rows(removeAll, { accountId })).length;
}
