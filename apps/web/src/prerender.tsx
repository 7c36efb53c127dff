import type { Language } from '@wattsense/contract/vocabulary';
import { renderToString } from 'react-dom/server';
import { createMemoryRouter } from 'react-router';
import { createQueryClient, sessionQuery } from './api/queries.ts';
import { Console } from './console.tsx';
import { shared as sharedEn } from './i18n/en/shared.ts';
import { signIn as signInEn } from './i18n/en/sign-in.ts';
import { shared as sharedFr } from './i18n/fr/shared.ts';
import { signIn as signInFr } from './i18n/fr/sign-in.ts';
import { paths } from './paths.ts';
import { routes } from './routes.tsx';
import { signedOut } from './session/signed-out.ts';

const TITLES = { fr: sharedFr.title(signInFr.title), en: sharedEn.title(signInEn.title) };

/** The sign-in page of a browser that is signed out, as HTML for `#root`, and the document's title. Runs in the build alone. */
export function prerenderSignIn(language: Language): { html: string; title: string } {
  const client = createQueryClient();
  client.setQueryData(sessionQuery.queryKey, signedOut);
  const router = createMemoryRouter(routes, { initialEntries: [paths.signIn] });
  const html = renderToString(<Console client={client} router={router} prerenderedIn={language} />);
  router.dispose();
  client.clear();
  return { html, title: TITLES[language] };
}
