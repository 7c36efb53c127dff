import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkKeys } from '../../src/flows/keys/check-keys.ts';
import { rotateKeys } from '../../src/flows/keys/rotate-keys.ts';
import { checkDatabase } from '../../src/flows/running/check-database.ts';
import { resealRow } from '../../src/store/key-usage.ts';
import { checkInvariants, readEverything } from '../support/invariants.ts';
import { appOwner, nextCode } from '../support/owners.ts';
import { createWorld, type World } from '../support/world.ts';

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const OLD = key('old_2025', 1);
const NEW = key('new-2026', 2);

describe.each(['sqlite', 'postgres'] as const)('sealed values, on %s', { timeout: 60_000 }, (engine) => {
  let before: World;
  beforeEach(async () => {
    before = await createWorld({ engine, keyRing: OLD });
    await checkKeys(before.database, before.deps.keys);
  });
  afterEach(async () => {
    await checkInvariants(before.database);
    await before.close();
  });

  it('F-33, T-028: a value moved to another row opens nowhere, is found by the check and left by a rotation', async () => {
    const [one, two] = [await appOwner(before, 'one@example.com'), await appOwner(before, 'two@example.com')];
    const { authenticators } = await readEverything(before.database);
    const [first, second] = [one, two].map(({ id }) => authenticators.find(({ accountId }) => accountId === id));
    if (first === undefined || second === undefined) throw new Error('no authenticators');
    await before.database.single(() =>
      resealRow('authenticator', { id: first.id, old: first.sealed, sealed: second.sealed, phoneIndex: null }),
    );
    const world = await createWorld({ database: before.database, keyRing: `${NEW}\n${OLD}` });
    world.clock.set(before.clock.now());
    await checkKeys(world.database, world.deps.keys);
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
    await world.deps.background.settled();
  });
});
