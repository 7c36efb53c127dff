import { describe, expect } from 'vitest';
import { rotateKeys } from '../../src/flows/keys/rotate-keys.ts';
import { checkDatabase } from '../../src/flows/running/check-database.ts';
import { resealRow } from '../../src/store/key-usage.ts';
import { readEverything } from '../support/invariants.ts';
import { appOwner, nextCode } from '../support/owners.ts';
import { NEW, OLD, rotating } from './rotating-keys.ts';

describe.each(['sqlite', 'postgres'] as const)('sealed values, on %s', { timeout: 60_000 }, (engine) => {
  const it = rotating(engine);

  it('F-33, T-028: a value moved to another row opens nowhere, is found by the check and left by a rotation', async ({
    before,
    restarted,
  }) => {
    const [one, two] = [await appOwner(before, 'one@example.com'), await appOwner(before, 'two@example.com')];
    const { authenticators } = await readEverything(before.database);
    const [first, second] = [one, two].map(({ id }) => authenticators.find(({ accountId }) => accountId === id));
    if (first === undefined || second === undefined) throw new Error('no authenticators');
    await before.database.single(() =>
      resealRow.authenticator({ id: first.id, old: first.sealed, sealed: second.sealed, phoneIndex: null }),
    );
    const world = await restarted(NEW, OLD);
    expect(await rotateKeys(world.deps)).toEqual({
      found: 1,
      resealed: 1,
      passedOver: 0,
      unopened: [`authenticator ${first.id}`],
    });
    expect((await checkDatabase(world.deps)).flatMap((finding) => finding.faults)).toEqual([
      `authenticator ${first.id} of account ${one.id}`,
    ]);
    const browser = world.browser();
    await browser.signIn(one.login);
    for (const secret of [one.secret, two.secret])
      expect((await browser.answer('otp', nextCode(world, secret))).problem?.type).toBe('cannot-verify');
    const other = world.browser();
    world.clock.advance(600);
    await other.signIn(two.login);
    expect((await other.answer('otp', nextCode(world, two.secret))).body.state).toBe('authenticated');
  });
});
