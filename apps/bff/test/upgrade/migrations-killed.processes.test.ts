import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleServer } from '../../../../scripts/bundle-server.ts';
import { migrationState } from '../../src/store/migration-state.ts';
import { FilledDatabase } from './filled-database.ts';

const ALL = { account: 200, authenticator: 200, recovery_code: 200 };
/** PostgreSQL is asked far more often, mostly for counts: every so many times is enough of them. */
const EVERY = { sqlite: 1, postgres: 7 };

describe.each(['sqlite', 'postgres'] as const)('an upgrade that is killed, on %s', (engine) => {
  // In here, so that the native packages are found.
  const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache');
  let bundle: string;
  let filled: FilledDatabase;
  beforeAll(async () => {
    mkdirSync(cache, { recursive: true });
    bundle = mkdtempSync(join(cache, 'killed-'));
    bundleServer(bundle, { dies: join(import.meta.dirname, 'dies-while-migrating.ts') });
    filled = await FilledDatabase.make(engine, 200);
  });
  afterAll(() => {
    filled.remove();
    rmSync(bundle, { recursive: true });
  });

  async function startAndDie(migrations: string, nth: number): Promise<NodeJS.Signals | number | null> {
    const args = [join(bundle, 'dies.mjs'), filled.url, migrations, String(nth)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code, signal] = await once(child, 'exit');
    return signal ?? code;
  }

  it('at any point leaves the old database or the new one, whole, and is done by the next start', async () => {
    const statements =
      engine === 'sqlite'
        ? await filled.rebuilt('account', "language in ('fr', 'en')")
        : ['alter table account add column note integer;', 'alter table account alter column note type bigint;'];
    const release = filled.release(...statements);
    const states = new Set<string>();
    for (let nth = 1; !states.has('current'); nth += EVERY[engine]) {
      const end = await startAndDie(release, nth);
      expect(await filled.counts()).toEqual(ALL);
      const { kind } = await migrationState(filled.url, release);
      states.add(kind);
      if (kind !== 'current') expect(end).toBe('SIGKILL');
    }
    await filled.upgrade(release);
    expect(await migrationState(filled.url, release)).toMatchObject({ kind: 'current' });
    expect(await filled.counts()).toEqual(ALL);
    expect([...states]).toEqual(['behind', 'current']);
  }, 120_000);
});
