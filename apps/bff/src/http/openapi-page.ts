import { html, raw } from 'hono/html';
import type { Operation } from './description.ts';
import { type OpenapiDocument, openapiPath } from './openapi-document.ts';

/** The document for people: every operation, then every schema. Plain HTML, since the console's policy allows no inline script. */
export function openapiPage(document: OpenapiDocument, operations: readonly Operation[]) {
  const { components, info } = document;
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>API reference</title>
    <link rel="stylesheet" href="/api/reference.css" />
  </head>
  <body>
    <h1>${info.title}</h1>
    <p>Development only. The same for programs: <a href="/api/openapi.json">openapi.json</a></p>
    <h2>Operations</h2>
    ${operations.map((operation) => operationHtml(operation, document))}
    <h2>Schemas</h2>
    ${Object.entries(components.schemas).map(([name, schema]) => schemaHtml(name, schema))}
  </body>
</html>`;
}

function operationHtml(operation: Operation, { paths }: OpenapiDocument) {
  const { method, path, summary, who } = operation;
  const described = paths[openapiPath(operation)]?.[method];
  return html`<details>
    <summary><b>${method.toUpperCase()}</b> <code>${path}</code> ${summary} <i>${who}</i></summary>
    ${described?.requestBody ? html`<h3>Request</h3>${jsonHtml(described.requestBody.content)}` : ''}
    ${Object.entries(described?.responses ?? {}).map(
      ([status, response]) => html`<h3>${status} ${response.description}</h3>${jsonHtml(response.content)}`,
    )}
  </details>`;
}

function schemaHtml(name: string, schema: object) {
  return html`<details id="${name}">
    <summary><code>${name}</code></summary>
    ${jsonHtml(schema)}
  </details>`;
}

/** References become links. */
function jsonHtml(value: unknown) {
  const text = JSON.stringify(value, null, 2)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/"#\/components\/schemas\/(\w+)"/g, '<a href="#$1">$1</a>');
  // Escaped above; the links alone are markup.
  return html`<pre>${raw(text)}</pre>`;
}

export const PAGE_STYLES = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
summary { cursor: pointer; padding: 0.25rem 0; }
summary b { display: inline-block; width: 4.5rem; }
summary i { opacity: 0.7; }
h3 { font-size: 1rem; margin: 1rem 0 0; }
pre { overflow: auto; padding: 0.75rem; background: color-mix(in srgb, currentColor 8%, transparent); }
`;
