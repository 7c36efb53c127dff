import { describe, expect } from 'vitest';
import { createFitness } from '../../src/adapters/fitness.ts';
import { createKeys, parseKeyRing } from '../../src/adapters/key-ring.ts';
import type { Deps } from '../../src/deps.ts';
import { checkKeys } from '../../src/flows/keys/check-keys.ts';
import { Unavailable } from '../../src/outcome.ts';
import { TrappedDatabase } from '../support/held-ports.ts';
import { serverWith } from '../support/other-server.ts';
import { test } from '../support/test.ts';
import { freshKey } from '../support/world.ts';

const it = test
  .extend('world', async ({ world }) => {
    await checkKeys(world.database, world.deps.keys);
    return world;
  })
  /** Asked as a machine asks, which knows no name of the host. */
  .extend('ready', ({ world }) => async (ports: Partial<Deps> = {}) => {
    const headers = { host: '10.1.2.3:8787' };
    const { status, body } = await serverWith(world, ports)().send<Ready>('GET', '/readyz', undefined, headers);
    expect(status).toBe(body.status === 'ready' ? 200 : 503);
    return body;
  })
  .extend(
    'fitness',
    ({ world }) =>
      (told: Partial<Deps['fitness']>) =>
        ({
          ...createFitness({ clockOffsetMs: () => 0, smsPaused: () => false }, world.clock),
          ...told,
        }) satisfies Deps['fitness'],
  );

interface Ready {
  readonly status: string;
  readonly checks: Readonly<Record<string, string>>;
}

const FINE = { process: 'running', database: 'writes', keys: 'open', clock: 'agrees', sms: 'offered' };

describe('R-RL-08: readiness', () => {
  it('is there when a sign-in could be taken from beginning to end', async ({ ready }) => {
    expect(await ready()).toEqual({ status: 'ready', checks: FINE });
  });

  it('is not there while the database does not write, and liveness is', async ({ world }) => {
    const database = new TrappedDatabase(world.database);
    const browser = serverWith(world, { database })();
    database.failBefore('canary_touch', new Unavailable('SQLITE_BUSY'));
    const answer = await browser.send<Ready>('GET', '/readyz');
    expect([answer.status, answer.body]).toEqual([
      503,
      { status: 'not-ready', checks: { ...FINE, database: 'failed', keys: 'unknown' } },
    ]);
    expect((await browser.send('GET', '/healthz')).body).toEqual({ status: 'alive' });
  });

  it('does not wait for a database that hangs, and everybody who asks meanwhile asks it once', async ({ world }) => {
    const database = new TrappedDatabase(world.database);
    const hold = database.holdBefore('canary_touch');
    const browser = serverWith(world, { database })();
    const asked = [1, 2, 3].map(() => browser.send<Ready>('GET', '/readyz'));
    await hold.reached;
    world.clock.advance(0.5);
    const answers = await Promise.all(asked);
    expect(answers.map(({ status, body }) => [status, body.checks['database']])).toEqual([
      [503, 'failed'],
      [503, 'failed'],
      [503, 'failed'],
    ]);
    hold.release();
  });

  it('is not there with keys that do not open what is stored', async ({ world, ready }) => {
    const other = parseKeyRing(freshKey());
    if (other.kind === 'refused') throw new Error(other.line);
    const { primaryId } = world.deps.keys;
    const keys = createKeys(other.ring);
    const impostor = { ...keys, primaryId, open: (sealed: string, place: never) => keys.open(sealed, place) };
    expect(await ready({ keys: impostor })).toEqual({ status: 'not-ready', checks: { ...FINE, keys: 'failed' } });
    expect(await ready({ keys })).toEqual({ status: 'not-ready', checks: { ...FINE, keys: 'failed' } });
  });

  it('goes with the signal to stop, at once', async ({ world }) => {
    const stoppable = createFitness({ clockOffsetMs: () => 0, smsPaused: () => false }, world.clock);
    const browser = serverWith(world, { fitness: stoppable })();
    expect((await browser.send('GET', '/readyz')).status).toBe(200);
    stoppable.stop();
    expect((await browser.send('GET', '/readyz')).status).toBe(503);
    expect((await browser.send('GET', '/healthz')).status).toBe(200);
  });

  it('F-11: tells of clocks more than two seconds apart, and lets people in', async ({ ready, fitness }) => {
    for (const [offset, clock] of [
      [2000, 'agrees'],
      [2001, 'off'],
      [-45_000, 'off'],
    ] as const)
      expect(await ready({ fitness: fitness({ clockOffsetMs: () => offset }) })).toEqual({
        status: 'ready',
        checks: { ...FINE, clock },
      });
  });

  it('F-17: tells of text messages that are paused or not offered, and lets people in', async ({ ready, fitness }) => {
    expect(await ready({ fitness: fitness({ smsPaused: () => true }) })).toMatchObject({
      status: 'ready',
      checks: { sms: 'paused' },
    });
    expect(await ready({ sms: null })).toMatchObject({ status: 'ready', checks: { sms: 'not-offered' } });
  });
});
