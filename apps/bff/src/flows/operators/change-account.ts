import type { Language } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import {
  type AccountRow,
  findAccount,
  findAccountByLogin,
  setLanguage,
  setLogin,
  setName,
} from '../../store/accounts.ts';
import { Duplicate, type Lost, lost, RolledBack, type Work } from '../../store/database.ts';
import { bumpSecurityEpoch } from '../../store/operator-accounts.ts';
import { appendEvent, type SecurityEventRow } from '../../store/security-events.ts';
import { endWhatStood } from '../protection/end-what-stood.ts';
import { eventOf } from '../requester.ts';
import { type BadLogin, type BadName, judgeLogin, judgePersonName } from './create-account.ts';

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
  const outcome = await deps.database
    .unit<ChangeAccountOutcome | Lost<'taken'>>(function* () {
      const account = yield* findAccount(accountId);
      if (account === undefined) return { kind: 'unknown-account' };
      const before = detailsOf(account);
      const after = changed(before, wanted);
      if (!differs(before, after, ['login', 'name', 'language'])) return { kind: 'unchanged' };
      const endedSessions = differs(before, after, ['login']) ? yield* move(accountId, after.login, events.login) : 0;
      if (typeof endedSessions === 'object') return endedSessions;
      if (differs(before, after, ['name', 'language'])) yield* rewrite(accountId, before, after, events.details);
      const done = {
        kind: 'changed',
        before,
        after,
        endedSessions,
        hasPassword: account.passwordHash !== null,
      } as const;
      return dryRun ? new RolledBack<typeof done>(done) : done;
    })
    .catch(takenMeanwhile);
  return outcome.kind === 'lost' ? { kind: outcome.to } : outcome;
}

/** Another operator gave the login away between the look at it and its writing. */
function takenMeanwhile(error: unknown): Lost<'taken'> {
  if (error instanceof Duplicate) return lost('taken');
  throw error;
}

const differs = (before: Details, after: Details, fields: readonly (keyof Details)[]) =>
  fields.some((one) => before[one] !== after[one]);

const detailsOf = ({ login, name, language }: AccountRow): Details => ({ login, name, language });

const changed = (before: Details, to: AccountChange): Details => ({
  login: to.login ?? before.login,
  name: to.name ?? before.name,
  language: to.language ?? before.language,
});

function* move(accountId: string, login: string, event: SecurityEventRow): Work<number | Lost<'taken'>> {
  // The epoch first: sign-ins that go on under the former login are over.
  yield* bumpSecurityEpoch(accountId);
  const other = yield* findAccountByLogin(login);
  if (other !== undefined && other.id !== accountId) return lost('taken');
  yield* setLogin(accountId, login);
  const ended = yield* endWhatStood(accountId);
  yield* appendEvent(event);
  return ended;
}

function* rewrite(accountId: string, before: Details, after: Details, event: SecurityEventRow): Work<void> {
  if (after.name !== before.name) yield* setName(accountId, after.name);
  if (after.language !== before.language) yield* setLanguage(accountId, after.language);
  yield* appendEvent(event);
}
