import { and, desc, eq, getTableColumns, gt, inArray, lt, sql } from 'drizzle-orm';
import { CHALLENGE_TRIES } from '../domain/attempts.ts';
import { CLOCKS_AGREE_MS, LEAST_LEFT_SECONDS, PROCESS_LIFE_SECONDS } from '../domain/processes.ts';
import { finds, type Work, writes } from './database.ts';
import type { Row } from './schema.ts';
import { payment, refund, removal } from './shared-queries.ts';
import type { ValuesOf } from './statement.ts';

export type ChallengeRow = Row<'challenge'>;

export const insertChallenge = writes(
  'challenge_insert',
  ({ challenge: c }) => getTableColumns(c),
  (db, { challenge: c }, p) => db.insert(c).values(p),
  ({ purpose }) => ({ what: 'challenge-begun', purpose }),
);

/** The sign-in challenge that a challenge cookie stands for, in whatever state it is. */
export const findChallengeByToken = finds(
  'challenge_by_token',
  ({ challenge: c }) => ({ tokenHash: c.tokenHash }),
  (db, { challenge: c }, p) => db.select().from(c).where(eq(c.tokenHash, p.tokenHash)),
);

/** The open step-up challenge of a session, if it has tries left. */
export const findOpenStepUp = finds(
  'challenge_step_up',
  ({ challenge: c }) => ({ sessionId: c.sessionId, now: c.expiresAt, limit: c.failed }),
  (db, { challenge: c }, p) =>
    db
      .select()
      .from(c)
      .where(and(eq(c.sessionId, p.sessionId), eq(c.state, 'open'), gt(c.expiresAt, p.now), lt(c.failed, p.limit)))
      .orderBy(desc(c.createdAt))
      .limit(1),
);

export const payChallenge = payment('challenge_pay', ({ challenge }) => challenge);
export const giveChallengeTryBack = refund('challenge_give_back', ({ challenge }) => challenge);

/** Spends a challenge, and with it the SMS code that belongs to it. True for exactly one caller. */
export const spendChallenge = writes(
  'challenge_answer',
  ({ challenge: c }) => ({ id: c.id, now: c.expiresAt }),
  (db, { challenge: c }, p) =>
    db
      .update(c)
      .set({ state: 'answered' })
      .where(and(eq(c.id, p.id), eq(c.state, 'open'), gt(c.expiresAt, p.now))),
);

const reopen = finds(
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

interface Reopening extends Pick<ValuesOf<typeof reopen>, 'earlier' | 'tokenHash' | 'accountId' | 'epoch'> {
  readonly browserId: string | null;
  readonly now: Date;
}

/**
 * Opens a sign-in's challenge again for its own browser, which held the `earlier` token, by a new one and with all else
 * as it was: the tries that were used, its end, its code. Undefined when it is another account's or of an earlier epoch, was answered, or has too
 * little left to be of use.
 */
export function reopenChallenge({ browserId, now, ...rest }: Reopening): Work<ChallengeRow | undefined> {
  const after = new Date(now.getTime() + LEAST_LEFT_SECONDS * 1000);
  const before = new Date(now.getTime() + PROCESS_LIFE_SECONDS * 1000 + CLOCKS_AGREE_MS);
  return reopen({ ...rest, browser: browserId ?? '', after, before, limit: CHALLENGE_TRIES });
}

export const cancelChallenge = writes(
  'challenge_cancel',
  ({ challenge: c }) => ({ tokenHash: c.tokenHash }),
  (db, { challenge: c }, p) =>
    db
      .update(c)
      .set({ state: 'cancelled' })
      .where(and(eq(c.tokenHash, p.tokenHash), eq(c.state, 'open'))),
);

/** After a change of the account, whose new epoch has ended them: one batch, the rest goes when it is pruned. */
export const removeChallenges = removal('challenge_remove_all', ({ challenge }) => challenge, 'a batch');
