import { describe, expect } from 'vitest';
import { announceInstance, introduceInstance, withdrawInstance } from '../../src/flows/running/announce-instance.ts';
import { sinceRelease } from '../../src/http/since-release.ts';
import { RELEASE } from '../../src/release.ts';
import { test } from '../support/test.ts';

describe.each(['sqlite', 'postgres'] as const)('what an older server would not understand, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend('world', async ({ world }) => {
      world.app.post('/later', sinceRelease('0.2.0'), (c) => c.json({ done: true }));
      await announceInstance(world.deps, introduceInstance(world.deps, 'present:1'));
      return world;
    })
    .extend(
      'ask',
      ({ world }) =>
        () =>
          world.browser().send('POST', '/later'),
    )
    .extend('announce', ({ world }) => async (release: string | null) => {
      const older = { ...introduceInstance(world.deps, 'older:2'), release };
      await announceInstance(world.deps, older);
      return older;
    });

  it('is done where every server is of a release that does', async ({ world, ask, announce }) => {
    expect(introduceInstance(world.deps, 'any').release).toBe(RELEASE);
    expect((await ask()).status).toBe(200);
    await announce('0.3.0');
    expect((await ask()).status).toBe(200);
  });

  it.for([null, '0.1.9', 'unreadable'])(
    'waits while a server of release %j is about, and says for how long',
    async (release, { world, ask, announce }) => {
      const older = await announce(release);
      world.clock.advance(20);
      const answer = await ask();
      expect(answer).toMatchObject({
        status: 503,
        problem: { type: 'upgrade-under-way', status: 503, retryAfterSeconds: 130 },
      });
      expect(answer.headers.get('retry-after')).toBe('130');
      await withdrawInstance(world.deps, older.id);
      expect((await ask()).status).toBe(200);
    },
  );

  it('waits no longer than 150 s for one that was killed', async ({ world, ask, announce }) => {
    await announce(null);
    world.clock.advance(149);
    expect((await ask()).problem).toMatchObject({ retryAfterSeconds: 1 });
    world.clock.advance(1);
    expect((await ask()).status).toBe(200);
  });
});
