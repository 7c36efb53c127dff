import { html } from 'hono/html';
import { STYLES } from './assets.ts';
import type { Html } from './format.ts';
import { mark } from './mark.ts';

export interface DocumentParts {
  readonly title: string;
  readonly page: 'inbox' | 'guide';
  /** Whether any well-formed credential is taken. */
  readonly open: boolean;
  readonly main: Html;
}

/** The frame of every page. */
export function htmlDocument(parts: DocumentParts): Html {
  const current = (page: DocumentParts['page']) => (page === parts.page ? html` aria-current="page"` : '');
  return html`<!doctype html>
<html lang="en-GB">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${parts.title}</title>
    <link rel="icon" href="/public/mark.svg" type="image/svg+xml">
    ${STYLES.map((name) => html`<link rel="stylesheet" href="/public/${name}">`)}
    <script type="module" src="/public/sandbox.js"></script>
  </head>
  <body>
    <header class="bar">
      <a class="brand" href="/">${mark()}<span>SMS sandbox</span></a>
      <nav aria-label="Pages">
        <a href="/"${current('inbox')}>Phones</a>
        <a href="/guide"${current('guide')}>Guide</a>
      </nav>
      <p class="live" id="connection" role="status"></p>
    </header>
    <aside class="notice" aria-label="About this sandbox">
      <strong>Not a real network.</strong> Messages stop here and nothing is sent.
      ${
        parts.open
          ? 'No credentials are registered, so any well-formed token or key is taken.'
          : 'Credentials are checked as Vonage checks them.'
      }
    </aside>
    <p class="hidden" id="announcement" role="status"></p>
    ${parts.main}
  </body>
</html>`;
}
