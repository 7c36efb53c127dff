import type { Language } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { setLanguage } from '../../store/accounts.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { meetsDemandedLevel } from './session-proofs.ts';

/** Keeps a language for the account of whoever is signed in, and far enough; for a stranger there is nothing to keep here. */
export async function chooseLanguage(deps: Deps, session: LiveSession | null, language: Language): Promise<void> {
  if (session !== null && meetsDemandedLevel(deps, session))
    await deps.database.single(() => setLanguage({ id: session.accountId, language }));
}
