import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { createSandbox, type Sandbox } from './app.ts';
import type { SandboxOptions } from './options.ts';

export interface ListeningSandbox extends Sandbox {
  /** Without a trailing slash: fit for the SDK's `apiHost`. */
  readonly url: string;
  readonly port: number;
  /** Ends every connection, stalled ones included. */
  close(): Promise<void>;
}

/** Starts a sandbox on 127.0.0.1, on a free port unless one is given. */
export async function listenSandbox(options: SandboxOptions, port = 0): Promise<ListeningSandbox> {
  const sandbox = createSandbox(options);
  const server = createAdaptorServer({ fetch: sandbox.app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox has no TCP address.');
  return {
    ...sandbox,
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      sandbox.state.close();
      return closeServer(server);
    },
  };
}

function closeServer(server: ReturnType<typeof createAdaptorServer>) {
  return new Promise<void>((resolve) => {
    server.close(() => resolve());
    if (isHttp1(server)) server.closeAllConnections();
  });
}

function isHttp1(server: ReturnType<typeof createAdaptorServer>): server is Server {
  return 'closeAllConnections' in server;
}
