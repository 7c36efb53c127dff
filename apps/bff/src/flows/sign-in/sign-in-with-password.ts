import type { Asker, Deps } from '../../deps.ts';
import { isTwoFactorOn } from '../../domain/assurance.ts';
import { type AttemptVerdict, attemptBucket, TOLD_FAILURES } from '../../domain/attempts.ts';
import { normaliseLogin } from '../../domain/login.ts';
import { type Refused, refused } from '../../outcome.ts';
import { type AccountRow, findAccount, replacePasswordHash } from '../../store/accounts.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';
import { listBrowserLogins } from '../../store/browsers.ts';
import { type Lost, nothing, together } from '../../store/database.ts';
import { findAccountByLogin } from '../../store/logins.ts';
import { appendEvent, tallyGuess } from '../../store/security-events.ts';
import {
  forgiveFailures,
  type PaidPassword,
  passwordCounts,
  payForPassword,
  recordWrongPassword,
} from '../admission/password-try.ts';
import { listAuthenticatorsFor } from '../proving/judge-proof.ts';
import { noteUnknownKinds } from '../proving/unknown-kinds.ts';
import { verifyPassword } from '../proving/verify-password.ts';
import { eventOf, guessOf, type Requester } from '../requester.ts';
import { createSession, draftSession, type SignedIn } from '../session/create-session.ts';
import { type OpenedChallenge, openChallenge } from './open-challenge.ts';

export interface PasswordSignIn {
  readonly login: string;
  readonly password: string;
  readonly requester: Requester;
  /** A challenge that this browser already has; the new one takes its place. */
  readonly challengeToken: string | null;
}

export type PasswordOutcome = SignedIn | ({ readonly kind: 'challenged' } & OpenedChallenge) | Refused;

/** How often a sign-in looks again when the account changed between the reading and the writing. */
const LOOKS = 3;
const BUSY = refused({ type: 'busy', retryAfterSeconds: 2 });

/**
 * The first step of a sign-in. An unknown login and a wrong password get the same answer after the same
 * work. No session exists before the second factor where there is one.
 */
export async function signInWithPassword(deps: Deps, input: PasswordSignIn): Promise<PasswordOutcome> {
  const login = normaliseLogin(input.login) ?? '';
  const { browserId, account } = await look(deps, login, input);
  const name = deps.keys.mac('throttle-key', `login:${login}`) ?? '';
  const counts = passwordCounts(name, input.requester, browserId);
  // In a storm, paying and paying back would cost two commits for each guess that is not even looked at.
  if (!deps.passwords.hasRoom(counts.asker)) return BUSY;
  const paid = await payForPassword(deps, counts);
  if (paid.kind !== 'paid') return refused({ type: 'too-many-attempts', retryAfterSeconds: waitOf(paid) });
  return paid.paid.unlessUnavailable(() => judge(deps, input, { login, browserId, paid }, account));
}

interface Tried {
  /** Normalised; empty when it is none. */
  readonly login: string;
  readonly browserId: string | null;
  readonly paid: PaidPassword;
}

/** Somebody whose password was right. */
interface Verified extends Tried {
  readonly account: AccountRow;
  readonly authenticators: readonly AuthenticatorRow[];
}

/** The browser by its cookie alone, so that the answer takes as long for every login. */
async function look(deps: Deps, login: string, { login: typed, requester: { browserToken } }: PasswordSignIn) {
  const tokenHash = browserToken === null ? null : deps.tokens.hash(browserToken);
  const [known, account] = await deps.database.single(() =>
    together(tokenHash === null ? nothing() : listBrowserLogins({ tokenHash }), findAccountByLogin(typed)),
  );
  return { browserId: known?.find((one) => normaliseLogin(one.login) === login)?.id ?? null, account };
}

async function judge(
  deps: Deps,
  input: PasswordSignIn,
  tried: Tried,
  account: AccountRow | undefined,
): Promise<PasswordOutcome> {
  const { paid } = tried;
  const verdict = await verifyPassword(deps, { password: input.password, account, asker: paid.counts.asker });
  if (verdict.kind === 'busy') {
    await paid.paid.giveBack();
    return BUSY;
  }
  if (verdict.kind === 'cannot-verify') {
    await paid.paid.giveBack();
    return refused({ type: 'cannot-verify' });
  }
  if (verdict.kind === 'wrong' || account === undefined) {
    await recordWrongPassword(deps, paid);
    if (isHundredth(paid)) deps.metrics.loginGuessed();
    if (account !== undefined) noteWrongPassword(deps, account, tried, input.requester);
    return refused({ type: 'wrong-credentials' });
  }
  if (verdict.needsRehash) rehashLater(deps, account, input.password, paid.counts.asker);
  const authenticators = await deps.database.single(() => listAuthenticatorsFor(account.id, tried.browserId));
  noteUnknownKinds(deps, account.id, authenticators);
  return proceed(deps, input, { ...tried, account, authenticators });
}

const waitOf = (verdict: AttemptVerdict) => (verdict.kind === 'blocked' ? verdict.retryAfterSeconds : 1);

/** In the background: the answer to a known login must take as long as that to an unknown one. */
function noteWrongPassword(deps: Deps, account: AccountRow, { browserId, paid }: Tried, { client }: Requester): void {
  const guess = { kind: 'wrong-password', bucket: attemptBucket('second-factor', browserId) } as const;
  const { id, lastSignInAt } = account;
  const event = guessOf(deps, client, id, { ...guess, lastSignInAt }, { method: 'pwd' });
  const told = isHundredth(paid) ? eventOf(deps, client, id, 'password-guessed', { method: 'pwd' }) : null;
  deps.background.run('note-wrong-password', () =>
    deps.database.unit<void>(function* () {
      yield* tallyGuess(event);
      if (told !== null) yield* appendEvent(told);
    }),
  );
}

/** Whether strangers have made a hundred more failures in a row. */
const isHundredth = ({ byStrangers }: PaidPassword) => byStrangers > 0 && byStrangers % TOLD_FAILURES === 0;

function rehashLater(deps: Deps, account: AccountRow, password: string, asker: Asker): void {
  deps.background.run('rehash-password', async () => {
    const hash = await deps.passwords.hash(password, asker);
    const old = account.passwordHash;
    if (hash !== null && old !== null)
      await deps.database.single(() => replacePasswordHash({ id: account.id, old, hash }));
  });
}

async function proceed(deps: Deps, input: PasswordSignIn, verified: Verified): Promise<PasswordOutcome> {
  const { id, login, passwordHash } = verified.account;
  let current: Verified | undefined = verified;
  for (let look = 0; look < LOOKS && current !== undefined; look += 1) {
    const open = isTwoFactorOn(current.authenticators) ? demandSecond : openSession;
    const outcome = await open(deps, input, current);
    if (outcome !== undefined) return outcome;
    current = await lookAgain(deps, current, id);
    if (!current?.account.active || current.account.passwordHash !== passwordHash) break;
    if (current.account.login !== login) break;
  }
  return refused({ type: 'wrong-credentials' });
}

function lookAgain(deps: Deps, verified: Verified, id: string): Promise<Verified | undefined> {
  return deps.database.single(function* () {
    const [account, authenticators] = yield* together(
      findAccount({ id }),
      listAuthenticatorsFor(id, verified.browserId),
    );
    return account && { ...verified, account, authenticators };
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
  const opened = await openChallenge(deps, target, challengeToken, () => forgiveFailures(verified.paid));
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
  const outcome = await deps.database.unit<SignedIn | Lost<'changed'>>(function* () {
    const session = { draft, account, proofs, byRecovery: 'none' } as const;
    const created = yield* createSession(deps, session, () => forgiveFailures(verified.paid));
    return created.kind === 'lost' ? created : created.signedIn;
  });
  return outcome.kind === 'lost' ? undefined : outcome;
}
