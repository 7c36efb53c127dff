import type { Asker, Deps, PasswordVerdict } from '../../deps.ts';
import type { AccountRow } from '../../store/accounts.ts';

export interface TypedPassword {
  readonly password: string;
  /** Undefined where there is none: the same work is done. */
  readonly account: AccountRow | undefined;
  readonly asker: Asker;
}

/**
 * Looks at a password. What this release cannot read as its hash is a fault of the database and no wrong password (D009):
 * operators are told whose. A disabled account's is not looked at, and is wrong.
 */
export async function verifyPassword(
  deps: Pick<Deps, 'passwords' | 'log'>,
  { password, account, asker }: TypedPassword,
): Promise<PasswordVerdict> {
  const stored = account?.active === true ? account.passwordHash : null;
  const verdict = await deps.passwords.verify(password, stored, asker);
  if (verdict.kind === 'cannot-verify' && account !== undefined)
    deps.log.error('a password hash cannot be read', { event: 'cannot-verify', accountId: account.id });
  return verdict;
}
