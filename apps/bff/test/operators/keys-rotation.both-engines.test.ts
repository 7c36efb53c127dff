import { describe, expect } from 'vitest';
import { checkKeys } from '../../src/flows/keys/check-keys.ts';
import { describeKeys } from '../../src/flows/keys/describe-keys.ts';
import type { DescribedKey } from '../../src/flows/keys/key-uses.ts';
import { removeKey } from '../../src/flows/keys/remove-key.ts';
import { rotateKeys } from '../../src/flows/keys/rotate-keys.ts';
import { announceInstance, introduceInstance, withdrawInstance } from '../../src/flows/running/announce-instance.ts';
import { checkDatabase } from '../../src/flows/running/check-database.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { TrappedDatabase } from '../support/held-ports.ts';
import { readEverything } from '../support/invariants.ts';
import type { AppOwner, PhoneOwner } from '../support/owners.ts';
import { appOwner, nextCode, ownerOfBoth, phoneOwner } from '../support/owners.ts';
import { Killed, StoppingDatabase } from '../support/stopping-database.ts';
import type { World } from '../support/world.ts';
import { NEW, OLD, rotating } from './rotating-keys.ts';

/** Which key each authenticator is sealed with. */
async function sealedWith(world: World): Promise<(string | undefined)[]> {
  const { authenticators } = await readEverything(world.database);
  return authenticators.map(({ sealed }) => sealed.split('.')[1]).toSorted();
}

describe.each(['sqlite', 'postgres'] as const)('keys, on %s', { timeout: 60_000 }, (engine) => {
  const it = rotating(engine);

  const usesOf = async (world: World, id: string): Promise<DescribedKey['uses'] | undefined> =>
    (await describeKeys(world.deps)).keys.find((one) => one.id === id)?.uses;

  const faults = async (world: World) => (await checkDatabase(world.deps)).flatMap((finding) => finding.faults);

  async function signsIn(world: World, owner: AppOwner | PhoneOwner): Promise<string> {
    const browser = world.browser();
    world.clock.advance(600);
    await browser.signIn(owner.login);
    if ('secret' in owner) return (await browser.answer('otp', nextCode(world, owner.secret))).body.state ?? 'refused';
    await world.deps.background.settled();
    return (await browser.answer('sms', world.phones.codeFor(owner.number))).body.state ?? 'refused';
  }

  it('F-30, C101: a rotation seals everything with the new key, and everybody signs in as before', async ({
    before,
    restarted,
  }) => {
    const app = await appOwner(before);
    const phone = await phoneOwner(before);
    const both = await ownerOfBoth(before);
    const world = await restarted(NEW, OLD);
    expect(await signsIn(world, app)).toBe('authenticated');
    expect(await rotateKeys(world.deps, { dryRun: true })).toEqual({
      found: 4,
      resealed: 0,
      passedOver: 0,
      unopened: [],
    });
    expect(await sealedWith(before)).toEqual(Array(4).fill('old_2025'));
    expect(await rotateKeys(world.deps)).toEqual({ found: 4, resealed: 4, passedOver: 0, unopened: [] });
    expect(await sealedWith(before)).toEqual(Array(4).fill('new-2026'));
    expect(await usesOf(world, 'old_2025')).toMatchObject({ authenticators: 0, enrolments: 0, phoneIndexes: 0 });
    expect(await rotateKeys(world.deps)).toEqual({ found: 0, resealed: 0, passedOver: 0, unopened: [] });
    for (const owner of [app, phone, both]) expect(await signsIn(world, owner)).toBe('authenticated');
    expect(await faults(world)).toEqual([]);
  });

  it('F-30: killed before any of its statements it leaves everything openable, and goes on when run again', async ({
    before,
    restarted,
  }) => {
    const owners = [await appOwner(before), await phoneOwner(before), await ownerOfBoth(before)] as const;
    await owners[0].browser.begin({ kind: 'phone', country: 'FR', number: '06 39 98 00 77' });
    const world = await restarted(NEW, OLD);
    let stops = 0;
    for (let statement = 0; ; statement += 1) {
      const database = new StoppingDatabase(world.database, statement);
      const ended = await rotateKeys({ ...world.deps, database }).catch((error: unknown) => error);
      expect(await faults(world)).toEqual([]);
      if (!(ended instanceof Killed)) break;
      stops += 1;
    }
    expect(stops).toBeGreaterThan(5);
    expect(await sealedWith(before)).toEqual(Array(4).fill('new-2026'));
    for (const owner of owners) expect(await signsIn(world, owner)).toBe('authenticated');
  });

  it('F-30: servers of both rings work side by side once the new key is in every ring', async ({
    before,
    restarted,
  }) => {
    const owner = await appOwner(before);
    const behind = await restarted(OLD, NEW);
    const ahead = await restarted(NEW, OLD);
    await rotateKeys(ahead.deps);
    expect(await signsIn(behind, owner)).toBe('authenticated');
    ahead.clock.set(behind.clock.now());
    expect(await signsIn(ahead, owner)).toBe('authenticated');
    ahead.clock.advance(30);
    behind.clock.set(ahead.clock.now());
    const late = await appOwner(behind, 'late@example.com');
    ahead.clock.set(behind.clock.now());
    expect(await signsIn(ahead, late)).toBe('authenticated');
    expect(await rotateKeys(ahead.deps)).toMatchObject({ found: 1, resealed: 1 });
  });

  it('F-30: a server without the new key says that it cannot verify; nobody is let in with the password alone', async ({
    before,
    restarted,
  }) => {
    const owner = await appOwner(before);
    await rotateKeys((await restarted(NEW, OLD)).deps);
    const browser = before.browser();
    before.clock.advance(600);
    expect((await browser.signIn(owner.login)).body.state).toBe('challenged');
    const answer = await browser.answer('otp', nextCode(before, owner.secret));
    expect([answer.status, answer.problem?.type]).toEqual([503, 'cannot-verify']);
    expect((await browser.session()).body.state).toBe('challenged');
    expect(await checkKeys(before.database, before.deps.keys)).toEqual({
      kind: 'refused',
      line: 'key "new-2026" has sealed data in this database and is not in the key ring: add it back',
    });
  });

  it("a number's limits hold on while its index moves", async ({ before, restarted }) => {
    const owner = await phoneOwner(before);
    const world = await restarted(NEW, OLD);
    const { messages } = await readEverything(world.database);
    await rotateKeys(world.deps);
    const after = await readEverything(world.database);
    const [index] = after.authenticators.map(({ phoneIndex }) => phoneIndex);
    expect(index).toBe(world.deps.keys.mac('phone-index', owner.number, 'new-2026'));
    expect(index).not.toBe(messages[0]?.phoneIndex);
    expect(after.messages.map(({ phoneIndex }) => phoneIndex)).toEqual(messages.map(() => index));
  });

  it('an enrolment begun under the old key is confirmed under the new one, and its index is found by the next run', async ({
    before,
    restarted,
  }) => {
    const account = await before.account();
    const browser = before.browser();
    await browser.signIn(account.login);
    const begun = await browser.begin({ kind: 'phone', country: 'FR', number: '06 39 98 00 12' });
    const code = before.phones.codeFor('+33639980012');
    const world = await restarted(NEW, OLD);
    const after = world.browser();
    for (const [name, value] of browser.cookies) after.cookies.set(name, value);
    expect((await after.confirm(begun.body.id, code)).status).toBe(200);
    expect(await sealedWith(before)).toEqual(['new-2026']);
    expect(await usesOf(world, 'old_2025')).toMatchObject({ authenticators: 0, phoneIndexes: 1 });
    expect(await removeKey(world.deps, 'old_2025')).toMatchObject({ kind: 'needed', uses: { phoneIndexes: 1 } });
    expect(await rotateKeys(world.deps)).toMatchObject({ found: 1, resealed: 1 });
    expect(await usesOf(world, 'old_2025')).toMatchObject({ phoneIndexes: 0 });
  });

  it('what changes while it is being sealed is left to whoever changed it', async ({ before, restarted }) => {
    const owner = await appOwner(before);
    const world = await restarted(NEW, OLD);
    const database = new TrappedDatabase(world.database);
    const hold = database.holdBefore('reseal_authenticator');
    const rotating = rotateKeys({ ...world.deps, database });
    await hold.reached;
    before.clock.advance(60);
    const { secret } = await owner.browser.enrolApp((await owner.browser.security()).body.authenticators[0]?.id);
    hold.release();
    expect(await rotating).toEqual({ found: 1, resealed: 0, passedOver: 1, unopened: [] });
    expect(await sealedWith(before)).toEqual(['old_2025']);
    world.clock.set(before.clock.now());
    expect(await signsIn(world, { ...owner, secret })).toBe('authenticated');
  });

  it('the old key goes when nothing is left of it: passwords at their sign-in, recovery codes when replaced', async ({
    before,
    restarted,
  }) => {
    const owner = await appOwner(before);
    await before.account('idle@example.com');
    const world = await restarted(NEW, OLD);
    await rotateKeys(world.deps);
    expect(await usesOf(world, 'old_2025')).toMatchObject({ passwords: 2, recoveryCodes: 1, authenticators: 0 });
    expect(await removeKey(world.deps, 'new-2026')).toEqual({ kind: 'primary' });
    expect(await removeKey(world.deps, 'other')).toEqual({ kind: 'unknown' });
    expect(await removeKey(world.deps, 'old_2025')).toMatchObject({ kind: 'needed', uses: { passwords: 2 } });

    const browser = world.browser();
    world.clock.advance(600);
    await browser.signIn(owner.login);
    await browser.answer('otp', nextCode(world, owner.secret));
    await world.browser().signIn('idle@example.com');
    await world.deps.background.settled();
    expect(await removeKey(world.deps, 'old_2025')).toMatchObject({
      kind: 'needed',
      uses: { passwords: 0, recoveryCodes: 1 },
    });
    expect((await browser.replaceRecoveryCode()).status).toBe(201);
    expect(await removeKey(world.deps, 'old_2025', { dryRun: true })).toEqual({ kind: 'removable' });
    expect((await describeKeys(world.deps)).keys.map(({ id, inDatabase }) => [id, inDatabase])).toEqual([
      ['new-2026', true],
      ['old_2025', true],
    ]);
    expect(await removeKey(world.deps, 'old_2025')).toEqual({ kind: 'removed' });

    const after = await restarted(NEW);
    after.clock.set(world.clock.now());
    expect(await faults(after)).toEqual([]);
    expect(await signsIn(after, owner)).toBe('authenticated');
    expect((await after.browser().signIn('idle@example.com', PASSWORD)).body.state).toBe('authenticated');
  });

  it('an SMS code on its way keeps its key until it has expired', async ({ before, restarted }) => {
    const owner = await phoneOwner(before);
    const browser = before.browser();
    before.clock.advance(600);
    await browser.signIn(owner.login);
    await before.deps.background.settled();
    const code = before.phones.codeFor(owner.number);
    const world = await restarted(NEW, OLD);
    await rotateKeys(world.deps);
    expect(await usesOf(world, 'old_2025')).toMatchObject({ smsCodes: 1, authenticators: 0 });
    const after = world.browser();
    for (const [name, value] of browser.cookies) after.cookies.set(name, value);
    expect((await after.answer('sms', code)).body.state).toBe('authenticated');
    expect(await usesOf(world, 'old_2025')).toMatchObject({ smsCodes: 0 });
  });

  it('a key stays while a running server seals with it', async ({ before, restarted }) => {
    const world = await restarted(NEW, OLD);
    const server = introduceInstance(before.deps, 'west:4711');
    await announceInstance(before.deps, server);
    expect(await removeKey(world.deps, 'old_2025')).toEqual({ kind: 'sealing', instances: ['west:4711'] });
    expect((await describeKeys(world.deps)).instances).toMatchObject([
      { name: 'west:4711', primaryKeyId: 'old_2025', keyIds: ['old_2025'] },
    ]);
    await withdrawInstance(before.deps, server.id);
    expect(await removeKey(world.deps, 'old_2025', { dryRun: true })).toEqual({ kind: 'removable' });
    await announceInstance(before.deps, server);
    world.clock.advance(120);
    expect(await removeKey(world.deps, 'old_2025')).toMatchObject({ kind: 'sealing' });
    world.clock.advance(60);
    expect(await removeKey(world.deps, 'old_2025')).toEqual({ kind: 'removed' });
  });
});
