import type { Page } from '@playwright/test';
import { measureShifts, shifts } from '../support/layout-shifts.ts';
import { atRest } from '../support/page-at-rest.ts';
import { expect, test } from '../support/test.ts';

/** A plant room's network: 400 ms there and back, 400 kbit/s, and a processor four times as slow. */
const NETWORK = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const SLOWER = 4;

/** Nothing is cached, everything is slow. */
async function throttle(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
}

test.describe('a first visit on a slow network and machine', () => {
  test.slow();

  test('moves nothing on the way to the sign-in, nor to the code', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await measureShifts(tab.page);
    await throttle(tab.page);
    await tab.open();
    await expect(tab.title(t.signIn.title)).toBeVisible();
    await atRest(tab.page);
    await tab.enterPassword(account);
    await expect(tab.appCode()).toBeVisible();
    expect(await shifts(tab.page)).toEqual([]);
  });

  for (const path of ['', 'security', 'security/app', 'security/phone']) {
    test(`moves nothing on the way to /console/${path}`, async ({ tab, accounts }) => {
      const visitor = await accounts.signedIn(await accounts.make('nothing'));
      await measureShifts(tab.page);
      await throttle(tab.page);
      await tab.arriveAs(visitor, `/console/${path}`);
      await expect(tab.page.getByRole('heading', { level: 1 })).toBeVisible();
      await atRest(tab.page);
      expect(await shifts(tab.page)).toEqual([]);
    });
  }

  test('moves nothing on the way to a protected account’s Security tab', async ({ tab, accounts }) => {
    const visitor = await accounts.signedIn(await accounts.make('app and phone'));
    await measureShifts(tab.page);
    await throttle(tab.page);
    await tab.arriveAs(visitor);
    await expect(tab.status(true)).toBeVisible();
    await atRest(tab.page);
    expect(await shifts(tab.page)).toEqual([]);
  });

  for (const kind of ['app', 'phone'] as const)
    test(`moves nothing on the way from the Security tab to another ${kind} in place of the first`, async ({
      tab,
      accounts,
      t,
    }) => {
      const visitor = await accounts.signedIn(await accounts.make('app and phone'));
      await measureShifts(tab.page);
      await throttle(tab.page);
      await tab.arriveAs(visitor);
      await tab.card(t.security.twoFactor.title).getByRole('link', { name: t[kind].replace }).click();
      await expect(tab.title(t[kind].enrol.titleReplace)).toBeVisible();
      await atRest(tab.page);
      expect(await shifts(tab.page)).toEqual([]);
    });

  test('moves nothing behind a one-time link', async ({ tab, accounts, t }) => {
    const { link } = await accounts.withLink();
    await measureShifts(tab.page);
    await throttle(tab.page);
    await tab.open(link);
    await expect(tab.title(t.setPassword.title)).toBeVisible();
    await atRest(tab.page);
    expect(await shifts(tab.page)).toEqual([]);
  });
});
