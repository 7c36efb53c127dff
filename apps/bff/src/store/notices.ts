import type { SecurityEventKind } from '@wattsense/contract/security';
import { and, desc, eq, gt, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm';
import { rows, type Work, won } from './database.ts';
import { columnsOf, type SecurityEventRow } from './security-events.ts';
import { statement } from './statement.ts';

/** What the owner is told of until they have seen it: changes of the account's protection, and codes that were guessed at. */
const TOLD: readonly SecurityEventKind[] = [
  'authenticator-added',
  'authenticator-replaced',
  'authenticator-removed',
  'two-factor-turned-off',
  'two-factor-reset',
  'recovery-code-used',
  'recovery-code-replaced',
  'password-changed',
  'second-factor-disabled',
  'account-disabled',
  'account-enabled',
  'login-changed',
  'wrong-code',
  'password-guessed',
];

const unseen = statement(
  'notice_unseen',
  ({ securityEvent: e }) => ({ accountId: e.accountId, after: e.at, sessionId: e.sessionId, latest: e.count }),
  (db, { securityEvent: e }, p) => {
    const same = sql`partition by ${e.kind}, case when ${e.kind} = 'wrong-code' then null else ${e.authenticatorKind} end`;
    const ranked = db
      .select({
        ...columnsOf(e),
        rank: sql<number>`row_number() over (${same} order by ${e.at} desc, ${e.id} desc)`.as('rank'),
        total: sql<number>`sum(coalesce(${e.count}, 1)) over (${same})`.mapWith(Number).as('total'),
      })
      .from(e)
      .where(
        and(
          eq(e.accountId, p.accountId),
          gt(e.at, p.after),
          inArray(e.kind, [...TOLD]),
          or(isNull(e.sessionId), ne(e.sessionId, p.sessionId)),
          isNull(e.mendedAt),
        ),
      )
      .as('subquery');
    return db.select().from(ranked).where(eq(ranked.rank, p.latest)).orderBy(desc(ranked.at), desc(ranked.id));
  },
);

/** Events of one kind as one: the latest of them, and how many there were. */
export interface UnseenEvents extends SecurityEventRow {
  readonly total: number;
}

/** What happened after an instant, but for what this session did itself; a line for each kind, the newest first. */
export function listUnseen(accountId: string, sessionId: string, after: Date): Work<UnseenEvents[]> {
  return rows(unseen, { accountId, sessionId, after, latest: 1 });
}

const seenInBrowser = statement(
  'notice_seen_in_browser',
  ({ browser: b }) => ({ id: b.id, accountId: b.accountId, at: b.seenAt }),
  (db, { browser: b }, p) =>
    db
      .update(b)
      .set({ seenAt: p.at })
      .where(and(eq(b.id, p.id), eq(b.accountId, p.accountId), or(isNull(b.seenAt), lt(b.seenAt, p.at))))
      .returning({ id: b.id }),
);

const seenInSession = statement(
  'notice_seen_in_session',
  ({ session: s }) => ({ id: s.id, accountId: s.accountId, at: s.seenAt }),
  (db, { session: s }, p) =>
    db
      .update(s)
      .set({ seenAt: p.at })
      .where(and(eq(s.id, p.id), eq(s.accountId, p.accountId), or(isNull(s.seenAt), lt(s.seenAt, p.at))))
      .returning({ id: s.id }),
);

interface Seen {
  readonly accountId: string;
  readonly sessionId: string;
  readonly browserId: string | null;
  readonly at: Date;
}

/** Moves the mark of one browser, and never back; of the session alone where its browser has no row. */
export function* markSeen({ accountId, sessionId, browserId, at }: Seen): Work<void> {
  if (browserId !== null) yield* won(seenInBrowser, { id: browserId, accountId, at });
  // Read only where the browser has no mark.
  yield* won(seenInSession, { id: sessionId, accountId, at });
}
