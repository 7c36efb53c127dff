import type { Client, SecurityEventKind } from '@wattsense/contract/security';
import type { AuthenticationMethod, AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { and, asc, desc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import { first, rows, type Work, won } from './database.ts';
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

const insert = statement(
  'event_insert',
  ({ securityEvent: e }) => ({
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
  }),
  (db, { securityEvent: e }, p) => db.insert(e).values(p).returning({ id: e.id }),
);

/** Appends an event, in the transaction of what it tells. Only a guess ever changes one: its count grows. */
export function appendEvent(row: SecurityEventRow): Work<boolean> {
  return won(insert, row);
}

const tally = statement(
  'event_tally',
  ({ securityEvent: e }) => ({
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
  }),
  (db, { securityEvent: e }, p) =>
    db
      .insert(e)
      .values(p)
      .onConflictDoUpdate({
        target: [e.accountId, e.tally],
        set: { count: sql`${e.count} + 1`, at: p.at, client: p.client },
      })
      .returning({ id: e.id }),
);

/** Counts a guess: one row for all that are counted together, so that nobody makes rows without bound. */
export function tallyGuess(row: SecurityEventRow & { readonly tally: string }): Work<boolean> {
  return won(tally, { ...row, count: 1 });
}

const recent = statement(
  'event_recent',
  ({ securityEvent: e }) => ({ accountId: e.accountId }),
  (db, { securityEvent: e }, p) =>
    db
      .select()
      .from(e)
      .where(and(eq(e.accountId, p.accountId), isNull(e.tally)))
      .orderBy(desc(e.at), desc(e.id))
      .limit(30),
);

const guesses = statement(
  'event_guesses',
  ({ securityEvent: e }) => ({ accountId: e.accountId, kind: e.kind }),
  (db, { securityEvent: e }, p) =>
    db
      .select()
      .from(e)
      .where(and(eq(e.accountId, p.accountId), eq(e.kind, p.kind), isNotNull(e.tally)))
      .orderBy(desc(e.at))
      .limit(5),
);

/** The last 30 events of an account and the last lines of guesses, which never push those out; the newest first. */
export function* listRecentEvents(accountId: string): Work<SecurityEventRow[]> {
  const changes = yield* rows(recent, { accountId });
  const wrong = [
    ...(yield* rows(guesses, { accountId, kind: 'wrong-password' })),
    ...(yield* rows(guesses, { accountId, kind: 'wrong-code' })),
  ];
  const newer = (a: SecurityEventRow, b: SecurityEventRow) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1);
  return [...changes, ...wrong].toSorted(newer);
}

const since = statement(
  'event_count_since',
  ({ securityEvent: e }) => ({
    accountId: e.accountId,
    kind: e.kind,
    after: e.at,
  }),
  (db, { securityEvent: e }, p) =>
    db
      .select({ count: sql<number>`coalesce(sum(coalesce(${e.count}, 1)), 0)` })
      .from(e)
      .where(and(eq(e.accountId, p.accountId), eq(e.kind, p.kind), gt(e.at, p.after))),
);

export function* countEventsSince(accountId: string, kind: SecurityEventKind, after: Date): Work<number> {
  return Number((yield* first(since, { accountId, kind, after }))?.count ?? 0);
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
