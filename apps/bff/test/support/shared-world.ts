import { test as base } from 'vitest';
import { checkEnded } from './invariants.ts';
import { createWorld, type WorldOptions } from './world.ts';

/**
 * A test whose world is that of its whole file: for suites that only look at a state which is dear to reach. Made at
 * the top of a file, once for each world; what is reached in it is a fixture of the file as well:
 * `sharedWorld({ engine }).extend('owner', { scope: 'file' }, ({ world }) => appOwner(world))`.
 * The rules (`invariants.ts`) are asked after each test here too.
 */
export const sharedWorld = (options: WorldOptions = {}) =>
  base
    .extend('options', { scope: 'file' }, () => options)
    .extend('world', { scope: 'file' }, async ({ options: made }, { onCleanup }) => {
      const world = await createWorld(made);
      onCleanup(() => world.close());
      return world;
    })
    .extend('rules', { auto: true }, ({ world }, { onCleanup }) => {
      onCleanup(async () => {
        await world.deps.background.settled();
        if (options.planted === undefined) await checkEnded(world.database);
      });
    });
