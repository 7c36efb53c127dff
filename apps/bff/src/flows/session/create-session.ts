import type { Deps } from '../../deps.ts';
import type { Proof } from '../../domain/assurance.ts';
import { type AccountRow, admitToAccount } from '../../store/accounts.ts';
import {
  findBrowser,
  forgetOldestBrowsers,
  type KnownBrowser,
  moveBrowser,
  rememberBrowser,
} from '../../store/browsers.ts';
import { type Lost, lost, nothing, together, type Work } from '../../store/database.ts';
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
  type SessionRow,
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
 * @param alongside what is written with it, after it.
 */
export function* createSession<Made>(
  deps: Deps,
  { draft, account, proofs, byRecovery, guesser }: NewSession,
  alongside: () => Work<Made>,
): Work<{ readonly kind: 'created'; readonly signedIn: SignedIn; readonly made: Made } | Lost<'changed'>> {
  const { now } = draft;
  const { id: accountId, securityEpoch: epoch } = account;
  const { presentedBrowserHash } = draft;
  const [admitted, known] = yield* together(
    admitToAccount({ id: accountId, epoch, now }),
    presentedBrowserHash === null ? nothing() : findBrowser({ tokenHash: presentedBrowserHash, accountId }),
  );
  if (!admitted) return lost('changed');
  const browser = browserOf(draft, account, known);
  const row: SessionRow = {
    id: draft.id,
    accountId,
    tokenHash: draft.tokenHash,
    epoch,
    events: proofs,
    byRecovery,
    client: draft.requester.client,
    browserId: browser.id,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + deps.config.SESSION_ABSOLUTE_SECONDS * 1000),
  };
  const presented = draft.presentedSessionHash;
  const [, , , sessions, , , live, notices, made] = yield* together(
    browser.remember(),
    // The browser's earlier session would live on without a cookie that leads to it.
    presented === null ? nothing() : endSessionByToken({ tokenHash: presented }),
    insertSession(row),
    listSessions(accountId, now, new Date(0)),
    appendEvent(draft.signedIn),
    guesser === undefined ? nothing() : mendGuesses(accountId, guesser, now),
    findLiveSession(draft.tokenHash, now, new Date(0)),
    findNotices({ ...row, seenAt: browser.seenAt }),
    alongside(),
  );
  if (live === undefined) return lost('changed');
  yield* together(...sessions.slice(SESSIONS_PER_ACCOUNT).map(({ id }) => endSession({ id, accountId })));
  const session = { id: draft.id, token: draft.token, browserToken: browser.token, live, notices };
  return { kind: 'created', signedIn: { kind: 'signed-in', session }, made };
}

/** The browser of a sign-in: what it is called by from now on, and what remembers it. */
interface SignedInBrowser {
  readonly id: string;
  readonly token: string;
  /** Up to when its notices were seen. */
  readonly seenAt: Date | null;
  readonly remember: () => Work<unknown>;
}

/**
 * A cookie that is already known for this account stays. Any other is replaced and its rows move to the
 * new token, so that a token planted by somebody else never becomes known for this account.
 */
function browserOf(
  draft: SessionDraft,
  { id: accountId, lastSignInAt }: AccountRow,
  known: KnownBrowser | undefined,
): SignedInBrowser {
  const { presentedBrowserHash: presented, presentedBrowserToken: token, now } = draft;
  // Before the first sign-in of all there was nobody to be told of anything.
  const seenAt = lastSignInAt === null ? now : toldFrom(now);
  if (known !== undefined && token !== null) {
    const remember = () => rememberBrowser({ ...known, now, seenAt });
    return { id: known.id, token, seenAt: known.seenAt, remember };
  }
  const row = { id: draft.browserRowId, accountId, tokenHash: draft.freshBrowserHash };
  const remember = () =>
    together(
      presented === null ? nothing() : moveBrowser({ from: presented, to: row.tokenHash }),
      rememberBrowser({ ...row, now, seenAt }),
      forgetOldestBrowsers({ accountId }),
    );
  return { id: row.id, token: draft.freshBrowserToken, seenAt, remember };
}
