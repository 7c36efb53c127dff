import type { Client, SecurityEventKind } from '@wattsense/contract/security';
import type { AuthenticationMethod, AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { and, asc, count, desc, eq, gt } from 'drizzle-orm';
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
  }),
  (db, { securityEvent: e }, p) => db.insert(e).values(p).returning({ id: e.id }),
);

/** Appends an event, in the transaction of what it tells. There is no statement that changes one. */
export function appendEvent(row: SecurityEventRow): Work<boolean> {
  return won(insert, row);
}

const recent = statement(
  'event_recent',
  ({ securityEvent: e }) => ({ accountId: e.accountId }),
  (db, { securityEvent: e }, p) =>
    db.select().from(e).where(eq(e.accountId, p.accountId)).orderBy(desc(e.at), desc(e.id)).limit(30),
);

/** The last 30 events of an account, the newest first. */
export function listRecentEvents(accountId: string): Work<SecurityEventRow[]> {
  return rows(recent, { accountId });
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
      .select({ count: count() })
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
