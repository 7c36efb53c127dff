import type { HttpBindings } from '@hono/node-server';

/** Faults of the connection need Node's own request and response. */
export interface SandboxEnv {
  Bindings: HttpBindings;
}
