import { checkKeys } from '../../src/flows/keys/check-keys.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
export const OLD = key('old_2025', 1);
export const NEW = key('new-2026', 2);

/** Tests of an installation whose keys are exchanged: `before` is a server that has the old key alone. */
export const rotating = (engine: 'sqlite' | 'postgres') =>
  test
    .extend('options', { engine, keyRing: OLD })
    .extend('before', async ({ world }) => {
      await checkKeys(world.database, world.deps.keys);
      return world;
    })
    /** The same installation, with another ring: after its file was changed and the server started again. */
    .extend('restarted', ({ before, openWorld }) => async (...ring: readonly string[]): Promise<World> => {
      const world = await openWorld({ database: before.database, keyRing: ring.join('\n') });
      world.clock.set(before.clock.now());
      const checked = await checkKeys(world.database, world.deps.keys);
      if (checked.kind === 'refused') throw new Error(checked.line);
      return world;
    });
