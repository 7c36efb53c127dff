import type { Context as HonoContext } from 'hono';
import { html } from 'hono/html';
import type { Context } from './context.ts';
import { answerProblem } from './problem-response.ts';

/**
 * Refuses a request for another host than the console's. People who opened a page get one that names the right address,
 * as it is configured; programs get the problem. The content security policy lets no style into it: it is told by what it is
 * made of, and follows the browser's theme.
 */
export function answerWrongHost(c: HonoContext<Context>) {
  const opensPage = c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html');
  if (!opensPage || c.req.path.startsWith('/api/')) return answerProblem(c, { type: 'wrong-host' });
  c.set('problem', 'wrong-host');
  const home = `${c.get('deps').config.PUBLIC_ORIGIN}/console/`;
  // Without a style a long address is broken where it says that it may be.
  const link = html`<a href="${home}">${home.split(/(?<=[./])/).map((part) => html`${part}<wbr />`)}</a>`;
  return c.html(
    html`<!doctype html>
      <html lang="fr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>Wattsense Console</title>
        </head>
        <body>
          <main>
            <h1>La console n’est pas à cette adresse</h1>
            <p>Ouvrez plutôt ${link}</p>
            <div lang="en">
              <h2>The console is not at this address</h2>
              <p>Open ${link} instead</p>
            </div>
          </main>
        </body>
      </html>`,
    421,
  );
}
