import type { Deps } from '../../deps.ts';
import { isErased, normaliseLogin } from '../../domain/login.ts';
import { searchForm } from '../../domain/person-name.ts';
import { type ListedAccount, listAccountsAfter } from '../../store/operator-accounts.ts';

/**
 * The accounts whose login or name holds a text, by login; erased ones are none. Compared here and not by the database,
 * since SQLite folds the case of ASCII alone. Page by page, so that a million need no more memory than a few hundred.
 */
export async function* listAccounts(deps: Pick<Deps, 'database'>, text = ''): AsyncGenerator<ListedAccount> {
  const parts = [...new Set([text, normaliseLogin(text) ?? text].map(searchForm))];
  let after: string | undefined = '';
  while (after !== undefined) {
    const from: string = after;
    const page: ListedAccount[] = await deps.database.single(() => listAccountsAfter({ after: from }));
    for (const account of page) if (!isErased(account) && holds(account, parts)) yield account;
    after = page.at(-1)?.login;
  }
}

function holds({ login, name }: ListedAccount, parts: readonly string[]): boolean {
  const texts = [login, normaliseLogin(login) ?? '', name].map(searchForm);
  return parts.some((part) => texts.some((one) => one.includes(part)));
}
