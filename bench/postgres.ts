import { newKey } from '../apps/bff/src/adapters/key-ring.ts';
import { startEmbeddedPostgres } from '../apps/bff/test/support/embedded-postgres.ts';
import { ours } from './calls.ts';
import { type Contender, measure } from './measure.ts';
import { fill, type Server, start } from './processes.ts';
import type { Report } from './report.ts';
import { answering, checking, passwordAsking } from './steps.ts';

const CONNECTIONS = 8;

/**
 * Ours on a real PostgreSQL that writes to disk: one instance, and two to which requests go in turn. The one instance
 * with half of the connections tells what of the difference is each of the two being half as busy.
 */
export async function onPostgres(accounts: number, rounds: number, report: Report): Promise<void> {
  const server = await startEmbeddedPostgres({ durable: true });
  const keyRing = newKey('bench');
  fill({ url: server.url, keyRing }, accounts);
  const two = await start('ours', [7161, 7171], [server.url, keyRing]);
  const one = await start('ours', [7181], [server.url, keyRing]);
  const named = (name: string, of: Server): Server => ({ ...of, name });
  const steps: [string, (of: Server) => Contender][] = [
    ['session check on PostgreSQL', (of) => checking(of, ours, accounts)],
    ['password step without its hash on PostgreSQL', (of) => passwordAsking(of, ours, accounts, 400)],
    ['second step by app on PostgreSQL', (of) => answering(of, ours, accounts)],
  ];
  for (const [name, contender] of steps) {
    const contenders = [
      contender(named('two instances', two)),
      contender(named('one instance', one)),
      { ...contender(named('one instance, half the connections', one)), connections: CONNECTIONS / 2 },
    ];
    await measure({ name, connections: CONNECTIONS, hashing: false, contenders }, rounds, report);
  }
  await one.stop();
  await two.stop();
  await server.stop();
}
