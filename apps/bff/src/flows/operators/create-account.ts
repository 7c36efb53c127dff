import type { Language } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { judgeNewPassword, type PasswordJudgement } from '../../domain/password-policy.ts';
import { putPasswordLink } from '../../store/accounts.ts';
import { findAccountByLogin, insertAccount } from '../../store/logins.ts';
import { appendEvent } from '../../store/security-events.ts';
import { draftPasswordLink, type IssuedPasswordLink } from '../password/issue-password-link.ts';
import { eventOf } from '../requester.ts';
import { type BadLogin, type BadName, judgeLogin, judgePersonName } from './login-and-name.ts';

export interface AccountToCreate {
  readonly login: string;
  readonly name: string;
  readonly language: Language;
  /** Null: the person sets one with a one-time link. */
  readonly password: string | null;
}

export type CreateAccountOutcome =
  | {
      readonly kind: 'created';
      readonly id: string;
      readonly login: string;
      /** Null where a password was given. */
      readonly link: IssuedPasswordLink | null;
    }
  | { readonly kind: 'taken' }
  | { readonly kind: 'busy' }
  | BadLogin
  | BadName
  | { readonly kind: 'bad-password'; readonly reason: Extract<PasswordJudgement, { kind: 'refused' }>['reason'] };

type Needs = Pick<Deps, 'config' | 'database' | 'clock' | 'random' | 'tokens' | 'passwords'>;

/** Makes an account, by an operator's hand. */
export async function createAccount(
  deps: Needs,
  { login, name, language, password }: AccountToCreate,
): Promise<CreateAccountOutcome> {
  const judged = judgeLogin(login);
  if (judged.kind !== 'login') return judged;
  const named = judgePersonName(name);
  if (named.kind !== 'name') return named;
  const normal = judged.login;
  const verdict = password === null ? null : judgeNewPassword(password, normal);
  if (verdict?.kind === 'refused') return { kind: 'bad-password', reason: verdict.reason };
  const passwordHash = password === null ? null : await deps.passwords.hash(password);
  if (password !== null && passwordHash === null) return { kind: 'busy' };
  const id = deps.random.id();
  const now = deps.clock.now();
  const drafted = password === null ? draftPasswordLink(deps, id) : null;
  const event = eventOf(deps, null, id, 'account-created');
  return deps.database.unit<CreateAccountOutcome>(function* () {
    // Under another spelling, where the first release stored it so.
    if ((yield* findAccountByLogin(normal)) !== undefined) return { kind: 'taken' };
    const inserted = yield* insertAccount({ id, login: normal, name: named.name, language, passwordHash, now });
    if (!inserted) return { kind: 'taken' };
    if (drafted !== null) yield* putPasswordLink(drafted.row);
    yield* appendEvent(event);
    return { kind: 'created', id, login: normal, link: drafted?.link ?? null };
  });
}
