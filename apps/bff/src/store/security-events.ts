import type { Client, SecurityEventKind } from '@wattsense/contract/security';
import type { AuthenticationMethod, AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { and, asc, desc, eq, gt, isNull, like, lte, sql } from 'drizzle-orm';
import { rows, type Work, won } from './database.ts';
import type { Tables } from './schema.ts';
import { statement } from './statement.ts';

export interface SecurityEventRow {
  readonly id: string;
  readonly accountId: string;
  readonly at: Date;
  readonly kind: SecurityEventKind;
  readonly method: AuthenticationMethod | null;
  readonly authenticatorKind: AuthenticatorKind | null;
  readonly sessionId: string | null;
  readonly client: Client | null;
  readonly reason: string | null;
  /** Of guesses: how many, the last of them at `at`; null is one. */
  readonly count: number | null;
  /** Of guesses: what is counted together; null for what happens once. */
  readonly tally: string | null;
}

/** What an event is read by. */
export const columnsOf = (e: Tables['securityEvent']) => ({
  id: e.id,
  accountId: e.accountId,
  at: e.at,
  kind: e.kind,
  method: e.method,
  authenticatorKind: e.authenticatorKind,
  sessionId: e.sessionId,
  client: e.client,
  reason: e.reason,
  count: e.count,
  tally: e.tally,
});

const insert = statement(
  'event_insert',
  ({ securityEvent: e }) => columnsOf(e),
  (db, { securityEvent: e }, p) => db.insert(e).values(p).returning({ id: e.id }),
);

/** Appends an event, in the transaction of what it tells. Only a guess ever changes one: its count grows. */
export function appendEvent(row: SecurityEventRow): Work<boolean> {
  return won(insert, row);
}

const tally = statement(
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
      })
      .returning({ id: e.id }),
);

/** Counts a guess: one row for all that are counted together, so that nobody makes rows without bound. */
export function tallyGuess(row: SecurityEventRow & { readonly tally: string }): Work<boolean> {
  return won(tally, { ...row, count: 1 });
}

const mend = statement(
  'event_mend',
  ({ securityEvent: e }) => ({ accountId: e.accountId, kind: e.kind, guesser: e.tally, now: e.mendedAt }),
  (db, { securityEvent: e }, p) =>
    db
      .update(e)
      .set({ mendedAt: p.now })
      .where(and(eq(e.accountId, p.accountId), eq(e.kind, p.kind), like(e.tally, p.guesser), isNull(e.mendedAt)))
      .returning({ id: e.id }),
);

/** Whoever gave these wrong codes has given the right one: they were slips, and are no news. */
export function* mendGuesses(accountId: string, bucket: string, now: Date): Work<void> {
  yield* rows(mend, { accountId, kind: 'wrong-code', guesser: `wrong-code/%/${bucket}/%`, now });
}

const recent = statement(
  'event_recent',
  ({ securityEvent: e }) => ({ accountId: e.accountId, most: e.count }),
  (db, { securityEvent: e }, p) => {
    const rank = sql<number>`row_number() over (partition by ${e.kind} order by ${e.at} desc, ${e.id} desc)`;
    const ranked = db
      .select({ ...columnsOf(e), rank: rank.as('rank') })
      .from(e)
      .where(eq(e.accountId, p.accountId))
      .as('subquery');
    return db.select().from(ranked).where(lte(ranked.rank, p.most)).orderBy(desc(ranked.at), desc(ranked.id));
  },
);

/** Of each kind the last ten of an account, so that none pushes another out; the newest first. */
export function listRecentEvents(accountId: string): Work<SecurityEventRow[]> {
  return rows(recent, { accountId, most: 10 });
}

const page = statement(
  'event_page',
  ({ securityEvent: e }) => ({ after: e.id }),
  (db, { securityEvent: e, account: a }, p) =>
    db
      .select({
        id: e.id,
        at: e.at,
        kind: e.kind,
        accountId: e.accountId,
        login: a.login,
        method: e.method,
        authenticatorKind: e.authenticatorKind,
        sessionId: e.sessionId,
        client: e.client,
        reason: e.reason,
        count: e.count,
        tally: e.tally,
      })
      .from(e)
      .innerJoin(a, eq(a.id, e.accountId))
      .where(gt(e.id, p.after))
      .orderBy(asc(e.id))
      .limit(500),
);

/** An event with the login of its account. */
export interface ExportedEvent extends SecurityEventRow {
  readonly login: string;
}

/** For export: up to 500 events whose id follows `after`; ids sort by time. */
export function listEventsAfter(after: string): Work<ExportedEvent[]> {
  return rows(page, { after });
}
