import type { SecurityEventKind } from '@wattsense/contract/security';
import { and, desc, eq, gt, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { lists, type Work, writes } from './database.ts';
import type { Tables } from './schema.ts';
import { oneOf } from './schema-values.ts';
import { columnsOf, latestOfKinds, type SecurityEventRow } from './security-events.ts';
import type { QueryBuilder } from './statement.ts';

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

/** Rows that are looked at together. Where there are more, the latest of each kind stand for them. */
const AT_ONCE = 5000;
const LATEST_OF_KIND = 100;

const columns = ({ securityEvent: e }: Tables) => ({
  accountId: e.accountId,
  after: e.at,
  sessionId: e.sessionId,
});
type Bound = Readonly<Record<keyof ReturnType<typeof columns>, SQL>>;

const isNews = (e: Tables['securityEvent'], p: Bound) =>
  and(
    eq(e.accountId, p.accountId),
    gt(e.at, p.after),
    or(isNull(e.sessionId), ne(e.sessionId, p.sessionId)),
    isNull(e.mendedAt),
  );

const newsWhere = (db: QueryBuilder, e: Tables['securityEvent'], where: SQL | undefined, most: number) =>
  db.select(columnsOf(e)).from(e).where(where).limit(most).as('news');

/** A line for each kind: the latest event of it, and how many there were. */
function inLines(db: QueryBuilder, news: ReturnType<typeof newsWhere>) {
  const same = sql`partition by ${news.kind}, case when ${news.kind} = 'wrong-code' then null else ${news.authenticatorKind} end`;
  const ranked = db
    .select({
      id: news.id,
      accountId: news.accountId,
      at: news.at,
      kind: news.kind,
      method: news.method,
      authenticatorKind: news.authenticatorKind,
      sessionId: news.sessionId,
      client: news.client,
      reason: news.reason,
      count: news.count,
      tally: news.tally,
      rank: sql<number>`row_number() over (${same} order by ${news.at} desc, ${news.id} desc)`.as('rank'),
      total: sql<number>`sum(coalesce(${news.count}, 1)) over (${same})`.mapWith(Number).as('total'),
      read: sql<number>`count(*) over (${same})`.mapWith(Number).as('read'),
    })
    .from(news)
    .as('subquery');
  return db.select().from(ranked).where(eq(ranked.rank, 1)).orderBy(desc(ranked.at), desc(ranked.id));
}

const unseen = lists('notice_unseen', columns, (db, { securityEvent: e }, p) =>
  inLines(db, newsWhere(db, e, and(isNews(e, p), oneOf('kind', TOLD)), AT_ONCE)),
);

const unseenOfMany = lists('notice_unseen_of_many', columns, (db, { securityEvent: e }, p) => {
  const latest = latestOfKinds(db, e, TOLD, LATEST_OF_KIND, isNews(e, p));
  return inLines(db, newsWhere(db, e, inArray(e.id, latest), LATEST_OF_KIND * TOLD.length));
});

/** Events of one kind as one: the latest of them, and how many there were. */
export interface UnseenEvents extends SecurityEventRow {
  readonly total: number;
}

/**
 * What happened after an instant, but for what this session did itself; a line for each kind, the newest first. Each
 * answer of a live session asks for it, so that it costs no more however much there is to tell of.
 */
export function* listUnseen(accountId: string, sessionId: string, after: Date): Work<UnseenEvents[]> {
  const asked = { accountId, sessionId, after };
  const lines = yield* unseen(asked);
  const read = lines.reduce((sum, line) => sum + line.read, 0);
  return read < AT_ONCE ? lines : yield* unseenOfMany(asked);
}

const seen = (name: string, tableOf: (tables: Tables) => Tables['browser'] | Tables['session']) =>
  writes(
    name,
    (tables) => {
      const { id, accountId, seenAt } = tableOf(tables);
      return { id, accountId, at: seenAt };
    },
    (db, tables, p) => {
      const t = tableOf(tables);
      return db
        .update(t)
        .set({ seenAt: p.at })
        .where(and(eq(t.id, p.id), eq(t.accountId, p.accountId), or(isNull(t.seenAt), lt(t.seenAt, p.at))));
    },
  );
const seenInBrowser = seen('notice_seen_in_browser', ({ browser }) => browser);
const seenInSession = seen('notice_seen_in_session', ({ session }) => session);

interface Seen {
  readonly accountId: string;
  readonly sessionId: string;
  readonly browserId: string | null;
  readonly at: Date;
}

/** Moves the mark of one browser, and never back; of the session alone where its browser has no row. */
export function* markSeen({ accountId, sessionId, browserId, at }: Seen): Work<void> {
  if (browserId !== null) yield* seenInBrowser({ id: browserId, accountId, at });
  // Read only where the browser has no mark.
  yield* seenInSession({ id: sessionId, accountId, at });
}
