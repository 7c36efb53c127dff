import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

/** Notes from the page's first moment on what moves by itself (Cumulative Layout Shift), and how far. */
async function measureShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Reflect.set(window, 'layoutShifts', shifts);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (Reflect.get(entry, 'hadRecentInput') === true) continue;
        const moved: { node?: Node }[] = Reflect.get(entry, 'sources') ?? [];
        const what = moved.map(({ node }) => `${node?.nodeName} ${node?.textContent?.slice(0, 40)}`).join(' | ');
        shifts.push(`${Number(Reflect.get(entry, 'value')).toFixed(5)}: ${what}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** All of them, once the page has been painted again. */
function shifts(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done, 0));
    return Reflect.get(window, 'layoutShifts');
  });
}

test.describe('nothing jumps', () => {
  test('while the sign-in opens', async ({ tab, t }) => {
    await measureShifts(tab.page);
    await tab.open();
    await expect(tab.title(t.signIn.title)).toBeVisible();
    expect(await shifts(tab.page)).toEqual([]);
  });

  test('while the code page opens and the text message is delivered', async ({ tab, accounts, t }) => {
    await measureShifts(tab.page);
    const account = await accounts.make('phone');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.text(t.codes.sms.delivered)).toBeVisible();
    expect(await shifts(tab.page)).toEqual([]);
  });

  for (const path of [
    '',
    'profile',
    'security',
    'security/enable',
    'security/app',
    'security/phone',
    'security/password',
  ]) {
    test(`while /console/${path} opens, on a network with some delay`, async ({ tab, accounts }) => {
      await measureShifts(tab.page);
      await tab.page.route('**/api/**', async (route) => {
        await new Promise((done) => setTimeout(done, 400));
        await route.continue();
      });
      const visitor = await accounts.signedIn(await accounts.make('nothing'));
      await tab.arriveAs(visitor, `/console/${path}`);
      await expect(tab.page.getByRole('heading', { level: 1 })).toBeVisible();
      await tab.page.waitForLoadState('networkidle');
      expect(await shifts(tab.page)).toEqual([]);
    });
  }

  test('while the Security tab of a protected account opens', async ({ tab, accounts }) => {
    await measureShifts(tab.page);
    await tab.page.route('**/api/security', async (route) => {
      await new Promise((done) => setTimeout(done, 600));
      await route.continue();
    });
    await tab.arriveAs(await accounts.signedIn(await accounts.make('app and phone')));
    await expect(tab.status(true)).toBeVisible();
    expect(await shifts(tab.page)).toEqual([]);
  });

  test('on the page with the recovery code', async ({ tab, accounts }) => {
    await measureShifts(tab.page);
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/app');
    const app = await tab.scan();
    await tab.prove(await app.code());
    await tab.shownRecoveryCode();
    expect(await shifts(tab.page)).toEqual([]);
  });
});
