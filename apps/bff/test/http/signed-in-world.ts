import { sharedWorld } from '../support/shared-world.ts';
import type { WorldOptions } from '../support/world.ts';
import { withApp } from './routes-calls.ts';

/** One world for a whole file in which somebody with an app is signed in: for requests that are refused, or only look. */
export const signedInWorld = (options: WorldOptions = {}) =>
  sharedWorld(options)
    .extend('owner', { scope: 'file' }, ({ world }) => withApp(world))
    .extend('cookie', { scope: 'file' }, ({ owner }) =>
      [...owner.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    );
