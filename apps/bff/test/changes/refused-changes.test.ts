import { describe, expect } from 'vitest';
import { offerPasswordLink } from '../../src/flows/operators/set-password.ts';
import { advanceAttempts } from '../../src/store/attempts.ts';
import type { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith, trappedServer } from '../support/other-server.ts';
import { appOwner, codeAhead, nextCode, ownerOfBoth, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';

const elsewhere = { type: 'conflict', conflict: 'changed-elsewhere', status: 409 };

describe('a step-up', () => {
  const stepUp = (browser: Browser, answer?: object) =>
    browser.send('POST', '/api/step-up', { password: PASSWORD, ...(answer && { answer }) });
  const it = test.extend(
    'preferred',
    ({ world }) =>
      async () =>
        (await readEverything(world.database)).challenges.at(-1)?.preferred,
  );

  it('takes no code where the password is all there is, and no text message where there is no phone', async ({
    world,
  }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const answered = await stepUp(browser, { method: 'otp', code: '123456' });
    expect(answered.problem).toMatchObject({ type: 'malformed', fields: ['answer'] });
    const { browser: withApp } = await appOwner(world, 'with.app@example.com');
    expect((await withApp.send('POST', '/api/step-up/sms')).problem).toMatchObject({ type: 'sms-not-offered' });
  });

  it('asks for the app first, and for the phone where there is none', async ({ world, preferred }) => {
    const both = await ownerOfBoth(world);
    await stepUp(both.browser, { method: 'otp', code: 'abcdef' });
    expect(await preferred()).toBe('otp');
    const phone = await phoneOwner(world);
    await stepUp(phone.browser, { method: 'sms', code: 'abcdef' });
    expect(await preferred()).toBe('sms');
  });

  it('by the app leaves the message that was sent for it unverified', async ({ world }) => {
    const { browser, secret } = await ownerOfBoth(world);
    await browser.send('POST', '/api/step-up/sms');
    await world.deps.background.settled();
    expect((await stepUp(browser, { method: 'otp', code: nextCode(world, secret) })).status).toBe(200);
    expect((await readEverything(world.database)).messages.at(-1)?.verifiedAt).toBeNull();
  });

  it('is closed after a hundred failures in a row, the right code included', async ({ world }) => {
    const { id, browser, secret } = await appOwner(world);
    const count = {
      accountId: id,
      bucket: 'step-up',
      failed: 100,
      until: new Date(0),
      now: world.clock.now(),
      run: 'run',
    };
    await world.database.single(() => advanceAttempts(undefined, `${id}/step-up`, count));
    const refused = await stepUp(browser, { method: 'otp', code: nextCode(world, secret) });
    expect(refused.problem).toMatchObject({ type: 'second-factor-disabled' });
  });

  it('whose code is spent at a sign-in meanwhile is told so, and counted', async ({ world }) => {
    const { login, browser, secret } = await appOwner(world);
    const { database, moved } = trappedServer(world);
    const code = codeAhead(world, secret);
    const hold = database.holdBefore('account_hold');
    const stepping = stepUp(moved(browser), { method: 'otp', code });
    await hold.reached;
    const other = world.browser();
    await other.signIn(login);
    expect((await other.answer('otp', code)).status).toBe(200);
    hold.release();
    expect((await stepping).problem).toMatchObject({ type: 'wrong-code', alreadyUsed: true, attemptsLeft: 4 });
  });

  it('that is overtaken by turning off says that it is over', async ({ world }) => {
    const { browser, secret } = await appOwner(world);
    const { database, moved } = trappedServer(world);
    const hold = database.holdBefore('account_hold');
    const stepping = stepUp(moved(browser), { method: 'otp', code: codeAhead(world, secret) });
    await hold.reached;
    expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    hold.release();
    expect((await stepping).problem).toMatchObject({ type: 'challenge-over', reason: 'answered' });
  });
});

test('a recovery code is neither replaced nor acknowledged where two-factor is off', async ({ world }) => {
  const { login } = await world.account();
  const browser = world.browser();
  await browser.signIn(login);
  expect((await browser.replaceRecoveryCode()).problem).toMatchObject({ type: 'conflict', conflict: 'two-factor-off' });
  const acknowledged = await browser.send('POST', '/api/recovery-code/acknowledge', { id: crypto.randomUUID() });
  expect(acknowledged.problem).toMatchObject(elsewhere);
});

describe('a link to set the password', () => {
  const chosen = 'copper kite under 31 bridges';
  const it = test.extend('linkFor', ({ world }) => async (id: string) => {
    const offered = await offerPasswordLink(world.deps, id, { clear: false });
    return offered.kind === 'issued' ? (offered.link.url.split('#')[1] ?? '') : '';
  });

  const redeem = (browser: Browser, token: string) =>
    browser.send('POST', '/api/password-link', { token, newPassword: chosen });

  it.for(['verify', 'hash'] as const)(
    'stays good where the server is too busy (%s)',
    async (step, { world, linkFor }) => {
      const { id, login } = await world.account();
      const token = await linkFor(id);
      const busy = { verify: async () => ({ kind: 'busy' as const }), hash: async () => null };
      const crowded = serverWith(world, { passwords: { ...world.deps.passwords, [step]: busy[step] } })();
      expect((await redeem(crowded, token)).problem).toMatchObject({ type: 'busy', retryAfterSeconds: 2, status: 503 });
      expect((await redeem(world.browser(), token)).status).toBe(200);
      expect((await world.browser().signIn(login, chosen)).status).toBe(200);
    },
  );

  it('that is overtaken by a change of the account sets nothing, and is worth nothing any more', async ({
    world,
    linkFor,
  }) => {
    const { id, login } = await world.account();
    const owner = world.browser();
    await owner.signIn(login);
    const token = await linkFor(id);
    const { database, browser } = trappedServer(world);
    const hold = database.holdBefore('account_raise_epoch');
    const redeeming = redeem(browser(), token);
    await hold.reached;
    await owner.enrolApp();
    hold.release();
    expect((await redeeming).problem).toMatchObject(elsewhere);
    expect((await world.browser().signIn(login)).status).toBe(200);
    expect((await redeem(world.browser(), token)).problem?.type).toBe('not-found');
  });

  it('that is replaced while it is redeemed sets nothing and signs nobody out', async ({ world, linkFor }) => {
    const { id, login } = await world.account();
    const owner = world.browser();
    await owner.signIn(login);
    const token = await linkFor(id);
    const { database, browser } = trappedServer(world);
    const hold = database.holdBefore('account_raise_epoch');
    const redeeming = redeem(browser(), token);
    await hold.reached;
    await linkFor(id);
    hold.release();
    expect((await redeeming).problem).toMatchObject({ type: 'not-found', status: 404 });
    expect((await owner.session()).body.state).toBe('authenticated');
  });
});
