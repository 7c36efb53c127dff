import type { Language } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { type AccountRow, findAccount, setLanguage, setName } from '../../store/accounts.ts';
import { Duplicate, type Lost, lost, RolledBack, type Work } from '../../store/database.ts';
import { findAccountByLogin, setLogin } from '../../store/logins.ts';
import { appendEvent, type SecurityEventRow } from '../../store/security-events.ts';
import { changeByOperator } from '../protection/change-protection.ts';
import { eventOf } from '../requester.ts';
import { type BadLogin, type BadName, judgeLogin, judgePersonName } from './login-and-name.ts';

/** What is to be otherwise; what is not named stays. */
export interface AccountChange {
  readonly login?: string | undefined;
  readonly name?: string | undefined;
  readonly language?: Language | undefined;
}

type Details = Pick<AccountRow, 'login' | 'name' | 'language'>;

export type ChangeAccountOutcome =
  | {
      readonly kind: 'changed';
      readonly before: Details;
      readonly after: Details;
      readonly endedSessions: number;
      /** Whether the person has yet to set one: a link that was out is worth nothing after a change of login. */
      readonly hasPassword: boolean;
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unknown-account' }
  | { readonly kind: 'taken' }
  | BadLogin
  | BadName;

/**
 * Changes login, name or language, by an operator's hand. Another login is whom others take somebody for, so it ends
 * what every change of protection ends; a name or a language ends nothing.
 * @param dryRun says what would come of it, and changes nothing.
 */
export async function changeAccount(
  deps: Pick<Deps, 'database' | 'clock' | 'random'>,
  accountId: string,
  change: AccountChange,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<ChangeAccountOutcome> {
  const login = change.login === undefined ? null : judgeLogin(change.login);
  if (login?.kind === 'bad-login') return login;
  const name = change.name === undefined ? null : judgePersonName(change.name);
  if (name?.kind === 'bad-name') return name;
  const wanted = { login: login?.login, name: name?.name, language: change.language };
  const events = {
    login: eventOf(deps, null, accountId, 'login-changed'),
    details: eventOf(deps, null, accountId, 'details-changed'),
  };
  const outcome = await deps.database.unit(() => write(accountId, wanted, events, dryRun)).catch(takenMeanwhile);
  return outcome.kind === 'lost' ? { kind: outcome.to } : outcome;
}

/** Another operator gave the login away between the look at it and its writing. */
function takenMeanwhile(error: unknown): Lost<'taken'> {
  if (error instanceof Duplicate) return lost('taken');
  throw error;
}

type Events = Readonly<Record<'login' | 'details', SecurityEventRow>>;
type Written = ChangeAccountOutcome | Lost<'taken' | 'unknown-account'>;

function* write(
  id: string,
  wanted: AccountChange,
  events: Events,
  dryRun: boolean,
): Work<Written | RolledBack<Written>> {
  const account = yield* findAccount({ id });
  if (account === undefined) return { kind: 'unknown-account' };
  const before = detailsOf(account);
  const after = changed(before, wanted);
  if (!differs(before, after, ['login', 'name', 'language'])) return { kind: 'unchanged' };
  const endedSessions = differs(before, after, ['login']) ? yield* move(id, after.login, events.login) : 0;
  if (typeof endedSessions === 'object') return endedSessions;
  if (differs(before, after, ['name', 'language'])) yield* rewrite(id, before, after, events.details);
  const done = { kind: 'changed', before, after, endedSessions, hasPassword: account.passwordHash !== null } as const;
  return dryRun ? new RolledBack<Written>(done) : done;
}

const differs = (before: Details, after: Details, fields: readonly (keyof Details)[]) =>
  fields.some((one) => before[one] !== after[one]);

const detailsOf = ({ login, name, language }: AccountRow): Details => ({ login, name, language });

const changed = (before: Details, to: AccountChange): Details => ({
  login: to.login ?? before.login,
  name: to.name ?? before.name,
  language: to.language ?? before.language,
});

/** Returns how many sessions ended. */
function* move(
  accountId: string,
  login: string,
  event: SecurityEventRow,
): Work<number | Lost<'taken' | 'unknown-account'>> {
  // The epoch first: sign-ins that go on under the former login are over.
  const moved = yield* changeByOperator(event, {}, function* (): Work<boolean | Lost<'taken'>> {
    const other = yield* findAccountByLogin(login);
    if (other !== undefined && other.id !== accountId) return lost('taken');
    return yield* setLogin({ id: accountId, login });
  });
  return moved.kind === 'lost' ? moved : moved.endedSessions;
}

function* rewrite(accountId: string, before: Details, after: Details, event: SecurityEventRow): Work<void> {
  if (after.name !== before.name) yield* setName({ id: accountId, name: after.name });
  if (after.language !== before.language) yield* setLanguage({ id: accountId, language: after.language });
  yield* appendEvent(event);
}
