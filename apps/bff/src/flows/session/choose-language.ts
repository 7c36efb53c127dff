import type { Language } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { setLanguage } from '../../store/accounts.ts';
import { findSession, meetsDemandedLevel } from './live-session.ts';

/** Keeps a language for the account of whoever is signed in, and far enough; for a stranger there is nothing to keep here. */
export async function chooseLanguage(deps: Deps, sessionToken: string | null, language: Language): Promise<void> {
  const session = await findSession(deps, sessionToken);
  if (session !== null && meetsDemandedLevel(session))
    await deps.database.single(() => setLanguage(session.accountId, language));
}
