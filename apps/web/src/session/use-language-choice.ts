import { useQueryClient } from '@tanstack/react-query';
import type { SessionView } from '@wattsense/contract/session';
import type { Language } from '@wattsense/contract/vocabulary';
import { useEffect, useRef } from 'react';
import { ask, bff } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { chosenLanguage, speak, useBrowserLanguage } from '../i18n/language.tsx';

/**
 * The language on screen: what was chosen here, else the account's, else the browser's. What somebody chose before
 * signing in is kept for the account too; the next person at this screen begins with an own one.
 */
export function useLanguageOnScreen(view: SessionView | undefined, prerenderedIn: Language): Language {
  const client = useQueryClient();
  const browsers = useBrowserLanguage(prerenderedIn);
  const chosen = chosenLanguage();
  const accounts = view?.state === 'authenticated' ? view.account.language : null;
  const owner = view?.state === 'authenticated' ? view.account.id : null;
  const before = useRef(owner);
  useEffect(() => {
    if (before.current !== null && before.current !== owner) speak(browsers, false);
    else if (chosen !== null && accounts !== null && chosen !== accounts)
      // Not kept, it still holds for this page.
      ask(bff.language.$post({ json: { language: chosen } })).then(
        ({ language }) =>
          client.setQueryData(sessionQuery.queryKey, (now) =>
            now?.state === 'authenticated' ? { ...now, account: { ...now.account, language } } : now,
          ),
        () => undefined,
      );
    before.current = owner;
  }, [owner, accounts, chosen, browsers, client]);
  return chosen ?? accounts ?? browsers;
}
