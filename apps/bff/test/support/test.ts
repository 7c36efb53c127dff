import { test as base } from 'vitest';
import { checkInvariants } from './invariants.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

const none: WorldOptions = {};

/**
 * A test whose server is made when it asks for it, and held against the rules when it ends (`invariants.ts`):
 * `test('…', async ({ world, browser }) => …)`. A suite with another server says so once:
 * `const it = test.extend('options', { engine })`; one whose tests break the rules on purpose says why in `planted`.
 */
export const test = base
  .extend('options', none)
  .extend('world', async ({ options }, { onCleanup }): Promise<World> => {
    const world = await createWorld(options);
    onCleanup(async () => {
      await world.deps.background.settled();
      try {
        if (options.planted === undefined) await checkInvariants(world.database);
      } finally {
        await world.close();
      }
    });
    return world;
  })
  /** One more world, which ends with the test as well. */
  .extend('openWorld', async ({ options }, { onCleanup }) => {
    const opened: World[] = [];
    onCleanup(async () => {
      for (const world of opened) await world.close();
    });
    return async (other: WorldOptions = {}): Promise<World> => {
      const world = await createWorld({ ...options, ...other });
      opened.push(world);
      return world;
    };
  })
  .extend('database', ({ world }) => world.database)
  .extend('clock', ({ world }) => world.clock)
  .extend('gateway', ({ world }) => world.phones)
  /** Signed in to nothing, at no address. */
  .extend('browser', ({ world }) => world.browser());
