import { describe, expect } from 'vitest';
import { checkKeys } from '../../src/flows/keys/check-keys.ts';
import { offerPasswordLink } from '../../src/flows/operators/set-password.ts';
import { checkDatabase } from '../../src/flows/running/check-database.ts';
import { prunable, prune } from '../../src/flows/running/prune.ts';
import { retireLiveState } from '../../src/flows/running/retire-live-state.ts';
import { removeAllAuthenticators, spendTimeStep } from '../../src/store/authenticators.ts';
import { replaceRecoveryCodeRow } from '../../src/store/recovery-codes.ts';
import { listEventsAfter } from '../../src/store/security-events.ts';
import { insertSession } from '../../src/store/sessions.ts';
import { codeOf } from '../support/browser.ts';
import { checkInvariants, readEverything } from '../support/invariants.ts';
import { type AppOwner, appOwner, nextCode, ownerOfBoth } from '../support/owners.ts';
import { test } from '../support/test.ts';
import { createWorld } from '../support/world.ts';

describe.each(['sqlite', 'postgres'] as const)('the database, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend('world', async ({ world }) => {
      await checkKeys(world.database, world.deps.keys);
      return world;
    })
    .extend(
      'faults',
      ({ world }) =>
        async () =>
          (await checkDatabase(world.deps)).flatMap((finding) => finding.faults),
    )
    .extend(
      'activeCode',
      ({ world }) =>
        async (owner: AppOwner) =>
          (await readEverything(world.database)).recoveryCodes.find((one) => one.accountId === owner.id),
    );

  describe('brought back to an earlier state', () => {
    it('F-32: lets nothing that was used before work again', async ({ world, faults }) => {
      const owner = await ownerOfBoth(world);
      const between = world.browser();
      await between.signIn(owner.login);
      const enrolling = (
        await owner.browser.begin({
          kind: 'app',
          replaces: (await owner.browser.security()).body.authenticators[0]?.id ?? '',
        })
      ).body.id;
      const offered = await offerPasswordLink(world.deps, owner.id, { clear: false });
      const token = offered.kind === 'issued' ? offered.link.url.split('#')[1] : '';
      const now = world.clock.now();
      const codes = [-30, 0, 30].map((seconds) => codeOf(owner.secret, new Date(now.getTime() + seconds * 1000)));

      expect(await retireLiveState(world.deps, { reason: 'restored' })).toMatchObject({
        accounts: 1,
        recoveryCodes: 1,
      });
      expect((await owner.browser.session()).body.state).toBe('anonymous');
      expect((await owner.browser.confirm(enrolling, codes[1] ?? '')).status).toBe(401);
      expect((await between.answer('otp', codes[1])).problem?.type).toBe('challenge-over');
      const link = await between.send('POST', '/api/password-link', {
        token,
        newPassword: 'copper kite under 31 bridges',
      });
      expect(link.status).toBe(404);

      const browser = world.browser();
      await browser.signIn(owner.login);
      for (const code of codes)
        expect((await browser.answer('otp', code)).problem).toMatchObject({ type: 'wrong-code', alreadyUsed: true });
      expect((await browser.answer('recovery', owner.recoveryCode)).problem?.type).toBe('wrong-code');
      expect(await faults()).toEqual([]);
      await checkInvariants(world.database);
    });

    it('D061, F-32: the owner gets in with the authenticator, is told, and fetches a new recovery code', async ({
      world,
    }) => {
      const owner = await appOwner(world);
      await retireLiveState(world.deps, { reason: 'The database was restored from a backup.' });
      world.clock.advance(60);
      const browser = world.browser();
      await browser.signIn(owner.login);
      expect((await browser.answer('otp', nextCode(world, owner.secret))).body.state).toBe('authenticated');
      const view = (await browser.security()).body;
      expect(view.recoveryCode).toMatchObject({ saved: false, takenBack: true, replaceableInSeconds: 0 });
      expect(view.events.find(({ kind }) => kind === 'sessions-ended')).toMatchObject({
        reason: 'The database was restored from a backup.',
        client: null,
      });
      const fresh = await browser.replaceRecoveryCode();
      expect(fresh.status).toBe(201);
      expect((await browser.security()).body.recoveryCode).toMatchObject({ saved: false, takenBack: false });
      const recovering = world.browser();
      await recovering.signIn(owner.login);
      expect((await recovering.answer('recovery', fresh.body.code)).body.state).toBe('authenticated');
    });

    it('keeps recovery codes that are certainly unused, and frees one that was reserved for a session that is gone', async ({
      world,
      activeCode,
    }) => {
      const owner = await appOwner(world);
      const recovering = world.browser();
      await recovering.signIn(owner.login);
      await recovering.answer('recovery', owner.recoveryCode);
      expect((await activeCode(owner))?.reservedBySession).not.toBeNull();
      await retireLiveState(world.deps, { reason: 'moved', keepRecoveryCodes: true });
      expect(await activeCode(owner)).toMatchObject({ reservedBySession: null, reservedUntil: null });
      const again = world.browser();
      await again.signIn(owner.login);
      expect((await again.answer('recovery', owner.recoveryCode)).body.state).toBe('authenticated');
    });

    it('may be told twice', async ({ world }) => {
      const owner = await appOwner(world);
      await retireLiveState(world.deps, { reason: 'once' });
      expect(await retireLiveState(world.deps, { reason: 'twice' })).toMatchObject({ accounts: 1, dropped: 0 });
      world.clock.advance(60);
      const browser = world.browser();
      await browser.signIn(owner.login);
      expect((await browser.answer('otp', nextCode(world, owner.secret))).body.state).toBe('authenticated');
    });
  });

  describe('checked', () => {
    it('is sound while people use it', async ({ world, faults }) => {
      const owner = await ownerOfBoth(world);
      const recovering = world.browser();
      await recovering.signIn(owner.login);
      await recovering.answer('recovery', owner.recoveryCode);
      await world.account('plain@example.com');
      await world.browser().signIn('plain@example.com');
      expect(await faults()).toEqual([]);
    });

    const planting = it.extend('options', { engine, planted: 'each rule is broken for the check to find' });
    planting('R-TX-06: names the account of every rule that is broken', async ({ world, faults, activeCode }) => {
      const noCode = await appOwner(world, 'no-code@example.com');
      const code = await activeCode(noCode);
      await world.database.single(() => replaceRecoveryCodeRow({ accountId: noCode.id, id: code?.id ?? '' }));
      const codeLeft = await appOwner(world, 'code-left@example.com');
      await world.database.single(() => removeAllAuthenticators(codeLeft.id));
      const ahead = await appOwner(world, 'ahead@example.com');
      const { authenticators, sessions } = await readEverything(world.database);
      const app = authenticators.find(({ accountId }) => accountId === ahead.id);
      await world.database.single(() => spendTimeStep({ id: app?.id ?? '', step: 99_999_999, now: world.clock.now() }));
      const session = sessions.find(({ accountId }) => accountId === ahead.id);
      if (session === undefined) throw new Error('no session');
      const forged = { ...session, id: 'forged', tokenHash: 'forged', events: [], epoch: session.epoch + 1 };
      await world.database.single(() => insertSession(forged));
      const password = { ...session, id: 'weak', tokenHash: 'weak', events: [{ method: 'pwd', at: 1 }] as const };
      await world.database.single(() => insertSession(password));
      expect(await faults()).toEqual([
        'no-code@example.com',
        'code-left@example.com',
        "ahead@example.com: the app's last time step lies ahead, so its codes are refused until then",
        'ahead@example.com: session forged has no password',
        'ahead@example.com: session forged began without an event',
        'ahead@example.com: session forged is of an epoch that has not come',
        'ahead@example.com: session weak began without an event',
        'ahead@example.com: session weak has the password alone beside an authenticator',
      ]);
    });

    it('C101: says which values a ring without a key leaves closed, account by account', async ({ world }) => {
      const owner = await appOwner(world);
      const other = await createWorld({
        database: world.database,
        keyRing: `other:${Buffer.alloc(32, 9).toString('base64')}`,
      });
      const [app] = (await readEverything(world.database)).authenticators;
      expect((await checkDatabase(other.deps)).flatMap((finding) => finding.faults)).toEqual([
        'key t1 is not in the ring',
        `authenticator ${app?.id} of account ${owner.id}`,
        `${owner.login}: the password`,
        `${owner.login}: the recovery code`,
      ]);
    });
  });

  it('exports events in their order, page by page, with the login', async ({ world }) => {
    const owner = await appOwner(world);
    const all = await world.database.single(() => listEventsAfter({ after: '' }));
    expect(all.map(({ kind, login }) => [kind, login])).toEqual([
      ['signed-in', owner.login],
      ['authenticator-added', owner.login],
      ['recovery-code-issued', owner.login],
    ]);
    const rest = await world.database.single(() => listEventsAfter({ after: all[0]?.id ?? '' }));
    expect(rest).toEqual(all.slice(1));
  });

  it('counts what it would prune, and then prunes just that', async ({ world }) => {
    const owner = await appOwner(world);
    await world.browser().signIn(owner.login);
    await offerPasswordLink(world.deps, owner.id, { clear: false });
    const nothing = await prunable(world.deps);
    expect(Object.values(nothing).reduce((sum, count) => sum + count, 0)).toBe(0);
    world.clock.advance(3 * 24 * 3600);
    const found = await prunable(world.deps);
    expect(found).toMatchObject({ challenge: 1, session: 1, passwordLink: 1, securityEvent: 0, browser: 0 });
    expect(await prune(world.deps)).toBe(Object.values(found).reduce((sum, count) => sum + count, 0));
    expect(Object.values(await prunable(world.deps)).every((count) => count === 0)).toBe(true);
  });
});
