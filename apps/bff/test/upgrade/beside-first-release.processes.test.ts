import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Program } from '../../../../scripts/console-process.ts';
import { type UnpackedRelease, unpackFirstRelease } from '../../../../scripts/first-release.ts';
import { startTopology, type Topology } from '../../../../scripts/topology.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { sinceRelease } from '../../src/http/since-release.ts';
import { RELEASE } from '../../src/release.ts';
import { type OpenedDatabase, openDatabase } from '../../src/store/open-database.ts';
import { Browser, codeOf } from '../support/browser.ts';
import { addAccounts } from '../support/console-files.ts';
import { ORIGIN } from '../support/fixed-values.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { overHttp } from '../support/over-http.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { createWorld, type World } from '../support/world.ts';
import { ask } from './filled-database.ts';

describe('the first release beside the present one, on one PostgreSQL', { timeout: 120_000 }, () => {
  let first: UnpackedRelease;
  let programs: { readonly programs: string; readonly migrations: string };
  let topology: Topology;
  let url: string;
  let database: OpenedDatabase;
  let world: World;

  beforeAll(async () => {
    first = unpackFirstRelease();
    programs = await first.bundle();
    url = await createTestDatabase();
    topology = await startTopology({
      databaseUrl: url,
      entry: join(programs.programs, 'server.mjs') as Program,
      environment: {
        MIGRATIONS_DIRECTORY: programs.migrations,
        PUBLIC_ORIGIN: ORIGIN,
        PASSWORD_MEMORY_MIB: '19',
        PASSWORD_PASSES: '2',
        PASSWORD_LANES: '1',
      },
    });
  }, 300_000);
  afterAll(async () => {
    await world?.close();
    await database?.close();
    await topology?.stop();
    first?.remove();
  });

  const at = (index: number) => new Browser(overHttp(topology.instance(index).port), { clock: systemClock });
  const releases = async () =>
    (await ask(url, 'select release from instance order by started_at')).map((row) => row['release']);
  const askLater = () => world.browser().send('POST', '/later');

  it('lets people sign in at either, says what runs, and holds back what the older one would not understand', async () => {
    await topology.end(1, 'SIGTERM');
    await topology.start(1, { entry: 'sources', environment: { MIGRATIONS_DIRECTORY: MIGRATIONS } });
    await addAccounts(topology.environment, ['alice@example.com']);
    while ((await releases()).length < 2);
    expect(await releases()).toEqual([null, RELEASE]);

    const enrolling = at(0);
    await enrolling.signIn('alice@example.com');
    const { secret } = await enrolling.enrolApp();
    const signingIn = at(1);
    expect((await signingIn.signIn('alice@example.com')).body.state).toBe('challenged');
    const ahead = codeOf(secret, new Date(Date.now() + 30_000));
    expect((await signingIn.answer('otp', ahead)).body).toMatchObject({
      state: 'authenticated',
      assuranceLevel: 'aal2',
    });

    database = await openDatabase({ url, migrations: MIGRATIONS, as: 'command', onIdleError: () => undefined });
    world = await createWorld({ database, keyRing: topology.keyRing });
    world.clock.set(new Date());
    world.app.post('/later', sinceRelease('0.2.0'), (c) => c.json({ done: true }));
    expect((await askLater()).problem?.type).toBe('upgrade-under-way');
  });

  it('does what it held back once the older one has gone, which does not start on the newer database again', async () => {
    expect(await topology.end(0, 'SIGTERM')).toMatchObject({ code: 0 });
    expect((await askLater()).status).toBe(200);
    await expect(topology.start(0)).rejects.toThrow('the database is not of this release');
    await topology.start(0, { entry: 'sources', environment: { MIGRATIONS_DIRECTORY: MIGRATIONS } });
    while ((await releases()).length < 2);
    expect(await releases()).toEqual([RELEASE, RELEASE]);
    expect((await askLater()).status).toBe(200);
  });
});
