import { join, resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Work } from '../apps/bff/src/store/database.ts';
import { openPostgres, type PostgresDatabase } from '../apps/bff/src/store/open-postgres.ts';
import { Unavailable } from '../apps/bff/src/unavailable.ts';
import { createTestDatabase } from '../apps/bff/test/support/postgres.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

const MIGRATIONS = resolve(import.meta.dirname, '..', 'apps', 'bff', 'migrations');
const CONNECTIONS = 2;

let way: TcpProxy;
let database: PostgresDatabase;
afterEach(async () => {
  await database.close();
  await way.close();
});

// biome-ignore lint/correctness/useYield: a unit that asks nothing begins and commits all the same.
function* nothing(): Work<string> {
  return 'done';
}

async function openThroughProxy(answerWithinMs: number): Promise<void> {
  const url = new URL(await createTestDatabase());
  way = await startTcpProxy(Number(url.port));
  url.port = String(way.port);
  database = await openPostgres({
    url: url.href,
    migrations: join(MIGRATIONS, 'postgres'),
    poolSize: CONNECTIONS,
    answerWithinMs,
    onIdleError: () => undefined,
  });
}

it.each([
  ['begin', 'before'],
  ['begin', 'answered'],
  ['commit', 'before'],
  ['commit', 'answered'],
] as const)('F-13: a connection that ends at "%s", %s, takes no place in the pool', async (statement, when) => {
  await openThroughProxy(5000);
  for (let cuts = 0; cuts <= CONNECTIONS; cuts += 1) {
    const cut = way.cutAt(statement, when);
    await expect(database.unit(nothing)).rejects.toBeInstanceOf(Unavailable);
    await cut;
  }
  expect(await database.unit(nothing)).toBe('done');
});

it('F-13: a database that no longer answers at all is unavailable for the moment, and takes no place in the pool', async () => {
  await openThroughProxy(300);
  const allAtOnce = () => Promise.allSettled(Array.from({ length: CONNECTIONS }, () => database.unit(nothing)));
  expect(await allAtOnce()).toEqual(Array(CONNECTIONS).fill({ status: 'fulfilled', value: 'done' }));
  way.stall(true);
  for (const outcome of await allAtOnce())
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) });
  way.stall(false);
  expect(await allAtOnce()).toEqual(Array(CONNECTIONS).fill({ status: 'fulfilled', value: 'done' }));
});
