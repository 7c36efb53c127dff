import type { Language } from '@wattsense/contract/vocabulary';
import { and, desc, eq, getTableColumns, gt, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import { CLOCKS_AGREE_MS } from '../domain/processes.ts';
import type { AuthenticatorRow } from './authenticators.ts';
import { counts, finds, lists, type Work, writes } from './database.ts';
import type { Row, Tables } from './schema.ts';
import { isActive } from './schema-values.ts';
import { removal } from './shared-queries.ts';
import type { ValuesOf } from './statement.ts';

/** What a session begins with; the rest comes with a step-up or with notices that were seen. */
function columnsOf(s: Tables['session']) {
  const {
    formerTokenHash: _token,
    formerUntil: _until,
    notice: _notice,
    seenAt: _seenAt,
    ...columns
  } = getTableColumns(s);
  return columns;
}

export type SessionRow = Omit<Row<'session'>, 'formerTokenHash' | 'formerUntil' | 'notice' | 'seenAt'>;

/** A session that has neither ended nor idled out. One that begins in the future was made while a clock was wrong. */
const isLive = (s: Tables['session'], p: Record<'now' | 'idleSince' | 'soon', SQL<Date>>) =>
  and(gt(s.expiresAt, p.now), gt(s.lastSeenAt, p.idleSince), lte(s.createdAt, p.soon));

const soonAfter = (now: Date) => new Date(now.getTime() + CLOCKS_AGREE_MS);

/** A live session with what every request about it needs to know; read in one statement. */
export interface LiveSession extends SessionRow {
  readonly login: string;
  readonly name: string;
  readonly language: Language;
  readonly recoveryCodeSavedAt: Date | null;
  /** Up to when the notices were seen in its browser, or in it alone where the browser has no row. */
  readonly seenAt: Date | null;
  /** All that is bound to the account, the first one first. */
  readonly authenticators: readonly BoundAuthenticator[];
}

export type BoundAuthenticator = Pick<AuthenticatorRow, 'id' | 'accountId' | 'kind' | 'sealed' | 'disabledAt'>;

const live = lists(
  'session_live',
  ({ session: s }) => ({ tokenHash: s.tokenHash, now: s.expiresAt, idleSince: s.lastSeenAt, soon: s.createdAt }),
  (db, { session: s, account: a, authenticator: t, recoveryCode: r, browser: b }, p) =>
    db
      .select({
        ...columnsOf(s),
        login: a.login,
        name: a.name,
        language: a.language,
        recoveryCodeSavedAt: r.savedAt,
        seenAt: sql<Date | null>`coalesce(${b.seenAt}, ${s.seenAt})`.mapWith(s.seenAt),
        boundId: t.id,
        boundKind: t.kind,
        boundSealed: t.sealed,
        boundDisabledAt: t.disabledAt,
      })
      .from(s)
      .innerJoin(a, and(eq(a.id, s.accountId), eq(a.securityEpoch, s.epoch), eq(a.active, true)))
      .leftJoin(t, eq(t.accountId, s.accountId))
      .leftJoin(r, and(eq(r.accountId, s.accountId), isActive(r)))
      .leftJoin(b, and(eq(b.id, s.browserId), eq(b.accountId, s.accountId)))
      .where(and(eq(s.tokenHash, p.tokenHash), isLive(s, p)))
      .orderBy(t.addedAt, t.id),
);

/**
 * Finds a session that has neither ended nor idled out, of an active account and of its present epoch. One that begins
 * in the future was made while a clock was wrong, and would outlive every end: it has ended.
 */
export function* findLiveSession(tokenHash: string, now: Date, idleSince: Date): Work<LiveSession | undefined> {
  const found = yield* live({ tokenHash, now, idleSince, soon: soonAfter(now) });
  const [session] = found;
  if (session === undefined) return undefined;
  const { boundId: _id, boundKind: _kind, boundSealed: _sealed, boundDisabledAt: _disabledAt, ...rest } = session;
  const { accountId } = session;
  const authenticators = found.flatMap(({ boundId: id, boundKind: kind, boundSealed: sealed, boundDisabledAt }) =>
    id === null || kind === null || sealed === null
      ? []
      : [{ id, accountId, kind, sealed, disabledAt: boundDisabledAt }],
  );
  return { ...rest, authenticators };
}

const present = finds(
  'session_present_token',
  ({ session: s }) => ({ former: s.formerTokenHash, now: s.formerUntil }),
  (db, { session: s }, p) =>
    db
      .select({ tokenHash: s.tokenHash })
      .from(s)
      .where(and(eq(s.formerTokenHash, p.former), gt(s.formerUntil, p.now))),
);

/** The same by the token that it had before its last step-up, while that is still good for reading. */
export function* findBySupersededToken(former: string, now: Date, idleSince: Date): Work<LiveSession | undefined> {
  const found = yield* present({ former, now });
  return found === undefined ? undefined : yield* findLiveSession(found.tokenHash, now, idleSince);
}

/** Called by `flows/session/create-session.ts` alone. */
export const insertSession = writes(
  'session_insert',
  ({ session: s }) => columnsOf(s),
  (db, { session: s }, p) => db.insert(s).values(p),
);

const rotate = writes(
  'session_rotate',
  ({ session: s }) => ({
    id: s.id,
    old: s.tokenHash,
    tokenHash: s.tokenHash,
    former: s.formerTokenHash,
    formerUntil: s.formerUntil,
    events: s.events,
    epoch: s.epoch,
    byRecovery: s.byRecovery,
    now: s.lastSeenAt,
  }),
  (db, { session: s }, p) =>
    db
      .update(s)
      .set({
        tokenHash: p.tokenHash,
        formerTokenHash: p.former,
        formerUntil: p.formerUntil,
        events: p.events,
        epoch: p.epoch,
        byRecovery: p.byRecovery,
        lastSeenAt: p.now,
      })
      .where(and(eq(s.id, p.id), eq(s.tokenHash, p.old))),
);

export interface Rotation extends Omit<ValuesOf<typeof rotate>, 'former' | 'formerUntil'> {
  /** Until when the token of before is good for reading; absent: it ends at once, as after every change of protection. */
  readonly formerUntil?: Date;
}

/** A new token for a session that has risen; false when another request rotated it first. The id stays for life. */
export function rotateSession(rotation: Rotation): Work<boolean> {
  const { formerUntil = null } = rotation;
  return rotate({ ...rotation, former: formerUntil === null ? null : rotation.old, formerUntil });
}

/** Notes activity; written only when the last note is older than `before`. */
export const touchSession = writes(
  'session_touch',
  ({ session: s }) => ({ id: s.id, now: s.lastSeenAt, before: s.lastSeenAt }),
  (db, { session: s }, p) =>
    db
      .update(s)
      .set({ lastSeenAt: p.now })
      .where(and(eq(s.id, p.id), lt(s.lastSeenAt, p.before))),
);

const ofAccount = lists(
  'session_of_account',
  ({ session: s }) => ({ accountId: s.accountId, now: s.expiresAt, idleSince: s.lastSeenAt, soon: s.createdAt }),
  (db, { session: s, account: a }, p) =>
    db
      .select({ id: s.id, events: s.events, client: s.client, createdAt: s.createdAt, lastSeenAt: s.lastSeenAt })
      .from(s)
      .innerJoin(a, and(eq(a.id, s.accountId), eq(a.securityEpoch, s.epoch)))
      .where(and(eq(s.accountId, p.accountId), isLive(s, p)))
      .orderBy(desc(s.createdAt), desc(s.id)),
);

export type ListedSession = Pick<SessionRow, 'id' | 'events' | 'client' | 'createdAt' | 'lastSeenAt'>;

/** Live sessions of an account, the newest first. */
export function listSessions(accountId: string, now: Date, idleSince: Date): Work<ListedSession[]> {
  return ofAccount({ accountId, now, idleSince, soon: soonAfter(now) });
}

export const endSession = writes(
  'session_end',
  ({ session: s }) => ({ id: s.id, accountId: s.accountId }),
  (db, { session: s }, p) => db.delete(s).where(and(eq(s.id, p.id), eq(s.accountId, p.accountId))),
);

/** Ends whatever session a token stands for, or stood for before its last step-up. */
export const endSessionByToken = writes(
  'session_end_by_token',
  ({ session: s }) => ({ tokenHash: s.tokenHash }),
  (db, { session: s }, p) => db.delete(s).where(or(eq(s.tokenHash, p.tokenHash), eq(s.formerTokenHash, p.tokenHash))),
);

/** Ends all sessions of an account but one; returns how many. */
export const endOtherSessions = counts(
  'session_end_others',
  ({ session: s }) => ({ accountId: s.accountId, keep: s.id }),
  (db, { session: s }, p) => db.delete(s).where(and(eq(s.accountId, p.accountId), ne(s.id, p.keep))),
);

/** Ends every session of an account; returns how many. */
export const endAllSessions = removal('session_end_all', ({ session }) => session);
