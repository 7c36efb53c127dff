import { join } from 'node:path';
import { drainable } from '../apps/bff/src/adapters/drain-server.ts';
import { assemble } from '../apps/bff/src/assemble.ts';
import type { Clock, Deps, SmsGateway } from '../apps/bff/src/deps.ts';
import { RefusedToStart } from '../apps/bff/src/refused-to-start.ts';
import { serveConsole } from '../apps/bff/src/serve-console.ts';
import { quickPasswords } from '../apps/bff/test/support/quick-passwords.ts';
import { ArmedDatabase } from './armed-database.ts';
import { failRandomness } from './failing-randomness.ts';
import { fakeHostClock } from './host-clock.ts';
import type { NumberedOrder, Order, Report } from './orders.ts';
import { PLANTED } from './planted.ts';

const CLOSE_MS = 10_000;

/**
 * The server of the fault suite: the real ports from `assemble`, the real `createApp`, and around some of the ports
 * what makes them fail when the suite says so. Nothing of it is in the product.
 */
async function main(): Promise<void> {
  const setHostClock = fakeHostClock();
  setHostClock(Number(process.env['FAULTS_HOST_CLOCK_SECONDS'] ?? 0));
  const migrations =
    process.env['MIGRATIONS_DIRECTORY'] ?? join(import.meta.dirname, '..', 'apps', 'bff', 'migrations');
  const assembly = await assemble(process.env, 'serve', migrations);
  const { deps, follow } = withFaults(assembly.deps);
  const drain = drainable(serveConsole(deps), deps.timers);
  process.on('message', (message) => {
    // Sent by the suite, which shares the type.
    const { number, order } = message as NumberedOrder;
    if (order.kind === 'host-clock') setHostClock(order.seconds);
    else follow(order);
    tell({ kind: 'done', number });
  });
  process.once('SIGTERM', () => {
    assembly.stop();
    // As the product does: what cannot be ended must not hold up whoever waits for it.
    setTimeout(() => process.exit(1), CLOSE_MS).unref();
    drain()
      .then(assembly.close)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  });
  process.on('uncaughtException', (error) => deps.log.error('uncaught error', { errorName: error.name }));
}

function tell(report: Report): void {
  process.send?.(report);
}

/** The ports with faults around them, and how an order changes those. */
function withFaults(real: Deps): { deps: Deps; follow: (order: Exclude<Order, { kind: 'host-clock' }>) => void } {
  const state = { aheadMs: Number(process.env['FAULTS_AHEAD_SECONDS'] ?? 0) * 1000 };
  const database = new ArmedDatabase(real.database, PLANTED[process.env['FAULTS_PLANT'] ?? '']);
  const clock: Clock = { now: () => new Date(real.clock.now().getTime() + state.aheadMs) };
  const phones: SmsGateway = {
    send: async ({ to, text }) => {
      tell({ kind: 'sms', to, text });
      return { kind: 'accepted', providerId: real.random.id() };
    },
  };
  const deps: Deps = {
    ...real,
    database,
    clock,
    passwords: process.env['FAULTS_REAL_PASSWORDS'] === 'true' ? real.passwords : quickPasswords,
    sms: real.sms ?? phones,
  };
  const follow = (order: Exclude<Order, { kind: 'host-clock' }>) => {
    switch (order.kind) {
      case 'kill':
        return database.arm({
          at: order.when === 'before' ? 'before-commit' : 'after-commit',
          statement: order.statement,
          spring: () => process.kill(process.pid, 'SIGKILL'),
        });
      case 'freeze':
        return database.arm({
          at: order.when === 'before' ? 'begin' : 'amid',
          statement: order.statement,
          spring: () => process.kill(process.pid, 'SIGSTOP'),
        });
      case 'advance':
        state.aheadMs += order.seconds * 1000;
        return;
      case 'randomness':
        failRandomness(order.fails);
    }
  };
  return { deps, follow };
}

main().catch((error: unknown) => {
  const lines = error instanceof RefusedToStart ? error.lines : [String(error)];
  for (const line of lines) process.stderr.write(`The console does not start: ${line}\n`);
  process.exit(1);
});
