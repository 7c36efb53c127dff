import { type ComponentProps, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { LanguageProvider, preferredLanguage } from './i18n/language.tsx';
import { LeavingProvider } from './session/leaving.tsx';
import { useOneAccountOnly, useSessionQuery } from './session/session-query.ts';
import { LiveRegion } from './ui/live-region.tsx';
import { OfflineBanner } from './ui/offline-banner.tsx';

/** What every page stands in: the language, the live region, the word that one is offline. */
export function App(props: { router: ComponentProps<typeof RouterProvider>['router'] }) {
  const { data: view } = useSessionQuery();
  useOneAccountOnly(view);
  const [browsers] = useState(() => preferredLanguage(navigator.languages));
  const language = view?.state === 'authenticated' ? view.account.language : browsers;
  return (
    <LanguageProvider language={language}>
      <LiveRegion>
        <OfflineBanner />
        <LeavingProvider>
          <RouterProvider router={props.router} />
        </LeavingProvider>
      </LiveRegion>
    </LanguageProvider>
  );
}
