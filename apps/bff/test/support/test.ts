import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { serverWith } from './other-server.ts';
import { quickPasswords } from './quick-passwords.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

const none: WorldOptions = {};

/**
 * A test whose server is made when it asks for it, and held against the rules when it ends (`invariants.ts`):
 * `test('…', async ({ world, browser }) => …)`. A suite with another server says so once:
 * `const it = test.extend('options', { engine })`; one whose tests break the rules on purpose says why in `planted`.
 */
export const test = base
  .extend('options', none)
  /** One more world, which ends with the test as well: the last one first, since it may have the database of another. */
  .extend('openWorld', async ({ options }, { onCleanup }) => {
    const opened: World[] = [];
    onCleanup(async () => {
      for (const world of opened.toReversed()) await world.close();
    });
    return async (other: WorldOptions = {}): Promise<World> => {
      const world = await createWorld({ ...options, ...other });
      opened.push(world);
      return world;
    };
  })
  .extend('world', ({ openWorld }): Promise<World> => openWorld())
  /** An empty folder, which goes with the test. */
  .extend('folder', ({ task: _ }, { onCleanup }) => {
    const folder = mkdtempSync(join(tmpdir(), 'console-test-'));
    onCleanup(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  })
  .extend('database', ({ world }) => world.database)
  /** Asks the database for one thing, outside of any unit of work. */
  .extend(
    'single',
    ({ database }): Database['single'] =>
      (body) =>
        database.single(body),
  )
  .extend('clock', ({ world }) => world.clock)
  .extend('gateway', ({ world }) => world.phones)
  /** At an address, of one more instance, whose password hashes cost nothing: for loops that are about something else. */
  .extend('browserOf', ({ world }) => serverWith(world, { passwords: quickPasswords }))
  /** Signed in to nothing, at no address. */
  .extend('browser', ({ world }) => world.browser());
