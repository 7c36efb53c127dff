import { isErased } from '../../domain/login.ts';
import { type AccountRow, findAccount } from '../../store/accounts.ts';
import { type AuthenticatorRow, listAuthenticators } from '../../store/authenticators.ts';
import type { Database } from '../../store/database.ts';
import { listAccountIdsAfter } from '../../store/operator-accounts.ts';
import { pages } from '../../store/pages.ts';

/** What was taken away from an account after the backup was made, and would be back with it. */
export type Revocation =
  | 'erased'
  | 'disabled'
  | 'password-cleared'
  | 'password-changed'
  | 'authenticator-gone'
  | 'second-factor-disabled'
  | 'login-changed';

export interface Lost {
  readonly accountId: string;
  /** As the backup has it. */
  readonly login: string;
  readonly revocations: readonly Revocation[];
}

interface State {
  readonly account: AccountRow;
  readonly authenticators: readonly AuthenticatorRow[];
}

/**
 * What the database before a restore knew and the one that was brought back does not, account by account. Sessions,
 * challenges and codes are not compared: a restore ends them all.
 */
export async function* lostRevocations(former: Database, restored: Database): AsyncGenerator<Lost> {
  for await (const page of pages(restored, listAccountIdsAfter))
    for (const { id } of page) {
      const [was, is] = [await stateOf(former, id), await stateOf(restored, id)];
      // One that the former does not have was never revoked there: it is another installation's.
      const revocations = was === undefined || is === undefined ? [] : revoked(was, is);
      if (is !== undefined && revocations.length > 0) yield { accountId: id, login: is.account.login, revocations };
    }
}

function stateOf(database: Database, id: string): Promise<State | undefined> {
  return database.single(function* () {
    const account = yield* findAccount({ id });
    return account === undefined
      ? undefined
      : { account, authenticators: yield* listAuthenticators({ accountId: id }) };
  });
}

function revoked(was: State, is: State): Revocation[] {
  if (isErased(was.account)) return isErased(is.account) ? [] : ['erased'];
  const kept = new Map(was.authenticators.map((one) => [one.id, one]));
  const found: Record<Exclude<Revocation, 'erased'>, boolean> = {
    disabled: !was.account.active && is.account.active,
    'password-cleared': was.account.passwordHash === null && is.account.passwordHash !== null,
    'password-changed':
      was.account.passwordHash !== null &&
      is.account.passwordHash !== null &&
      was.account.passwordChangedAt > is.account.passwordChangedAt,
    'authenticator-gone': is.authenticators.some(({ id }) => !kept.has(id)),
    'second-factor-disabled': is.authenticators.some(
      ({ id, disabledAt }) => disabledAt === null && (kept.get(id)?.disabledAt ?? null) !== null,
    ),
    'login-changed': was.account.login !== is.account.login,
  };
  return (Object.keys(found) as (keyof typeof found)[]).filter((one) => found[one]);
}
