import { type SecurityEventKind, securityEventKind } from '@wattsense/contract/security';
import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  like,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { counts, lists, type Work, writes } from './database.ts';
import type { Row, Tables } from './schema.ts';
import { oneOf } from './schema-values.ts';
import { BATCH, isOfBatch } from './shared-queries.ts';
import type { QueryBuilder } from './statement.ts';

/** What an event is read by, and written with. */
export function columnsOf(e: Tables['securityEvent']) {
  const { mendedAt: _, ...columns } = getTableColumns(e);
  return columns;
}

export type SecurityEventRow = Omit<Row<'securityEvent'>, 'mendedAt'>;

/** Appends an event, in the transaction of what it tells. Only a guess ever changes one: its count grows. */
export const appendEvent = writes(
  'event_insert',
  ({ securityEvent: e }) => columnsOf(e),
  (db, { securityEvent: e }, p) => db.insert(e).values(p),
  (event) => ({ what: 'security-event', event }),
);

const tally = writes(
  'event_tally',
  ({ securityEvent: e }) => columnsOf(e),
  (db, { securityEvent: e }, p) =>
    db
      .insert(e)
      .values(p)
      .onConflictDoUpdate({
        target: [e.accountId, e.tally],
        // One that comes after the right code was not mended by it.
        set: { count: sql`${e.count} + 1`, at: p.at, client: p.client, mendedAt: null },
      }),
  (event) => ({ what: 'security-event', event }),
);

/** Guessers whose guesses of a kind have a line of their own in a day; those of all others are lines together. */
const GUESSERS_A_DAY = 5;

const guessers = lists(
  'event_guessers',
  ({ securityEvent: e }) => ({ accountId: e.accountId, kind: e.kind, since: e.at }),
  (db, { securityEvent: e }, p) =>
    db
      .select({ tally: e.tally })
      .from(e)
      // What was mended was a slip: whoever signs in often has none but those.
      .where(and(eq(e.accountId, p.accountId), eq(e.kind, p.kind), gte(e.at, p.since), isNull(e.mendedAt)))
      .orderBy(desc(e.at), desc(e.id))
      .limit(2 * GUESSERS_A_DAY),
);

/** A guess to be counted. */
export interface GuessRow extends SecurityEventRow {
  /** What is counted with it on the guesser's own line, and what where there are too many guessers. */
  readonly tally: string;
  readonly together: string;
  /** When its day began. */
  readonly since: Date;
}

/**
 * Counts a guess: one row for all that are counted together. Every challenge is a guesser of its own, and whoever has the
 * password opens as many as they please: from the sixth guesser of a day they share, so that nobody makes rows without
 * bound. What a slip added there is not mended; that somebody guesses is true by then.
 */
export function* tallyGuess({ together, since, ...row }: GuessRow): Work<boolean> {
  const lines = yield* guessers({ accountId: row.accountId, kind: row.kind, since });
  const apart = lines.length < GUESSERS_A_DAY || lines.some((line) => line.tally === row.tally);
  return yield* tally({ ...row, tally: apart ? row.tally : together, count: 1 });
}

/** More than there can be in the time in which they are mended: a few lines a day. */
const MOST_LINES = 1000;

const mend = lists(
  'event_mend',
  ({ securityEvent: e }) => ({ accountId: e.accountId, kind: e.kind, guesser: e.tally, after: e.at, now: e.mendedAt }),
  (db, { securityEvent: e }, p) => {
    const standing = db
      .select({ id: e.id })
      .from(e)
      .where(and(eq(e.accountId, p.accountId), eq(e.kind, p.kind), gt(e.at, p.after), isNull(e.mendedAt)))
      .orderBy(desc(e.at))
      .limit(MOST_LINES);
    return db
      .update(e)
      .set({ mendedAt: p.now })
      .where(and(inArray(e.id, standing), like(e.tally, p.guesser)))
      .returning({ id: e.id });
  },
);

/** How long a slip waits for the right code to mend it. */
const MENDED_WITHIN_MS = 30 * 24 * 3600_000;

/** Whoever gave these wrong codes has given the right one: they were slips, and are no news. */
export function* mendGuesses(accountId: string, bucket: string, now: Date): Work<void> {
  const after = new Date(now.getTime() - MENDED_WITHIN_MS);
  yield* mend({ accountId, kind: 'wrong-code', guesser: `wrong-code/%/${bucket}/%`, after, now });
}

/** How many of each kind are shown. */
const SHOWN_OF_KIND = 10;

/**
 * The ids of an account's latest events of each of these kinds, each by the index: what it costs does not grow with what
 * others have made of one kind.
 */
export function latestOfKinds(
  db: QueryBuilder,
  e: Tables['securityEvent'],
  kinds: readonly SecurityEventKind[],
  most: number,
  where: SQL | undefined,
): SQL {
  const latest = kinds.map((kind) => {
    const query = db
      .select({ id: e.id })
      .from(e)
      // As a literal, so that PostgreSQL knows how rare it is.
      .where(and(oneOf('kind', [kind]), where))
      .orderBy(desc(e.at), desc(e.id))
      .limit(most)
      .as('subquery');
    return sql`select id from ${query}`;
  });
  return sql`(${sql.join(latest, sql` union all `)})`;
}

/** Of each kind the last ten of an account, so that none pushes another out; the newest first. */
export const listRecentEvents = lists(
  'event_recent',
  ({ securityEvent: e }) => ({ accountId: e.accountId }),
  (db, { securityEvent: e }, p) => {
    const latest = latestOfKinds(db, e, securityEventKind.options, SHOWN_OF_KIND, eq(e.accountId, p.accountId));
    return db.select(columnsOf(e)).from(e).where(inArray(e.id, latest)).orderBy(desc(e.at), desc(e.id));
  },
);

/** For export: up to 500 events, with the login of their account, whose id follows `after`; ids sort by time. */
export const listEventsAfter = lists(
  'event_page',
  ({ securityEvent: e }) => ({ after: e.id }),
  (db, { securityEvent: e, account: a }, p) => {
    // In the order in which they are printed.
    const { id, at, kind, accountId, ...rest } = columnsOf(e);
    return db
      .select({ id, at, kind, accountId, login: a.login, ...rest })
      .from(e)
      .innerJoin(a, eq(a.id, e.accountId))
      .where(gt(e.id, p.after))
      .orderBy(asc(e.id))
      .limit(500);
  },
);

const strip = counts(
  'event_strip',
  ({ securityEvent: e }) => ({ accountId: e.accountId }),
  (db, { securityEvent: e }, p) => {
    const says = or(isNotNull(e.client), isNotNull(e.reason), isNotNull(e.sessionId));
    return db
      .update(e)
      .set({ client: null, reason: null, sessionId: null })
      .where(isOfBatch(db, e, e.id, and(eq(e.accountId, p.accountId), says)));
  },
);

/** Leaves of an account's events what happened and when: no network, no browser, nothing that somebody wrote. */
export function* stripEvents(accountId: string): Work<void> {
  for (let count = BATCH; count === BATCH; ) count = yield* strip({ accountId });
}
