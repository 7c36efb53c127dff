import type { Deps } from '../../deps.ts';
import type { Proof } from '../../domain/assurance.ts';
import { type AccountRow, admitToAccount } from '../../store/accounts.ts';
import { findBrowser, forgetOldestBrowsers, moveBrowser, rememberBrowser } from '../../store/browsers.ts';
import { type Lost, lost, type Work } from '../../store/database.ts';
import type { UnseenEvents } from '../../store/notices.ts';
import type { RecoveryProgress } from '../../store/schema-values.ts';
import { appendEvent, mendGuesses, type SecurityEventRow } from '../../store/security-events.ts';
import {
  endSession,
  endSessionByToken,
  findLiveSession,
  insertSession,
  type LiveSession,
  listSessions,
} from '../../store/sessions.ts';
import { eventOf, type Requester } from '../requester.ts';
import { findNotices, toldFrom } from './notices.ts';

/** Sessions that an account may have at once; the oldest ends when one more begins. */
const SESSIONS_PER_ACCOUNT = 10;

/** Everything random about a new session, drawn before its unit of work begins. */
export interface SessionDraft {
  readonly id: string;
  readonly token: string;
  readonly tokenHash: string;
  readonly browserRowId: string;
  readonly freshBrowserToken: string;
  readonly freshBrowserHash: string;
  readonly presentedBrowserToken: string | null;
  readonly presentedBrowserHash: string | null;
  readonly presentedSessionHash: string | null;
  readonly signedIn: SecurityEventRow;
  readonly requester: Requester;
  readonly now: Date;
}

export interface NewSession {
  readonly draft: SessionDraft;
  readonly account: AccountRow;
  readonly proofs: readonly Proof[];
  readonly byRecovery: RecoveryProgress;
  /** Whose wrong codes, if there were any, are mended by this. */
  readonly guesser?: string;
}

export interface SignedIn {
  readonly kind: 'signed-in';
  readonly session: CreatedSession;
}

/** What the browser is given: the session's token and the token by which it is known from now on. */
export interface CreatedSession {
  readonly id: string;
  readonly token: string;
  readonly browserToken: string;
  /** As it stands, so that nothing is left to be read between the commit and the answer: what is lost there is lost. */
  readonly live: LiveSession;
  readonly notices: readonly UnseenEvents[];
}

export function draftSession(
  deps: Deps,
  accountId: string,
  requester: Requester,
  method: Proof['method'],
): SessionDraft {
  const session = deps.tokens.issue();
  const browser = deps.tokens.issue();
  const id = deps.random.id();
  return {
    id,
    token: session.token,
    tokenHash: session.hash,
    browserRowId: deps.random.id(),
    freshBrowserToken: browser.token,
    freshBrowserHash: browser.hash,
    presentedBrowserToken: requester.browserToken,
    presentedBrowserHash: requester.browserToken === null ? null : deps.tokens.hash(requester.browserToken),
    presentedSessionHash: requester.sessionToken === null ? null : deps.tokens.hash(requester.sessionToken),
    signedIn: eventOf(deps, requester.client, accountId, 'signed-in', { method, sessionId: id }),
    requester,
    now: deps.clock.now(),
  };
}

/**
 * The one way to a session. Lost when the account changed since it was read (authenticator, password or status): the
 * unit of work is undone, and its caller looks again.
 */
export function* createSession(
  deps: Deps,
  { draft, account, proofs, byRecovery, guesser }: NewSession,
): Work<SignedIn | Lost<'changed'>> {
  const { now } = draft;
  if (!(yield* admitToAccount({ id: account.id, epoch: account.securityEpoch, now }))) return lost('changed');
  const browser = yield* knowBrowser(draft, account);
  // The browser's earlier session would live on without a cookie that leads to it.
  if (draft.presentedSessionHash !== null) yield* endSessionByToken({ tokenHash: draft.presentedSessionHash });
  yield* insertSession({
    id: draft.id,
    accountId: account.id,
    tokenHash: draft.tokenHash,
    epoch: account.securityEpoch,
    events: proofs,
    byRecovery,
    client: draft.requester.client,
    browserId: browser.id,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + deps.config.SESSION_ABSOLUTE_SECONDS * 1000),
  });
  const sessions = yield* listSessions(account.id, now, new Date(0));
  for (const surplus of sessions.slice(SESSIONS_PER_ACCOUNT))
    yield* endSession({ id: surplus.id, accountId: account.id });
  yield* appendEvent(draft.signedIn);
  if (guesser !== undefined) yield* mendGuesses(account.id, guesser, now);
  const live = yield* findLiveSession(draft.tokenHash, now, new Date(0));
  if (live === undefined) return lost('changed');
  const notices = yield* findNotices(live);
  const session = { id: draft.id, token: draft.token, browserToken: browser.token, live, notices };
  return { kind: 'signed-in', session };
}

/**
 * A cookie that is already known for this account stays. Any other is replaced and its rows move to the
 * new token, so that a token planted by somebody else never becomes known for this account.
 */
function* knowBrowser(
  draft: SessionDraft,
  { id: accountId, lastSignInAt }: AccountRow,
): Work<{ id: string; token: string }> {
  const { presentedBrowserHash: presented, presentedBrowserToken: token, now } = draft;
  // Before the first sign-in of all there was nobody to be told of anything.
  const seenAt = lastSignInAt === null ? now : toldFrom(now);
  if (presented !== null && token !== null) {
    const known = yield* findBrowser({ tokenHash: presented, accountId });
    if (known !== undefined) {
      yield* rememberBrowser({ ...known, now, seenAt });
      return { id: known.id, token };
    }
    yield* moveBrowser({ from: presented, to: draft.freshBrowserHash });
  }
  const row = { id: draft.browserRowId, accountId, tokenHash: draft.freshBrowserHash };
  yield* rememberBrowser({ ...row, now, seenAt });
  yield* forgetOldestBrowsers({ accountId });
  return { id: row.id, token: draft.freshBrowserToken };
}
