import { describe, expect } from 'vitest';
import { checkDatabase } from '../../src/flows/running/check-database.ts';
import { findAccount, replacePasswordHash } from '../../src/store/accounts.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { appOwner, nextCode } from '../support/owners.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

/** What a stricter library, or a row that was cut, would make of a hash. */
async function spoil(world: World, id: string): Promise<void> {
  const spoilt = await world.database.single(function* () {
    const hash = (yield* findAccount({ id }))?.passwordHash ?? '';
    return yield* replacePasswordHash({ id, old: hash, hash: hash.slice(0, -4) });
  });
  expect(spoilt).toBe(true);
}

describe.each(['sqlite', 'postgres'] as const)('a password hash that cannot be read, on %s', (engine) => {
  const it = test.extend('options', { engine });
  const faults = ({ logged }: World) =>
    logged.filter(({ fields }) => (fields as { event?: string } | undefined)?.event === 'cannot-verify');

  it('D009: is no wrong password: nothing is counted, operators are told whose, and so is the person', async ({
    world,
  }) => {
    const { id, login } = await world.account();
    await spoil(world, id);
    for (let time = 0; time < 8; time += 1)
      expect((await world.browser().signIn(login)).problem).toMatchObject({ type: 'cannot-verify', status: 503 });
    await world.deps.background.settled();
    const { events } = await readEverything(world.database);
    expect(events).toEqual([]);
    expect(faults(world)).toHaveLength(8);
    expect(faults(world)[0]).toMatchObject({ level: 'error', fields: { accountId: id } });
    // Nobody else is told anything else than before.
    expect((await world.browser().signIn('nobody@example.com')).problem?.type).toBe('wrong-credentials');
  });

  it('D009: costs no try of a step-up either, and a new password mends it', async ({ world }) => {
    const { id, login, browser, secret } = await appOwner(world);
    await spoil(world, id);
    const stepUp = async (code: string) =>
      (await browser.send('POST', '/api/step-up', { password: PASSWORD, answer: { method: 'otp', code } })).problem
        ?.type;
    for (let time = 0; time < 6; time += 1) expect(await stepUp('123456')).toBe('cannot-verify');
    const newPassword = 'another lantern in the meadow';
    expect((await browser.send('POST', '/api/password', { newPassword })).status).toBe(200);
    await world.browser().signIn(login, newPassword);
    const again = world.browser();
    await again.signIn(login, newPassword);
    expect((await again.answer('otp', nextCode(world, secret))).status).toBe(200);
  });

  it('D009: is named by "pnpm db check"', async ({ world }) => {
    const { id, login } = await world.account();
    const ofPasswords = async () =>
      (await checkDatabase(world.deps)).find(({ check }) => check.startsWith('every password'))?.faults;
    expect(await ofPasswords()).toEqual([]);
    await spoil(world, id);
    expect(await ofPasswords()).toEqual([`${login}: the password's hash cannot be read, whoever types it`]);
  });
});
