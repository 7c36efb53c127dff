import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { streamSSE } from 'hono/streaming';
import { digitsOf } from '../mailbox.ts';
import type { SandboxEnv } from '../sandbox-env.ts';
import type { SandboxState } from '../state.ts';
import { readAssets } from './assets.ts';
import { chooseConversation, conversationList, conversations } from './conversations.ts';
import { htmlDocument } from './document.ts';
import type { Html } from './format.ts';
import { guide } from './guide.ts';
import { requestTable } from './request-table.ts';
import { switchForms } from './switch-forms.ts';
import { thread } from './thread.ts';

/** The pages for people. They work from the server's HTML; the script keeps them up to date. */
export function pageRoutes(state: SandboxState): Hono<SandboxEnv> {
  const assets = readAssets();
  const app = new Hono<SandboxEnv>();
  app.get('/', (context) =>
    context.html(
      htmlDocument({
        title: 'SMS sandbox',
        page: 'inbox',
        open: state.authenticator.open,
        main: inbox(state, context),
      }),
    ),
  );
  app.get('/guide', (context) =>
    context.html(
      htmlDocument({
        title: 'Guide · SMS sandbox',
        page: 'guide',
        open: state.authenticator.open,
        main: guide(state, originOf(context)),
      }),
    ),
  );
  app.get('/public/:name', (context) => {
    const asset = assets.get(context.req.param('name'));
    return asset ? context.body(asset.body, 200, { 'content-type': asset.type }) : context.notFound();
  });
  // Where the redirect faults lead: what a hotel's network would answer instead of Vonage.
  app.all('/captive-portal', (context) => context.html('<!doctype html><title>Sign in to the network</title>'));
  app.get('/events', (context) =>
    streamSSE(context, async (stream) => {
      await new Promise<void>((resolve) => {
        const leave = state.changes.subscribe(() => {
          void stream.writeSSE({ event: 'change', data: '' });
        });
        stream.onAbort(() => {
          leave();
          resolve();
        });
      });
    }),
  );
  return app;
}

function inbox(state: SandboxState, context: Context<SandboxEnv>): Html {
  const all = conversations(state.mailbox);
  const phone = context.req.query('phone');
  const shown = chooseConversation(all, {
    phone: phone === undefined ? undefined : digitsOf(phone),
    sender: context.req.query('sender'),
  });
  return html`<main class="inbox">
    ${conversationList(all, shown, state.clock.now())}
    ${thread(state, shown, originOf(context))}
    ${switchForms(state)}
    ${requestTable(state)}
    <noscript><p class="notice">Switches, Copy and live updates need JavaScript; reading does not.</p></noscript>
  </main>`;
}

function originOf(context: Context<SandboxEnv>): string {
  return new URL(context.req.url).origin;
}
