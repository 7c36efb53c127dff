import { Hono } from 'hono';
import { digitsOf } from './mailbox.ts';
import type { SandboxEnv } from './sandbox-env.ts';
import type { SandboxState } from './state.ts';

/** What tests read: messages, receipts and requests, oldest first. */
export function inboxJson(state: SandboxState): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>();
  app.get('/messages', (context) => context.json(state.mailbox.messages(context.req.query('to'))));
  app.delete('/messages', (context) => {
    state.mailbox.clear(context.req.query('to'));
    return context.body(null, 204);
  });
  app.get('/receipts', (context) => {
    const to = context.req.query('to');
    return context.json(state.receipts.all(to === undefined ? undefined : digitsOf(to)));
  });
  app.get('/requests', (context) => context.json(state.requests.all()));
  return app;
}
