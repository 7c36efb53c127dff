import type { Client } from '@wattsense/contract/security';
import type { Language } from '@wattsense/contract/vocabulary';
import { and, desc, eq, gt, lt, lte, sql } from 'drizzle-orm';
import { CLOCKS_AGREE_MS } from '../domain/processes.ts';
import type { AuthenticatorRow } from './authenticators.ts';
import { first, rows, type Work, won } from './database.ts';
import { isActive } from './partial-indexes.ts';
import type { AuthenticationEvent, RecoveryProgress } from './schema-values.ts';
import { statement } from './statement.ts';

export interface SessionRow {
  readonly id: string;
  readonly accountId: string;
  readonly tokenHash: string;
  readonly epoch: number;
  readonly events: readonly AuthenticationEvent[];
  readonly byRecovery: RecoveryProgress;
  readonly client: Client;
  readonly browserId: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

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

export type BoundAuthenticator = Pick<AuthenticatorRow, 'id' | 'kind' | 'sealed' | 'disabledAt'>;

const live = statement(
  'session_live',
  ({ session: s }) => ({
    tokenHash: s.tokenHash,
    now: s.expiresAt,
    idleSince: s.lastSeenAt,
    soon: s.createdAt,
  }),
  (db, { session: s, account: a, authenticator: t, recoveryCode: r, browser: b }, p) =>
    db
      .select({
        id: s.id,
        accountId: s.accountId,
        tokenHash: s.tokenHash,
        epoch: s.epoch,
        events: s.events,
        byRecovery: s.byRecovery,
        client: s.client,
        browserId: s.browserId,
        createdAt: s.createdAt,
        lastSeenAt: s.lastSeenAt,
        expiresAt: s.expiresAt,
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
      .where(
        and(
          eq(s.tokenHash, p.tokenHash),
          gt(s.expiresAt, p.now),
          gt(s.lastSeenAt, p.idleSince),
          lte(s.createdAt, p.soon),
        ),
      )
      .orderBy(t.addedAt, t.id),
);

/**
 * Finds a session that has neither ended nor idled out, of an active account and of its present epoch. One that begins
 * in the future was made while a clock was wrong, and would outlive every end: it has ended.
 */
export function* findLiveSession(tokenHash: string, now: Date, idleSince: Date): Work<LiveSession | undefined> {
  const soon = new Date(now.getTime() + CLOCKS_AGREE_MS);
  const found = yield* rows(live, { tokenHash, now, idleSince, soon });
  const [session] = found;
  if (session === undefined) return undefined;
  const { boundId: _id, boundKind: _kind, boundSealed: _sealed, boundDisabledAt: _disabledAt, ...rest } = session;
  const authenticators = found.flatMap(({ boundId: id, boundKind: kind, boundSealed: sealed, boundDisabledAt }) =>
    id === null || kind === null || sealed === null ? [] : [{ id, kind, sealed, disabledAt: boundDisabledAt }],
  );
  return { ...rest, authenticators };
}

const present = statement(
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
  const found = yield* first(present, { former, now });
  return found === undefined ? undefined : yield* findLiveSession(found.tokenHash, now, idleSince);
}

const insert = statement(
  'session_insert',
  ({ session: s }) => ({
    id: s.id,
    accountId: s.accountId,
    tokenHash: s.tokenHash,
    epoch: s.epoch,
    events: s.events,
    byRecovery: s.byRecovery,
    client: s.client,
    browserId: s.browserId,
    createdAt: s.createdAt,
    lastSeenAt: s.lastSeenAt,
    expiresAt: s.expiresAt,
  }),
  (db, { session: s }, p) => db.insert(s).values(p).returning({ id: s.id }),
);

/** Called by `flows/session/create-session.ts` alone. */
export function insertSession(session: SessionRow): Work<boolean> {
  return won(insert, session);
}

const rotate = statement(
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
      .where(and(eq(s.id, p.id), eq(s.tokenHash, p.old)))
      .returning({ id: s.id }),
);

export interface Rotation {
  readonly id: string;
  readonly old: string;
  readonly tokenHash: string;
  readonly events: readonly AuthenticationEvent[];
  readonly epoch: number;
  readonly byRecovery: RecoveryProgress;
  readonly now: Date;
  /** Until when the token of before is good for reading; absent: it ends at once, as after every change of protection. */
  readonly formerUntil?: Date;
}

/** A new token for a session that has risen; false when another request rotated it first. The id stays for life. */
export function rotateSession(rotation: Rotation): Work<boolean> {
  const { formerUntil = null } = rotation;
  return won(rotate, { ...rotation, former: formerUntil === null ? null : rotation.old, formerUntil });
}

const touch = statement(
  'session_touch',
  ({ session: s }) => ({ id: s.id, now: s.lastSeenAt, before: s.lastSeenAt }),
  (db, { session: s }, p) =>
    db
      .update(s)
      .set({ lastSeenAt: p.now })
      .where(and(eq(s.id, p.id), lt(s.lastSeenAt, p.before)))
      .returning({ id: s.id }),
);

/** Notes activity; written only when the last note is older than `before`. */
export function touchSession(id: string, now: Date, before: Date): Work<boolean> {
  return won(touch, { id, now, before });
}

const ofAccount = statement(
  'session_of_account',
  ({ session: s }) => ({
    accountId: s.accountId,
    now: s.expiresAt,
    idleSince: s.lastSeenAt,
    soon: s.createdAt,
  }),
  (db, { session: s, account: a }, p) =>
    db
      .select({ id: s.id, events: s.events, client: s.client, createdAt: s.createdAt, lastSeenAt: s.lastSeenAt })
      .from(s)
      .innerJoin(a, and(eq(a.id, s.accountId), eq(a.securityEpoch, s.epoch)))
      .where(
        and(
          eq(s.accountId, p.accountId),
          gt(s.expiresAt, p.now),
          gt(s.lastSeenAt, p.idleSince),
          lte(s.createdAt, p.soon),
        ),
      )
      .orderBy(desc(s.createdAt), desc(s.id)),
);

export type ListedSession = Pick<SessionRow, 'id' | 'events' | 'client' | 'createdAt' | 'lastSeenAt'>;

/** Live sessions of an account, the newest first. */
export function listSessions(accountId: string, now: Date, idleSince: Date): Work<ListedSession[]> {
  return rows(ofAccount, { accountId, now, idleSince, soon: new Date(now.getTime() + CLOCKS_AGREE_MS) });
}
