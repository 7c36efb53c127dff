import type { Deps } from '../deps.ts';
import { type AttemptVerdict, payForTry } from '../domain/attempts.ts';
import { normaliseLogin } from '../domain/login.ts';
import { isTwoFactorOn } from '../domain/two-factor.ts';
import { type AccountRow, findAccountByLogin, replacePasswordHash } from '../store/accounts.ts';
import type { AuthenticatorRow } from '../store/authenticators.ts';
import { findBrowser } from '../store/browsers.ts';
import { RolledBack, type Work } from '../store/database.ts';
import { appendEvent } from '../store/security-events.ts';
import { findThrottle, refundThrottle, resetThrottle } from '../store/throttles.ts';
import { type CreatedSession, createSession, draftSession } from './create-session.ts';
import { type OpenedChallenge, openChallenge } from './open-challenge.ts';
import { type Refused, refused } from './outcome.ts';
import { payThrottledTry } from './pay-for-try.ts';
import { eventOf, type Requester } from './requester.ts';
import { noteUnknownKinds } from './unknown-kinds.ts';
import { listAuthenticatorsFor } from './usable-authenticators.ts';

export interface PasswordSignIn {
  readonly login: string;
  readonly password: string;
  readonly requester: Requester;
  /** A challenge that this browser already has; the new one takes its place. */
  readonly challengeToken: string | null;
}

export type PasswordOutcome =
  | { readonly kind: 'signed-in'; readonly session: CreatedSession }
  | ({ readonly kind: 'challenged' } & OpenedChallenge)
  | Refused;

/** How often a sign-in looks again when the account changed between the reading and the writing. */
const LOOKS = 3;
const BUSY = refused({ type: 'busy', retryAfterSeconds: 2 });

/**
 * The first step of a sign-in. An unknown login and a wrong password get the same answer after the same
 * work. No session exists before the second factor where there is one.
 */
export async function signInWithPassword(deps: Deps, input: PasswordSignIn): Promise<PasswordOutcome> {
  // In a storm, paying and paying back would cost two commits for each guess that is not even looked at.
  if (!deps.passwords.hasRoom()) return BUSY;
  const found = await findByLogin(deps, input);
  const paid = await payForPassword(deps, found.keys);
  if (paid.kind !== 'allowed') return refused({ type: 'too-many-attempts', retryAfterSeconds: waitOf(paid) });

  const stored = found.account?.active === true ? found.account.passwordHash : null;
  const verdict = await deps.passwords.verify(input.password, stored);
  if (verdict.kind === 'busy') {
    await deps.database.single(() => refundThrottle(found.keys.own, 1));
    return BUSY;
  }
  if (verdict.kind === 'wrong' || found.account === undefined) {
    await countForClient(deps, found.keys.shared);
    noteWrongPassword(deps, found.account, input.requester);
    return refused({ type: 'wrong-credentials' });
  }
  if (verdict.needsRehash) rehashLater(deps, found.account, input.password);
  return proceed(deps, input, { ...found, account: found.account, paid: paid.failed });
}

interface ThrottleKeys {
  /** Of this login from this client or known browser: paid before the password is looked at. */
  readonly own: string;
  /** Of the client over all logins: counted when a password proves wrong. */
  readonly shared: string | null;
}

interface Found {
  readonly account: AccountRow | undefined;
  readonly authenticators: readonly AuthenticatorRow[];
  readonly browserId: string | null;
  readonly keys: ThrottleKeys;
}

/** Somebody whose password was right. */
interface Verified extends Found {
  readonly account: AccountRow;
  /** Tries in a row of this login, this one included. */
  readonly paid: number;
}

async function findByLogin(deps: Deps, { login, requester }: PasswordSignIn): Promise<Found> {
  const normal = normaliseLogin(login);
  const tokenHash = requester.browserToken === null ? null : deps.tokens.hash(requester.browserToken);
  const { account, authenticators, browser } = await deps.database.single(function* () {
    const account = normal === null ? undefined : yield* findAccountByLogin(normal);
    const browser = account && tokenHash ? yield* findBrowser(tokenHash, account.id) : undefined;
    const authenticators = account === undefined ? [] : yield* listAuthenticatorsFor(account.id, browser?.id ?? null);
    return { account, authenticators, browser };
  });
  if (account !== undefined) noteUnknownKinds(deps, account.id, authenticators);
  const name = deps.keys.mac('throttle-key', `login:${normal ?? ''}`);
  // A browser that signed in before keeps a count of its own, so that strangers cannot lock the owner out.
  return browser
    ? { account, authenticators, browserId: browser.id, keys: { own: `${name}/browser:${browser.id}`, shared: null } }
    : {
        account,
        authenticators,
        browserId: null,
        keys: { own: `${name}/${requester.clientKey}`, shared: `client:${requester.clientKey}` },
      };
}

/**
 * The client's own count is only read here. Were it paid in advance, thirty people behind one address who
 * sign in at once would shut each other out; what overshoots it is bounded by the hasher's queue.
 */
function payForPassword(deps: Deps, keys: ThrottleKeys): Promise<AttemptVerdict> {
  const now = deps.clock.now();
  return deps.database.unit(function* () {
    const own = yield* payThrottledTry('password', keys.own, now);
    if (own.kind !== 'allowed' || keys.shared === null) return own;
    const shared = payForTry('password-client', yield* findThrottle(keys.shared), now);
    return shared.kind === 'allowed' ? own : new RolledBack(shared);
  });
}

const waitOf = (verdict: AttemptVerdict) => (verdict.kind === 'blocked' ? verdict.retryAfterSeconds : 1);

/** Whether the login exists or not: the same work before the same answer. */
async function countForClient(deps: Deps, shared: string | null): Promise<void> {
  if (shared === null) return;
  const now = deps.clock.now();
  await deps.database.unit(() => payThrottledTry('password-client', shared, now));
}

/** Success clears this login's own count; of the client's it takes back only this login's earlier failures. */
function* forgiveFailures({ keys, paid }: Verified): Work<void> {
  const failures = paid - 1;
  yield* resetThrottle(keys.own);
  if (keys.shared !== null && failures > 0) yield* refundThrottle(keys.shared, failures);
}

/** In the background: the answer to a known login must take as long as that to an unknown one. */
function noteWrongPassword(deps: Deps, account: AccountRow | undefined, requester: Requester): void {
  if (account === undefined) return;
  const event = eventOf(deps, requester.client, account.id, 'wrong-password', { method: 'pwd' });
  deps.background.run('note-wrong-password', async () => {
    await deps.database.single(() => appendEvent(event));
  });
}

function rehashLater(deps: Deps, account: AccountRow, password: string): void {
  deps.background.run('rehash-password', async () => {
    const hash = await deps.passwords.hash(password);
    const old = account.passwordHash;
    if (hash !== null && old !== null) await deps.database.single(() => replacePasswordHash(account.id, old, hash));
  });
}

async function proceed(deps: Deps, input: PasswordSignIn, verified: Verified): Promise<PasswordOutcome> {
  const { login, passwordHash } = verified.account;
  let current: Verified | undefined = verified;
  for (let look = 0; look < LOOKS && current !== undefined; look += 1) {
    const open = isTwoFactorOn(current.authenticators) ? demandSecond : openSession;
    const outcome = await open(deps, input, current);
    if (outcome !== undefined) return outcome;
    current = await lookAgain(deps, current, login);
    if (!current?.account.active || current.account.passwordHash !== passwordHash) break;
  }
  return refused({ type: 'wrong-credentials' });
}

function lookAgain(deps: Deps, verified: Verified, login: string): Promise<Verified | undefined> {
  return deps.database.single(function* () {
    const account = yield* findAccountByLogin(login);
    if (account === undefined) return undefined;
    return { ...verified, account, authenticators: yield* listAuthenticatorsFor(account.id, verified.browserId) };
  });
}

/** Undefined when the account changed since it was read. */
async function demandSecond(
  deps: Deps,
  { requester, challengeToken }: PasswordSignIn,
  verified: Verified,
): Promise<PasswordOutcome | undefined> {
  const { account, authenticators, browserId } = verified;
  const target = { account, authenticators, browserId, requester };
  const opened = await openChallenge(deps, target, challengeToken, () => forgiveFailures(verified));
  return opened && { kind: 'challenged', ...opened };
}

async function openSession(
  deps: Deps,
  { requester }: PasswordSignIn,
  verified: Verified,
): Promise<PasswordOutcome | undefined> {
  const { account } = verified;
  const draft = draftSession(deps, account.id, requester, 'pwd');
  const proofs = [{ method: 'pwd', at: draft.now.getTime() }] as const;
  const session = await deps.database.unit<CreatedSession | undefined>(function* () {
    const created = yield* createSession(deps, { draft, account, proofs, byRecovery: 'none' });
    if (created === undefined) return new RolledBack<CreatedSession | undefined>(undefined);
    yield* forgiveFailures(verified);
    return created;
  });
  return session && { kind: 'signed-in', session };
}
