import type { Deps } from '../../deps.ts';
import { judgeNewPassword } from '../../domain/password-policy.ts';
import { type Refused, refused } from '../../outcome.ts';
import {
  type AccountRow,
  findAccount,
  findPasswordLink,
  setPassword,
  spendPasswordLink,
} from '../../store/accounts.ts';
import type { Work } from '../../store/database.ts';
import { giveThrottleBack } from '../../store/throttles.ts';
import { type PaidTry, payForTry } from '../admission/paid-try.ts';
import { countThrottledTry, strangerOf } from '../admission/password-try.ts';
import { changeByLink } from '../protection/change-protection.ts';
import { verifyPassword } from '../proving/verify-password.ts';
import { eventOf, type Requester } from '../requester.ts';

/** As `tokens.issue` makes them; anything else is not even looked up. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

const BUSY = refused({ type: 'busy', retryAfterSeconds: 2 });

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
  const tried = await pay(deps, input.requester);
  if (tried.kind === 'refused') return tried;
  return tried.paid.unlessUnavailable(() => redeem(deps, input, tried.paid));
}

/** A link that is none and a hash without a change count for the client; what was no guess is given back. */
async function pay(deps: Deps, { clientKey }: Requester): Promise<{ kind: 'paid'; paid: PaidTry } | Refused> {
  const key = `password-link:${clientKey}`;
  const { outcome, paid } = await payForTry<'paid' | Refused>(deps, key, function* ({ tryId, put }, now) {
    const counted = yield* countThrottledTry({ kind: 'password-client', key, tryId, now });
    if (counted.kind === 'counted') put(() => giveThrottleBack(counted.payment));
    if (counted.kind !== 'blocked') return 'paid';
    return refused({ type: 'too-many-attempts', retryAfterSeconds: counted.retryAfterSeconds });
  });
  return outcome === 'paid' ? { kind: 'paid', paid } : outcome;
}

async function redeem(deps: Deps, input: Redemption, paid: PaidTry): Promise<RedeemOutcome> {
  const { requester, newPassword } = input;
  const tokenHash = TOKEN.test(input.token) ? deps.tokens.hash(input.token) : null;
  const account = tokenHash === null ? undefined : await accountOf(deps, tokenHash);
  if (tokenHash === null || account === undefined) return refused({ type: 'not-found' });
  const unjudged = async (refusal: Refused) => {
    await paid.giveBack();
    return refusal;
  };
  const verdict = judgeNewPassword(newPassword, account.login);
  if (verdict.kind === 'refused') return unjudged(refused({ type: 'password-refused', reason: verdict.reason }));
  const asker = strangerOf(requester);
  if (account.passwordHash !== null) {
    const same = await verifyPassword(deps, { password: newPassword, account, asker });
    if (same.kind === 'busy') return unjudged(BUSY);
    if (same.kind === 'right') return refused({ type: 'password-refused', reason: 'same' });
  }
  const hash = await deps.passwords.hash(newPassword, asker);
  if (hash === null) return unjudged(BUSY);
  const outcome = await store(deps, account, tokenHash, hash, requester);
  if (outcome.kind === 'redeemed') await paid.giveBack();
  return outcome;
}

function accountOf(deps: Deps, tokenHash: string): Promise<AccountRow | undefined> {
  const now = deps.clock.now();
  return deps.database.single(function* () {
    const link = yield* findPasswordLink({ tokenHash, now });
    const account = link && (yield* findAccount({ id: link.accountId }));
    return account?.active ? account : undefined;
  });
}

async function store(
  deps: Deps,
  account: AccountRow,
  tokenHash: string,
  hash: string,
  { client }: Requester,
): Promise<RedeemOutcome> {
  const now = deps.clock.now();
  const event = eventOf(deps, client, account.id, 'password-changed');
  const outcome = await deps.database.unit(() =>
    changeByLink(account, event, function* (): Work<Refused | boolean> {
      if (!(yield* spendPasswordLink({ tokenHash, now }))) return refused({ type: 'not-found' });
      return yield* setPassword({ id: account.id, hash, now });
    }),
  );
  return outcome.kind === 'changed' ? { kind: 'redeemed', login: account.login } : outcome;
}
