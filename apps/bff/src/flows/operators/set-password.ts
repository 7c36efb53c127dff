import type { Deps } from '../../deps.ts';
import { judgeNewPassword, type PasswordJudgement } from '../../domain/password-policy.ts';
import { type AccountRow, findAccount, setPassword as storePassword } from '../../store/accounts.ts';
import { bumpSecurityEpoch, clearPassword } from '../../store/operator-accounts.ts';
import { putPasswordLink } from '../../store/password-links.ts';
import { appendEvent } from '../../store/security-events.ts';
import { draftPasswordLink, type IssuedPasswordLink } from '../password/issue-password-link.ts';
import { endWhatStood } from '../protection/end-what-stood.ts';
import { eventOf } from '../requester.ts';

export type SetPasswordOutcome =
  | { readonly kind: 'set'; readonly endedSessions: number }
  | { readonly kind: 'busy' }
  | { readonly kind: 'unknown-account' }
  | { readonly kind: 'bad-password'; readonly reason: Extract<PasswordJudgement, { kind: 'refused' }>['reason'] };

/** Sets a password that the operator was given. Sessions and sign-ins under way end; the second factor stays. */
export async function setPassword(
  deps: Pick<Deps, 'database' | 'clock' | 'random' | 'passwords'>,
  account: Pick<AccountRow, 'id' | 'login'>,
  password: string,
): Promise<SetPasswordOutcome> {
  const verdict = judgeNewPassword(password, account.login);
  if (verdict.kind === 'refused') return { kind: 'bad-password', reason: verdict.reason };
  const hash = await deps.passwords.hash(password, { turn: 'signed-in', client: account.id, part: account.id });
  if (hash === null) return { kind: 'busy' };
  const now = deps.clock.now();
  const event = eventOf(deps, null, account.id, 'password-changed');
  return deps.database.unit<SetPasswordOutcome>(function* () {
    if (!(yield* bumpSecurityEpoch(account.id))) return { kind: 'unknown-account' };
    yield* storePassword(account.id, hash, now);
    const endedSessions = yield* endWhatStood(account.id);
    yield* appendEvent(event);
    return { kind: 'set', endedSessions };
  });
}

export type LinkOutcome =
  | { readonly kind: 'issued'; readonly link: IssuedPasswordLink; readonly endedSessions: number }
  | { readonly kind: 'unknown-account' };

/**
 * Makes a one-time link with which the person sets a password that no operator sees.
 * @param clear the present password stops working at once, and everybody is signed out; otherwise it works until
 * the link is used.
 */
export async function offerPasswordLink(
  deps: Pick<Deps, 'config' | 'database' | 'clock' | 'random' | 'tokens'>,
  accountId: string,
  { clear }: { readonly clear: boolean },
): Promise<LinkOutcome> {
  const { row, link } = draftPasswordLink(deps, accountId);
  const event = eventOf(deps, null, accountId, 'password-changed');
  return deps.database.unit<LinkOutcome>(function* () {
    if ((yield* findAccount(accountId)) === undefined) return { kind: 'unknown-account' };
    let endedSessions = 0;
    if (clear) {
      yield* bumpSecurityEpoch(accountId);
      yield* clearPassword(accountId, row.createdAt);
      endedSessions = yield* endWhatStood(accountId);
      yield* appendEvent(event);
    }
    yield* putPasswordLink(row);
    return { kind: 'issued', link, endedSessions };
  });
}
