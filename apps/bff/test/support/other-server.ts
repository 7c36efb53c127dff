import { createApp } from '../../src/app.ts';
import type { Deps } from '../../src/deps.ts';
import { Browser } from './browser.ts';
import { TrappedDatabase } from './held-ports.ts';
import type { World } from './world.ts';

/** One more instance over the same database, with some of its ports exchanged; returns its browsers. */
export function serverWith(world: World, ports: Partial<Deps>): (address?: string) => Browser {
  const deps = { ...world.deps, ...ports };
  const app = createApp(deps);
  return (address) => new Browser(app, deps, address);
}

/** One more instance whose database can be made to wait or to fail; a browser moves to it with its cookies. */
export function trappedServer(world: World) {
  const database = new TrappedDatabase(world.database);
  const browserOf = serverWith(world, { database });
  return {
    database,
    browser: browserOf,
    /** The same browser, as it were, speaking to this instance. */
    moved: (browser: Browser): Browser => {
      const other = browserOf();
      for (const [name, value] of browser.cookies) other.cookies.set(name, value);
      return other;
    },
  };
}
