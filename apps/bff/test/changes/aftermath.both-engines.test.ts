import { describe, expect } from 'vitest';
import { changeAccount } from '../../src/flows/operators/change-account.ts';
import { eraseAccount } from '../../src/flows/operators/erase-account.ts';
import { resetTwoFactor } from '../../src/flows/operators/reset-two-factor.ts';
import { setAccountActive } from '../../src/flows/operators/set-account-active.ts';
import { offerPasswordLink, setPassword } from '../../src/flows/operators/set-password.ts';
import type { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { nextCode, ownerOfBoth } from '../support/owners.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

const NEW_PASSWORD = 'copper harbour 88 thistle';

/** An account of which everything is open that can be: what a change finds. */
async function everythingOpen(world: World) {
  const owner = await ownerOfBoth(world);
  const elsewhere = world.browser('198.51.100.7');
  await elsewhere.signIn(owner.login);
  await elsewhere.answer('otp', nextCode(world, owner.secret));
  const challenged = world.browser('198.51.100.8');
  await challenged.signIn(owner.login);
  const { authenticators } = (await owner.browser.security()).body;
  const app = authenticators.find(({ kind }) => kind === 'app')?.id ?? '';
  await elsewhere.begin({ kind: 'app', replaces: app });
  const offered = await offerPasswordLink(world.deps, owner.id, { clear: false });
  if (offered.kind !== 'issued') throw new Error('no link');
  return { owner, app, elsewhere, challenged, link: tokenOf(offered.link.url) };
}

type Open = Awaited<ReturnType<typeof everythingOpen>>;
const tokenOf = (url: string) => new URL(url).hash.slice(1);
const isOpen = ({ state }: { readonly state: string }) => state === 'open';
const redeem = (browser: Browser, token: string) =>
  browser.send('POST', '/api/password-link', { token, newPassword: NEW_PASSWORD });

interface Door {
  readonly name: string;
  readonly through: (world: World, open: Open) => Promise<unknown>;
  /** Whether the session that makes the change goes on. */
  readonly ownGoesOn: boolean;
}

const DOORS: readonly Door[] = [
  {
    name: 'its owner changes the password',
    through: (_, { owner }) => owner.browser.send('POST', '/api/password', { newPassword: NEW_PASSWORD }),
    ownGoesOn: true,
  },
  {
    name: 'its owner removes an authenticator',
    through: (_, { owner, app }) => owner.browser.send('DELETE', `/api/authenticators/${app}`),
    ownGoesOn: true,
  },
  {
    name: 'its owner replaces an authenticator',
    through: (_, { owner, app }) => owner.browser.enrolApp(app),
    ownGoesOn: true,
  },
  {
    name: 'its owner turns two-factor off',
    through: (_, { owner }) => owner.browser.send('DELETE', '/api/two-factor'),
    ownGoesOn: true,
  },
  {
    name: 'its owner fetches the fresh code of a recovery',
    through: async (world, { owner }) => {
      const recovering = world.browser('198.51.100.9');
      await recovering.signIn(owner.login);
      await recovering.answer('recovery', owner.recoveryCode);
      return recovering.replaceRecoveryCode();
    },
    ownGoesOn: false,
  },
  { name: 'a link is used', through: (world, { link }) => redeem(world.browser(), link), ownGoesOn: false },
  {
    name: 'an operator sets a password',
    through: (world, { owner }) => setPassword(world.deps, owner, NEW_PASSWORD),
    ownGoesOn: false,
  },
  {
    name: 'an operator clears the password',
    through: (world, { owner }) => offerPasswordLink(world.deps, owner.id, { clear: true }),
    ownGoesOn: false,
  },
  {
    name: 'an operator resets the second factor',
    through: (world, { owner }) => resetTwoFactor(world.deps, owner.id, 'ticket 4711'),
    ownGoesOn: false,
  },
  {
    name: 'an operator disables the account',
    through: (world, { owner }) => setAccountActive(world.deps, owner.id, false, null),
    ownGoesOn: false,
  },
  {
    name: 'D025: an operator gives the account another login',
    through: (world, { owner }) => changeAccount(world.deps, owner.id, { login: 'other@example.com' }),
    ownGoesOn: false,
  },
  {
    name: 'D025: an operator erases the account',
    through: (world, { owner }) => eraseAccount(world.deps, owner.id, 'ticket 4711'),
    ownGoesOn: false,
  },
];

describe.each(['sqlite', 'postgres'] as const)('what a change of protection ends, on %s', (engine) => {
  const it = test.extend('options', { engine });

  it.for(DOORS)(
    'D048: all that was open before, an earlier password link included, when $name',
    async (door, { world }) => {
      const open = await everythingOpen(world);
      const before = await readEverything(world.database);
      expect([before.sessions, before.challenges.filter(isOpen), before.enrolments.filter(isOpen)]).toMatchObject([
        [{}, {}],
        [{}],
        [{}],
      ]);

      await door.through(world, open);

      const left = await readEverything(world.database);
      expect(left.challenges).toEqual([]);
      expect(left.enrolments.filter(isOpen)).toEqual([]);
      const earlier = new Set(before.sessions.map(({ id }) => id));
      expect(left.sessions.filter(({ id }) => earlier.has(id))).toHaveLength(door.ownGoesOn ? 1 : 0);
      expect((await open.elsewhere.session()).body.state).toBe('anonymous');
      expect((await open.challenged.session()).body.state).toBe('anonymous');
      expect((await open.owner.browser.session()).body.state).toBe(door.ownGoesOn ? 'authenticated' : 'anonymous');
      expect((await redeem(world.browser('198.51.100.10'), open.link)).problem?.type).toBe('not-found');
    },
  );

  it('D039: a reset leaves the account to nobody who has the password: the link that goes to its owner sets a new one', async ({
    world,
  }) => {
    const owner = await ownerOfBoth(world);
    const thief = world.browser('198.51.100.66');
    await thief.signIn(owner.login);

    const reset = await resetTwoFactor(world.deps, owner.id, 'Phone lost at sea, ticket 4711');
    if (reset.kind !== 'reset') throw new Error(reset.kind);
    expect((await thief.signIn(owner.login)).problem?.type).toBe('wrong-credentials');

    const back = world.browser();
    expect((await redeem(back, tokenOf(reset.link.url))).status).toBe(200);
    expect((await back.signIn(owner.login, NEW_PASSWORD)).body).toMatchObject({
      state: 'authenticated',
      twoFactorOn: false,
    });
    expect((await thief.signIn(owner.login, PASSWORD)).problem?.type).toBe('wrong-credentials');
  });

  it('D052: an enrolment begun just inside the ten minutes is confirmed with a proof of its own', async ({ world }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    world.clock.advance(599);
    const begun = await browser.begin({ kind: 'app' });
    if (begun.body.kind !== 'app') throw new Error('no app enrolment');
    world.clock.advance(2);
    const { id, key } = begun.body;
    const confirm = () => browser.confirm(id, nextCode(world, key));
    expect((await confirm()).problem).toMatchObject({ type: 'step-up-required', requiredLevel: 'aal1' });
    expect((await readEverything(world.database)).enrolments[0]).toMatchObject({ state: 'open', failed: 0 });

    await browser.send('POST', '/api/step-up', { password: PASSWORD });
    expect((await confirm()).status).toBe(200);
  });

  it('D052: one proof carries changes for ten minutes, however many authenticators are bound meanwhile', async ({
    world,
  }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    world.clock.advance(300);
    await browser.enrolApp();
    world.clock.advance(299);
    await browser.enrolPhone('+33639980012', () => world.phones.codeFor('+33639980012'));
    world.clock.advance(2);
    expect((await browser.send('DELETE', '/api/two-factor')).problem?.type).toBe('step-up-required');
    expect((await browser.session()).body).toMatchObject({ state: 'authenticated', assuranceLevel: 'aal2' });
  });
});
