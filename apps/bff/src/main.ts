import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { type Assembly, assemble, RefusedToStart } from './assemble.ts';
import { prune } from './flows/prune.ts';

const PRUNE_EVERY_MS = 60_000;
const SHUTDOWN_MS = 10_000;

/** In the bundle the migrations lie beside it; in the sources one folder up. */
const migrations = process.env['MIGRATIONS_DIRECTORY'] ?? join(import.meta.dirname, '..', 'migrations');

async function start(): Promise<void> {
  const { deps, close } = await assemble(process.env, 'serve', migrations);
  const { HOST, PORT, PUBLIC_ORIGIN } = deps.config;
  const server = serve({
    fetch: createApp(deps).fetch,
    hostname: HOST,
    port: PORT,
    serverOptions: { headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 5000, maxHeaderSize: 16 * 1024 },
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    refuse([
      error.code === 'EADDRINUSE'
        ? `PORT: ${PORT} is in use: stop what holds it or choose another`
        : `cannot listen: ${error.code ?? error.name}`,
    ]);
  });
  server.on('listening', () => deps.log.info('listening', { url: PUBLIC_ORIGIN }));
  const pruning = setInterval(() => deps.background.run('prune', async () => void (await prune(deps))), PRUNE_EVERY_MS);
  const stop = once(() => {
    clearInterval(pruning);
    shutDown(server, { deps, close });
  });
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Stops accepting, lets what runs finish for a while, then goes. */
function shutDown(server: ReturnType<typeof serve>, { deps, close }: Assembly): void {
  setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
  server.close(() => {
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  if ('closeIdleConnections' in server) server.closeIdleConnections();
  deps.log.info('stopping');
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}

function refuse(lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`The console does not start: ${line}\n`);
  process.exit(1);
}

start().catch((error: unknown) => {
  if (error instanceof RefusedToStart) refuse(error.lines);
  throw error;
});
