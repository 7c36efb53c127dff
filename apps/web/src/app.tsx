import type { Language } from '@wattsense/contract/vocabulary';
import type { ComponentProps } from 'react';
import { RouterProvider } from 'react-router/dom';
import { LanguageProvider } from './i18n/language.tsx';
import { LeavingProvider } from './session/leaving.tsx';
import { useOneAccountOnly, useSessionQuery } from './session/session-query.ts';
import { useLanguageOnScreen } from './session/use-language-choice.ts';
import { LiveRegion } from './ui/live-region.tsx';
import { OfflineBanner } from './ui/offline-banner.tsx';

/**
 * What every page stands in: the language, the live region, the word that one is offline.
 * `prerenderedIn` is the language of a page that was there before its script.
 */
export function App(props: { router: ComponentProps<typeof RouterProvider>['router']; prerenderedIn: Language }) {
  const { data: view } = useSessionQuery();
  useOneAccountOnly(view);
  const language = useLanguageOnScreen(view, props.prerenderedIn);
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
