import { describe, expect, it } from 'vitest';
import type { Browser } from '../apps/bff/test/support/browser.ts';
import { serverWith } from '../apps/bff/test/support/other-server.ts';
import { appOwner } from '../apps/bff/test/support/owners.ts';
import { quickPasswords } from '../apps/bff/test/support/quick-passwords.ts';
import { createWorld } from '../apps/bff/test/support/world.ts';
import { ArmedDatabase } from './armed-database.ts';
import { breachesOf } from './history.ts';
import { Person } from './person.ts';
import { PLANTED } from './planted.ts';
import { Recorder } from './recorder.ts';

const AT_ONCE = 20;

/** So many browsers answer with one right code at once; returns what the history checker has to say. */
async function breaches(engine: 'sqlite' | 'postgres', planted: string | null): Promise<string[]> {
  const world = await createWorld({ engine });
  try {
    const owner = await appOwner(world);
    const database = new ArmedDatabase(world.database, planted === null ? undefined : PLANTED[planted]);
    const browserOf = serverWith(world, { database, passwords: quickPasswords });
    const like = (other?: Browser) => {
      const browser = browserOf();
      for (const [name, value] of other?.cookies ?? []) browser.cookies.set(name, value);
      return browser;
    };
    world.clock.advance(30);
    const recorder = new Recorder();
    const person = new Person({ login: owner.login, recorder, now: () => world.clock.now(), browser: like });
    person.secret = owner.secret;
    const browsers = Array.from({ length: AT_ONCE }, () => like());
    for (const browser of browsers) await browser.signIn(owner.login);
    const step = person.nextStep();
    await Promise.all(browsers.map((browser) => person.answer(step, 'may', browser)));
    return breachesOf(recorder);
  } finally {
    await world.close();
  }
}

describe.each(['sqlite', 'postgres'] as const)('a single use that is read, checked and written, on %s', (engine) => {
  it('is found by the history checker, which finds nothing in the product', async () => {
    const [breach = ''] = await breaches(engine, 'read-check-write');
    expect(breach).toMatch(/^time step \d+ of a\.martin@example\.com was good \d+ times/);
    expect(await breaches(engine, null)).toEqual([]);
  });
});
