import { normaliseLogin } from '../../domain/login.ts';
import { judgeName, type NameJudgement } from '../../domain/person-name.ts';

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
