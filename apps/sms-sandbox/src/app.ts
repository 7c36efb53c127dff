import { Hono } from 'hono';
import { controlRoutes } from './control/routes.ts';
import { pageSecurity, refuseStrangers } from './guard.ts';
import { inboxJson } from './inbox-json.ts';
import { messagesApi } from './messages-api/routes.ts';
import type { SandboxOptions } from './options.ts';
import { pageRoutes } from './pages/routes.ts';
import type { SandboxEnv } from './sandbox-env.ts';
import { createState, type SandboxState } from './state.ts';

export interface Sandbox {
  readonly app: Hono<SandboxEnv>;
  readonly state: SandboxState;
}

/**
 * Vonage's Messages API on this machine: it takes what Vonage takes, refuses what Vonage refuses,
 * and keeps the messages for whoever wants to read them. Nothing is sent to any network.
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  const state = createState(options);
  const app = new Hono<SandboxEnv>();
  app.use(refuseStrangers);
  app.route('/v1', messagesApi(state));
  app.use(pageSecurity);
  app.route('/', inboxJson(state));
  app.route('/control', controlRoutes(state));
  app.route('/', pageRoutes(state));
  return { app, state };
}
