import type { Language } from '@wattsense/contract/vocabulary';
import type { Deps } from '../deps.ts';
import { setLanguage } from '../store/accounts.ts';
import { findSession } from './live-session.ts';

/** Keeps a language for the account of whoever is signed in; for a stranger there is nothing to keep here. */
export async function chooseLanguage(deps: Deps, sessionToken: string | null, language: Language): Promise<void> {
  const session = await findSession(deps, sessionToken);
  if (session !== null) await deps.database.single(() => setLanguage(session.accountId, language));
}
