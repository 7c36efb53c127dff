import { describe, expect } from 'vitest';
import { checkDatabase } from '../../src/flows/running/check-database.ts';
import { prune } from '../../src/flows/running/prune.ts';
import { readEverything } from '../support/invariants.ts';
import { phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

const NUMBERS = ['+33639980021', '+33639980022'] as const;

describe.each(['sqlite', 'postgres'] as const)('numbers do not outlive their purpose, on %s', (engine) => {
  const it = test.extend('options', { engine });

  const prefixes = async (world: World) => (await readEverything(world.database)).messages.map(({ prefix }) => prefix);
  const begin = (browser: Awaited<ReturnType<typeof phoneOwner>>['browser'], number: string) =>
    browser.begin({ kind: 'phone', country: 'FR', number });

  it('D024: the range of a removed number leaves the messages with it, the notice of the removal too', async ({
    world,
  }) => {
    const owner = await phoneOwner(world);
    const bystander = await phoneOwner(world, 'bystander@example.com', NUMBERS[0]);
    expect((await prefixes(world)).every((prefix) => prefix !== '')).toBe(true);
    await owner.browser.send('DELETE', '/api/two-factor');
    await world.deps.background.settled();
    const { messages } = await readEverything(world.database);
    const ofOwner = messages.filter(({ accountId }) => accountId === owner.id);
    expect(ofOwner.map(({ subject }) => subject)).toContain('notice');
    expect(ofOwner.map(({ prefix }) => prefix)).toEqual(ofOwner.map(() => ''));
    for (const { prefix } of messages.filter(({ accountId }) => accountId === bystander.id))
      expect(prefix).not.toBe('');
  });

  it('D024: a discarded number goes when its ten minutes end, and until then one may go back to it', async ({
    world,
  }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const first = (await begin(browser, NUMBERS[0])).body.id;
    await begin(browser, NUMBERS[1]);
    await prune(world.deps);
    expect((await begin(browser, NUMBERS[0])).body.id).toBe(first);
    world.clock.advance(601);
    await prune(world.deps);
    const { enrolments } = await readEverything(world.database);
    expect(enrolments).toHaveLength(2);
    for (const row of enrolments) expect(row).toMatchObject({ sealed: '', phoneIndex: null, country: null });
    expect(
      (await checkDatabase(world.deps)).flatMap(({ faults }) => faults).filter((line) => /opens?/.test(line)),
    ).toEqual([]);
    // A message that nobody answered says its range for as long as the rules against abuse read it.
    expect((await prefixes(world)).every((prefix) => prefix !== '')).toBe(true);
    world.clock.advance(24 * 3600);
    await prune(world.deps);
    expect(await prefixes(world)).toEqual(['', '']);
  });

  it('D024: the secret of a discarded app goes at once, and a confirmed number stands with its authenticator alone', async ({
    world,
  }) => {
    const owner = await phoneOwner(world);
    const { id } = (await owner.browser.begin({ kind: 'app' })).body;
    await owner.browser.send('DELETE', `/api/enrolments/${id}`);
    const { enrolments } = await readEverything(world.database);
    expect(enrolments.map(({ state }) => state).toSorted()).toEqual(['cancelled', 'confirmed']);
    for (const row of enrolments) expect(row).toMatchObject({ sealed: '', phoneIndex: null });
  });
});
