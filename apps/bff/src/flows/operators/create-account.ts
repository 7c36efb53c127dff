import type { Language } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { normaliseLogin } from '../../domain/login.ts';
import { judgeNewPassword, type PasswordJudgement } from '../../domain/password-policy.ts';
import { judgeName, type NameJudgement } from '../../domain/person-name.ts';
import { findAccountByLogin, insertAccount } from '../../store/accounts.ts';
import { putPasswordLink } from '../../store/password-links.ts';
import { appendEvent } from '../../store/security-events.ts';
import { draftPasswordLink, type IssuedPasswordLink } from '../password/issue-password-link.ts';
import { eventOf } from '../requester.ts';

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

export interface BadLogin {
  readonly kind: 'bad-login';
}

export interface BadName {
  readonly kind: 'bad-name';
  readonly reason: Extract<NameJudgement, { kind: 'refused' }>['reason'];
}

/** A login that an account may be given: an e-mail address, in its normal form. */
export function judgeLogin(typed: string): { readonly kind: 'login'; readonly login: string } | BadLogin {
  const login = normaliseLogin(typed);
  return login === null || !/^[^@\s]+@[^@\s]+$/.test(login) ? { kind: 'bad-login' } : { kind: 'login', login };
}

/** A name that an account may be given. */
export function judgePersonName(typed: string): { readonly kind: 'name'; readonly name: string } | BadName {
  const judged = judgeName(typed);
  return judged.kind === 'refused' ? { kind: 'bad-name', reason: judged.reason } : { kind: 'name', name: judged.name };
}

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
