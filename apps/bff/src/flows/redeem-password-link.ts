import type { Deps } from '../deps.ts';
import { judgeNewPassword } from '../domain/password-policy.ts';
import { type AccountRow, findAccount, raiseSecurityEpoch, setPassword } from '../store/accounts.ts';
import { removeChallenges } from '../store/challenges.ts';
import { RolledBack } from '../store/database.ts';
import { removeEnrolments } from '../store/enrolments.ts';
import { endAllSessions } from '../store/operator-accounts.ts';
import { findPasswordLink, spendPasswordLink } from '../store/password-links.ts';
import { appendEvent } from '../store/security-events.ts';
import { resetThrottle } from '../store/throttles.ts';
import { type Refused, refused } from './outcome.ts';
import { payThrottledTry } from './pay-for-try.ts';
import { eventOf, type Requester } from './requester.ts';

/** As `tokens.issue` makes them; anything else is not even looked up. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface Redemption {
  readonly token: string;
  readonly newPassword: string;
  readonly requester: Requester;
}

export type RedeemOutcome = { readonly kind: 'redeemed'; readonly login: string } | Refused;

/**
 * Sets the person's own password with a one-time link. It never signs in: with two-factor on, the second factor is
 * asked for as ever. Used, replaced, expired and never made look the same.
 */
export async function redeemPasswordLink(deps: Deps, input: Redemption): Promise<RedeemOutcome> {
  const throttle = `password-link:${input.requester.clientKey}`;
  const paid = await deps.database.unit(() => payThrottledTry('password-client', throttle, deps.clock.now()));
  if (paid.kind !== 'allowed') {
    const retryAfterSeconds = paid.kind === 'blocked' ? paid.retryAfterSeconds : 1;
    return refused({ type: 'too-many-attempts', retryAfterSeconds });
  }
  const tokenHash = TOKEN.test(input.token) ? deps.tokens.hash(input.token) : null;
  const account = tokenHash === null ? undefined : await accountOf(deps, tokenHash);
  if (tokenHash === null || account === undefined) return refused({ type: 'not-found' });
  await deps.database.single(() => resetThrottle(throttle));
  const verdict = judgeNewPassword(input.newPassword, account.login);
  if (verdict.kind === 'refused') return refused({ type: 'password-refused', reason: verdict.reason });
  if (account.passwordHash !== null) {
    const same = await deps.passwords.verify(input.newPassword, account.passwordHash);
    if (same.kind === 'busy') return refused({ type: 'busy', retryAfterSeconds: 2 });
    if (same.kind === 'right') return refused({ type: 'password-refused', reason: 'same' });
  }
  const hash = await deps.passwords.hash(input.newPassword);
  if (hash === null) return refused({ type: 'busy', retryAfterSeconds: 2 });
  return store(deps, account, tokenHash, hash, input.requester);
}

function accountOf(deps: Deps, tokenHash: string): Promise<AccountRow | undefined> {
  const now = deps.clock.now();
  return deps.database.single(function* () {
    const link = yield* findPasswordLink(tokenHash, now);
    const account = link && (yield* findAccount(link.accountId));
    return account?.active ? account : undefined;
  });
}

function store(
  deps: Deps,
  account: AccountRow,
  tokenHash: string,
  hash: string,
  requester: Requester,
): Promise<RedeemOutcome> {
  const now = deps.clock.now();
  const event = eventOf(deps, requester.client, account.id, 'password-changed');
  return deps.database.unit<RedeemOutcome>(function* () {
    const epoch = yield* raiseSecurityEpoch(account.id, account.securityEpoch);
    if (epoch === undefined) return refused({ type: 'conflict', conflict: 'changed-elsewhere' });
    if (!(yield* spendPasswordLink(tokenHash, now)))
      return new RolledBack<RedeemOutcome>(refused({ type: 'not-found' }));
    yield* setPassword(account.id, hash, now);
    yield* removeEnrolments(account.id);
    yield* endAllSessions(account.id);
    yield* removeChallenges(account.id);
    yield* appendEvent(event);
    return { kind: 'redeemed', login: account.login };
  });
}
