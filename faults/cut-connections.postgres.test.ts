import { join, resolve } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { Unavailable } from '../apps/bff/src/outcome.ts';
import type { Work } from '../apps/bff/src/store/database.ts';
import { listKeyCanaries } from '../apps/bff/src/store/key-canaries.ts';
import { openPostgres, type PostgresDatabase, type PostgresLimits } from '../apps/bff/src/store/open-postgres.ts';
import { createTestDatabase, WITHOUT_LIMITS } from '../apps/bff/test/support/postgres.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

const MIGRATIONS = resolve(import.meta.dirname, '..', 'apps', 'bff', 'migrations');
const CONNECTIONS = 2;

let way: TcpProxy;
let database: PostgresDatabase;
afterEach(async () => {
  vi.useRealTimers();
  await database.close();
  await way.close();
});

function* little(): Work<string> {
  yield* listKeyCanaries({});
  return 'done';
}

async function openThroughProxy(limits: PostgresLimits): Promise<void> {
  const url = new URL(await createTestDatabase());
  way = await startTcpProxy(Number(url.port));
  url.port = String(way.port);
  database = await openPostgres({
    url: url.href,
    migrations: join(MIGRATIONS, 'postgres'),
    poolSize: CONNECTIONS,
    limits,
    onIdleError: () => undefined,
  });
}

it.each([
  ['begin', 'before'],
  ['begin', 'answered'],
  ['commit', 'before'],
  ['commit', 'answered'],
] as const)('F-13: a connection that ends at "%s", %s, takes no place in the pool', async (statement, when) => {
  await openThroughProxy(WITHOUT_LIMITS);
  for (let cuts = 0; cuts <= CONNECTIONS; cuts += 1) {
    const cut = way.cutAt(statement, when);
    await expect(database.unit(little)).rejects.toBeInstanceOf(Unavailable);
    await cut;
  }
  expect(await database.unit(little)).toBe('done');
});

it('D037, F-13: a database that no longer answers at all is unavailable for the moment, and takes no place in the pool', async () => {
  await openThroughProxy({ ...WITHOUT_LIMITS, answerMs: 5000 });
  const allAtOnce = () => Promise.allSettled(Array.from({ length: CONNECTIONS }, () => database.unit(little)));
  expect(await allAtOnce()).toEqual(Array(CONNECTIONS).fill({ status: 'fulfilled', value: 'done' }));
  way.stall(true);
  // The driver's limit is a timer of the process.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const swallowed = way.swallowed(CONNECTIONS);
  const asked = allAtOnce();
  await swallowed;
  vi.advanceTimersByTime(5000);
  for (const outcome of await asked)
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) });
  way.stall(false);
  expect(await allAtOnce()).toEqual(Array(CONNECTIONS).fill({ status: 'fulfilled', value: 'done' }));
});
