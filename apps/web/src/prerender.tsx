import type { SessionView } from '@wattsense/contract/session';
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

const TEXTS = { fr: { shared: sharedFr, signIn: signInFr }, en: { shared: sharedEn, signIn: signInEn } };

/** A page as HTML for `#root`, and the document's title. */
interface Prerendered {
  readonly name: string;
  readonly html: string;
  readonly title: string;
}

/**
 * The sign-in page of a browser that is signed out, and the outlines of what others see. Runs in the build alone;
 * `main.tsx` takes each over by its name.
 */
export function prerender(language: Language): readonly Prerendered[] {
  const { shared, signIn } = TEXTS[language];
  return [
    { name: 'sign-in', html: draw(language, paths.signIn, signedOut), title: shared.title(signIn.title) },
    { name: 'entry', html: draw(language, paths.challenge), title: shared.product },
    { name: 'console', html: draw(language, paths.home), title: shared.product },
  ];
}

function draw(language: Language, path: string, view?: SessionView): string {
  const client = createQueryClient();
  if (view) client.setQueryData(sessionQuery.queryKey, view);
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const html = renderToString(<Console client={client} router={router} prerenderedIn={language} />);
  router.dispose();
  client.clear();
  return html;
}
