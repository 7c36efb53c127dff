import type { Deps } from '../../deps.ts';
import { judgeNewPassword, type PasswordJudgement } from '../../domain/password-policy.ts';
import {
  type AccountRow,
  clearPassword,
  findAccount,
  putPasswordLink,
  setPassword as storePassword,
} from '../../store/accounts.ts';
import { type Lost, lost, type Work } from '../../store/database.ts';
import { draftPasswordLink, type IssuedPasswordLink } from '../password/issue-password-link.ts';
import { changeByOperator } from '../protection/change-protection.ts';
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
  const outcome = await deps.database.unit(() =>
    changeByOperator(event, {}, () => storePassword({ id: account.id, hash, now })),
  );
  return outcome.kind === 'lost' ? { kind: outcome.to } : { kind: 'set', endedSessions: outcome.endedSessions };
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
  const outcome = await deps.database.unit(function* (): Work<LinkOutcome | Lost<'unknown-account'>> {
    if ((yield* findAccount({ id: accountId })) === undefined) return lost('unknown-account');
    const cleared = clear
      ? yield* changeByOperator(event, {}, () => clearPassword({ id: accountId, now: row.createdAt }))
      : null;
    if (cleared?.kind === 'lost') return cleared;
    yield* putPasswordLink(row);
    return { kind: 'issued', link, endedSessions: cleared?.endedSessions ?? 0 };
  });
  return outcome.kind === 'lost' ? { kind: outcome.to } : outcome;
}
