import { describe, expect } from 'vitest';
import { announceInstance, introduceInstance } from '../../src/flows/running/announce-instance.ts';
import { listAuthenticators } from '../../src/store/authenticators.ts';
import { type Bent, SoftAuthenticator } from '../support/soft-authenticator.ts';
import { test } from '../support/test.ts';
import { answerWith, beginPasskey, confirmPasskey, optionsIn, passkeyOwner, WITH_PASSKEYS } from './passkey-owner.ts';

describe.each(['sqlite', 'postgres'] as const)('what a passkey says of itself, on %s', (engine) => {
  const it = test
    .extend('options', { engine, environment: WITH_PASSKEYS })
    .extend('owner', ({ world }) => passkeyOwner(world))
    .extend('use', ({ world, owner }) => async (bent: Bent) => {
      const browser = world.browser();
      const options = optionsIn(await browser.signIn(owner.login));
      return (await answerWith(browser, owner.authenticator.get(options, bent))).status;
    })
    .extend('kept', ({ world, owner }) => async () => {
      const [row] = await world.database.single(() => listAuthenticators({ accountId: owner.id }));
      return { count: row?.lastStep, backupEligible: row?.backupEligible, backedUp: row?.backedUp };
    });

  it('P21, PK03, PK04: a count that stands still or falls lets in, and what is kept never goes down', async ({
    use,
    kept,
  }) => {
    for (const [signCount, count] of [
      [7, 7],
      [7, 7],
      [0, 7],
      [3, 7],
      [8, 8],
      [2 ** 32 - 1, 2 ** 31 - 1],
    ] as const) {
      expect([signCount, await use({ signCount })]).toEqual([signCount, 200]);
      expect(await kept()).toMatchObject({ count });
    }
  });

  it('P22, PK01: whether it may be backed up changes either way, and is kept as it was last said', async ({
    use,
    kept,
  }) => {
    for (const be of [true, false]) {
      expect(await use({ be })).toBe(200);
      expect(await kept()).toMatchObject({ backupEligible: be, backedUp: false });
    }
    expect(await use({ be: false, bs: true })).toBe(401);
  });

  it('P23: once it is backed up its owner reads that it is synced', async ({ use, owner }) => {
    expect(await use({ be: true, bs: true })).toBe(200);
    expect((await owner.browser.security()).body.authenticators).toMatchObject([{ kind: 'passkey', synced: true }]);
  });

  it('P40: none is bound while a server of 0.1.0 is about, nor one that was begun before it came', async ({
    world,
  }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const { id, options } = await beginPasskey(browser);
    await announceInstance(world.deps, { ...introduceInstance(world.deps, 'older:2'), release: null });
    const credential = new SoftAuthenticator().create(options);
    const waits = { type: 'upgrade-under-way', retryAfterSeconds: 150 };
    expect((await confirmPasskey(browser, id, { credential })).problem).toMatchObject(waits);
    expect((await browser.begin({ kind: 'passkey', as: 'passkey' })).problem).toMatchObject(waits);
    world.clock.advance(151);
    expect((await confirmPasskey(browser, id, { credential })).status).toBe(200);
  });
});
