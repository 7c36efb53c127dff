import { createRoot, hydrateRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { createQueryClient } from './api/queries.ts';
import { Console } from './console.tsx';
import { preferredLanguage, speak } from './i18n/language.tsx';
import { routes } from './routes.tsx';
import { assumeSignedOut } from './session/signed-out.ts';
import './ui/tokens.css';
import './ui/base.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const client = createQueryClient();
const { prerendered } = root.dataset;
const drawnIn = preferredLanguage([document.documentElement.lang]);
// The server chose it, from what was chosen here before or from what the browser likes.
if (prerendered) speak(drawnIn, false);
// Before the router reads the address: the sign-in page stands at whichever one was asked for.
if (prerendered === 'sign-in') assumeSignedOut(client, window);

const page = <Console client={client} router={createBrowserRouter(routes)} prerenderedIn={drawnIn} />;
if (prerendered) hydrateRoot(root, page);
else createRoot(root).render(page);
