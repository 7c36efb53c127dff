import type { Server } from 'node:http';
import { join } from 'node:path';
import { drainable } from './adapters/drain-server.ts';
import { errorFields } from './adapters/json-log.ts';
import { createMetricsServer } from './adapters/metrics-server.ts';
import { type Assembly, assemble } from './assemble.ts';
import { asCalledHere } from './built.ts';
import { prune } from './flows/running/prune.ts';
import { Unavailable } from './outcome.ts';
import { RefusedToStart } from './refused-to-start.ts';
import { serveConsole } from './serve-console.ts';

const PRUNE_EVERY_MS = 60_000;
/** What is owed to a database that could not be asked is tried again, should nobody ask before. */
const SETTLE_EVERY_MS = 2000;
const SHUTDOWN_MS = 10_000;

/** In the bundle the migrations lie beside it; in the sources one folder up. */
const migrations = process.env['MIGRATIONS_DIRECTORY'] ?? join(import.meta.dirname, '..', 'migrations');

async function start(): Promise<void> {
  const assembly = await assemble(process.env, 'serve', migrations);
  const { deps } = assembly;
  surviveTheUncaught(assembly);
  const metricsServer = serveMetrics(assembly);
  const drain = drainable(serveConsole(deps).on('error', refusePort('PORT', deps.config.PORT)), deps.timers);
  const stopPruning = deps.timers.every(PRUNE_EVERY_MS, () =>
    deps.background.run('prune', () => pruneAndCount(assembly)),
  );
  const stopSettling = deps.timers.every(SETTLE_EVERY_MS, () =>
    deps.background.run('settle-owed', async () => void (await deps.background.settleOwed())),
  );
  const stop = once(() => {
    stopPruning();
    stopSettling();
    metricsServer?.close();
    shutDown(drain, assembly);
  });
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function serveMetrics({ deps, prometheus }: Assembly): Server | null {
  const { METRICS_HOST, METRICS_PORT } = deps.config;
  if (prometheus === null) return null;
  const server = createMetricsServer(prometheus).on('error', refusePort('METRICS_PORT', METRICS_PORT));
  return server.listen(METRICS_PORT, METRICS_HOST);
}

const refusePort = (variable: string, port: number) => (error: NodeJS.ErrnoException) =>
  refuse([
    error.code === 'EADDRINUSE'
      ? `${variable}: ${port} is in use: stop what holds it or choose another`
      : `${variable}: ${port} cannot be listened on (${error.code ?? error.name})`,
  ]);

async function pruneAndCount({ deps }: Assembly): Promise<void> {
  deps.metrics.pruned(await prune(deps));
}

/**
 * The last resort (OWASP ASVS 16.5.4): what nobody caught is logged by name and code, and the process goes on.
 * What is decided is in the database, whole or not at all, so no half state stays behind in memory.
 */
function surviveTheUncaught({ deps }: Assembly): void {
  const note = (thrown: unknown) => deps.log.error('uncaught error', errorFields(thrown));
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
}

/** Stops accepting, lets what runs finish for a while, then goes. */
function shutDown(drain: () => Promise<void>, { deps, stop, close }: Assembly): void {
  stop();
  deps.log.info('stopping');
  deps.timers.after(SHUTDOWN_MS, () => {
    deps.log.error('stopped before everything had finished');
    process.exit(1);
  });
  drain()
    .then(close)
    .then(
      () => {
        deps.log.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        deps.log.error('stopped with an error', errorFields(error));
        process.exit(1);
      },
    );
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}

function refuse(lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`The console does not start: ${asCalledHere(line)}\n`);
  process.exit(1);
}

start().catch((error: unknown) => {
  if (error instanceof RefusedToStart) refuse(error.lines);
  if (error instanceof Unavailable)
    refuse([
      `DATABASE_URL: the database does not answer as it should (${error.message}): see that it runs, and start again`,
    ]);
  const { errorName, errorCode } = errorFields(error);
  refuse([`unexpected ${errorName}${errorCode === undefined ? '' : ` (${errorCode})`}`]);
});
