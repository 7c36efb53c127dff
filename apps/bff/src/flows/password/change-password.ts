import type { Deps } from '../../deps.ts';
import { judgeNewPassword } from '../../domain/password-policy.ts';
import { type Refused, refused } from '../../outcome.ts';
import { findAccount, setPassword } from '../../store/accounts.ts';
import { giveAttemptBack } from '../../store/attempts.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { countAccountTry } from '../admission/count-try.ts';
import { type PaidTry, payForTry } from '../admission/paid-try.ts';
import { type ChangeOutcome, changeInSession } from '../protection/change-protection.ts';
import { verifyPassword } from '../proving/verify-password.ts';
import { eventOf, type Requester } from '../requester.ts';
import { askerOf, renewalOf, stepUpDemand } from '../session/session-proofs.ts';

/** Where an account's changes of its password are counted. */
const CHANGE_BUCKET = 'password-change';

/** Sets the account's own new password; every other session and every open challenge ends. */
export async function changePassword(
  deps: Deps,
  session: LiveSession,
  password: string,
  requester: Requester,
): Promise<ChangeOutcome> {
  const demand = stepUpDemand(deps, session);
  if (demand !== null) return demand;
  const verdict = judgeNewPassword(password, session.login);
  if (verdict.kind === 'refused') return refused({ type: 'password-refused', reason: verdict.reason });
  const tried = await pay(deps, session);
  if (tried.kind === 'refused') return tried;
  return tried.paid.unlessUnavailable(() => change(deps, session, password, tried.paid, requester));
}

/** Two hashes each: a session has its share of them like everybody else. A change that succeeds uses up one too. */
async function pay(deps: Deps, { accountId }: LiveSession): Promise<{ kind: 'paid'; paid: PaidTry } | Refused> {
  const { outcome, paid } = await payForTry<'paid' | Refused>(deps, accountId, function* ({ tryId, put }, now) {
    const counted = yield* countAccountTry({ kind: 'password-change', accountId, bucket: CHANGE_BUCKET, tryId, now });
    if (counted.kind === 'counted') put(() => giveAttemptBack(counted.payment));
    if (counted.kind !== 'blocked') return 'paid';
    return refused({ type: 'too-many-attempts', retryAfterSeconds: counted.retryAfterSeconds });
  });
  return outcome === 'paid' ? { kind: 'paid', paid } : outcome;
}

async function change(
  deps: Deps,
  session: LiveSession,
  password: string,
  paid: PaidTry,
  requester: Requester,
): Promise<ChangeOutcome> {
  const busy = async () => {
    await paid.giveBack();
    return refused({ type: 'busy', retryAfterSeconds: 2 });
  };
  const account = await deps.database.single(() => findAccount({ id: session.accountId }));
  if (account === undefined) return refused({ type: 'not-signed-in' });
  const same = await verifyPassword(deps, { password, account, asker: askerOf(session) });
  if (same.kind === 'busy') return busy();
  if (same.kind === 'right') return refused({ type: 'password-refused', reason: 'same' });
  const hash = await deps.passwords.hash(password, askerOf(session));
  if (hash === null) return busy();

  const now = deps.clock.now();
  const { token, ...renewal } = renewalOf(deps, session, []);
  const event = eventOf(deps, requester.client, account.id, 'password-changed', { sessionId: session.id });
  const goesOn = { renewal, byRecovery: session.byRecovery, now };
  const outcome = await deps.database.unit(() =>
    changeInSession(session, event, goesOn, () => setPassword({ id: account.id, hash, now })),
  );
  return outcome.kind === 'changed' ? { kind: 'changed', endedSessions: outcome.endedSessions, token } : outcome;
}
