import type { RedeemedPasswordLink } from '@wattsense/contract/password';
import { describe, expect } from 'vitest';
import { createAccount } from '../../src/flows/operators/create-account.ts';
import { describeAccount } from '../../src/flows/operators/describe-account.ts';
import { setAccountActive } from '../../src/flows/operators/set-account-active.ts';
import { offerPasswordLink, setPassword } from '../../src/flows/operators/set-password.ts';
import { rows } from '../../src/store/database.ts';
import { settingSession } from '../http/routes-calls.ts';
import type { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { appOwner, nextCode } from '../support/owners.ts';
import { test } from '../support/test.ts';
import { passwordLinks } from '../support/two-people.ts';
import type { World } from '../support/world.ts';

const CHOSEN = 'copper kite under 31 bridges';

describe.each(['sqlite', 'postgres'] as const)('a link to set the password, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend('linkFor', ({ world }) => async (id: string, clear = false): Promise<string> => {
      const offered = await offerPasswordLink(world.deps, id, { clear });
      if (offered.kind !== 'issued') throw new Error('no link');
      return offered.link.url.split('#')[1] ?? '';
    })
    .extend(
      'signsIn',
      ({ world }) =>
        async (login: string, password: string) =>
          (await world.browser().signIn(login, password)).status,
    );

  const redeem = (browser: Browser, token: string, newPassword = CHOSEN) =>
    browser.send<RedeemedPasswordLink>('POST', '/api/password-link', { token, newPassword });

  it('R-PW-15, R-PW-17: a new account gets its password from its person, once, and is not signed in by it', async ({
    world,
    signsIn,
  }) => {
    const asked = { login: 'new@example.com', name: 'New', language: 'en', password: null } as const;
    const made = await createAccount(world.deps, asked);
    const token = made.kind === 'created' ? (made.link?.url.split('#')[1] ?? '') : '';
    const browser = world.browser();
    const answer = await redeem(browser, token);
    expect([answer.status, answer.body]).toEqual([200, { login: 'new@example.com' }]);
    expect(settingSession(answer.headers)).toEqual([]);
    expect((await browser.session()).body.state).toBe('anonymous');
    expect(await signsIn('new@example.com', CHOSEN)).toBe(200);
    expect((await redeem(browser, token, `${CHOSEN} again`)).problem?.type).toBe('not-found');
    expect(await signsIn('new@example.com', CHOSEN)).toBe(200);
    const shown = await describeAccount(world.deps, 'new@example.com');
    const changed = shown?.events.filter(({ kind }) => kind === 'password-changed');
    expect(changed).toMatchObject([{ client: { network: expect.any(String) } }]);
  });

  it('is kept as a hash alone', async ({ world, linkFor }) => {
    const account = await world.account();
    const token = await linkFor(account.id);
    expect(await findsInDatabase(world, token)).toBe(false);
    expect(await findsInDatabase(world, world.deps.tokens.hash(token))).toBe(true);
  });

  it('T-026: ends every session and every sign-in under way, and leaves the second factor', async ({
    world,
    linkFor,
    signsIn,
  }) => {
    const owner = await appOwner(world);
    const between = world.browser();
    await between.signIn(owner.login);
    expect((await redeem(world.browser(), await linkFor(owner.id))).status).toBe(200);
    expect((await owner.browser.session()).body.state).toBe('anonymous');
    expect((await between.answer('otp', nextCode(world, owner.secret))).problem?.type).toBe('challenge-over');
    expect(await signsIn(owner.login, PASSWORD)).toBe(401);
    const browser = world.browser();
    expect((await browser.signIn(owner.login, CHOSEN)).body.state).toBe('challenged');
    expect((await browser.answer('otp', nextCode(world, owner.secret))).body.state).toBe('authenticated');
  });

  it('until it is used the old password works, unless it was cleared', async ({ world, linkFor, signsIn }) => {
    const account = await world.account();
    const browser = world.browser();
    await browser.signIn(account.login);
    await linkFor(account.id);
    expect(await signsIn(account.login, PASSWORD)).toBe(200);
    expect((await browser.session()).body.state).toBe('authenticated');
    const token = await linkFor(account.id, true);
    expect(await signsIn(account.login, PASSWORD)).toBe(401);
    expect((await browser.session()).body.state).toBe('anonymous');
    expect((await describeAccount(world.deps, account.login))?.hasPassword).toBe(false);
    // The password that was cleared is not known any more, so it may come back.
    expect((await redeem(world.browser(), token, PASSWORD)).status).toBe(200);
  });

  it('lives for 24 hours, and an earlier one is worth nothing once there is a later one', async ({
    world,
    linkFor,
  }) => {
    const account = await world.account();
    const first = await linkFor(account.id);
    const second = await linkFor(account.id);
    expect((await redeem(world.browser(), first)).problem?.type).toBe('not-found');
    world.clock.advance(24 * 3600);
    expect((await redeem(world.browser(), second)).problem?.type).toBe('not-found');
    const third = await linkFor(account.id);
    world.clock.advance(24 * 3600 - 1);
    expect((await redeem(world.browser(), third)).status).toBe(200);
  });

  it('a refused password leaves it usable, and says why', async ({ world, linkFor }) => {
    const account = await world.account();
    const token = await linkFor(account.id);
    const browser = world.browser();
    for (const [password, reason] of [
      ['too short', 'too-short'],
      ['passwordpassword', 'common'],
      [`${account.login} is my login`, 'contains-login'],
      [PASSWORD, 'same'],
    ] as const)
      expect((await redeem(browser, token, password)).problem).toMatchObject({ type: 'password-refused', reason });
    expect((await redeem(browser, token)).status).toBe(200);
  });

  it('of a disabled account is worth nothing, also once it is enabled again', async ({ world, linkFor }) => {
    const account = await world.account();
    const token = await linkFor(account.id);
    await setAccountActive(world.deps, account.id, false, null);
    expect((await redeem(world.browser(), token)).problem?.type).toBe('not-found');
    await setAccountActive(world.deps, account.id, true, null);
    expect((await redeem(world.browser(), token)).problem?.type).toBe('not-found');
  });

  it('of a hundred at once one redeems it', { timeout: 60_000 }, async ({ world, linkFor, signsIn }) => {
    const account = await world.account();
    const token = await linkFor(account.id);
    const passwords = Array.from({ length: 100 }, (_, index) => `${CHOSEN} number ${index}`);
    const answers = await Promise.all(
      passwords.map((password, index) => redeem(world.browser(`198.51.100.${index}`), token, password)),
    );
    const winners = answers.flatMap(({ status }, index) => (status === 200 ? [index] : []));
    expect(winners).toHaveLength(1);
    for (const { problem } of answers)
      if (problem !== null) expect(['not-found', 'conflict', 'busy']).toContain(problem.type);
    expect(await signsIn(account.login, passwords[winners[0] ?? -1] ?? '')).toBe(200);
  });

  it('is not to be guessed: after thirty tries a client waits ten minutes, the right link included', async ({
    world,
    linkFor,
  }) => {
    const account = await world.account();
    const token = await linkFor(account.id);
    const guesser = world.browser('203.0.113.9');
    for (let i = 0; i < 30; i += 1) expect((await redeem(guesser, 'a'.repeat(43))).problem?.type).toBe('not-found');
    expect((await redeem(guesser, token)).problem).toMatchObject({ type: 'too-many-attempts', retryAfterSeconds: 600 });
    expect((await redeem(world.browser('203.0.113.10'), token)).status).toBe(200);
  });

  it('an operator may also set a password that was given: everybody is signed out', async ({ world, linkFor }) => {
    const owner = await appOwner(world);
    const token = await linkFor(owner.id);
    expect(await setPassword(world.deps, owner, 'short')).toEqual({ kind: 'bad-password', reason: 'too-short' });
    expect(await setPassword(world.deps, owner, CHOSEN)).toEqual({ kind: 'set', endedSessions: 1 });
    expect((await owner.browser.session()).body.state).toBe('anonymous');
    expect((await world.browser().signIn(owner.login, CHOSEN)).body.state).toBe('challenged');
    expect((await redeem(world.browser(), token)).problem?.type).toBe('not-found');
  });
});

/** Whether a text stands anywhere among the links. */
async function findsInDatabase(world: World, text: string): Promise<boolean> {
  return JSON.stringify(await world.database.single(() => rows(passwordLinks, {}))).includes(text);
}
