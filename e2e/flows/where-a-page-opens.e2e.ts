import { expect, test } from '../support/test.ts';

const scrollY = () => Math.round(window.scrollY);

test.describe('where a page opens', () => {
  test('D054: every page opens at its top, and Back returns to where one was', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.page.setViewportSize({ width: 375, height: 420 });
    await tab.arriveAs(await accounts.signedIn(account), '/console/');
    const open = tab.link(t.home.open);
    await open.scrollIntoViewIfNeeded();
    const left = await tab.page.evaluate(scrollY);
    expect(left).toBeGreaterThan(0);
    await open.click();
    await expect(tab.title(t.security.title)).toBeFocused();
    await expect(tab.status(true)).toBeVisible();
    expect(await tab.page.evaluate(scrollY)).toBe(0);

    const change = tab.card(t.security.password.title).getByRole('link');
    await change.scrollIntoViewIfNeeded();
    const onTab = await tab.page.evaluate(scrollY);
    await change.click();
    await expect(tab.title(t.security.password.pageTitle)).toBeFocused();
    expect(await tab.page.evaluate(scrollY)).toBe(0);
    await tab.page.goBack();
    await expect.poll(() => tab.page.evaluate(scrollY)).toBe(onTab);
    await tab.page.goBack();
    await expect.poll(() => tab.page.evaluate(scrollY)).toBe(left);
    await tab.page.goForward();
    await expect.poll(() => tab.page.evaluate(scrollY)).toBe(onTab);
  });

  test('D054: after a sign-in with the recovery code its notice is in sight', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.page.setViewportSize({ width: 375, height: 420 });
    await tab.open();
    await tab.enterPassword(account);
    await tab.other('recovery').click();
    await tab.answer(tab.recoveryCode(), account.recoveryCode);
    await tab.saveRecoveryCode();
    await expect(tab.text(t.recovery.recovered.noticeTitle)).toBeInViewport();
    expect(await tab.page.evaluate(scrollY)).toBe(0);
  });

  for (const path of ['/console/', '/console/security', '/console/profile', '/console/security/app']) {
    test(`D057: a reload at ${path} shows the frame and the page's outline without its script`, async ({
      tab,
      accounts,
      allowed,
      t,
    }) => {
      // The script never comes.
      allowed.push(/ERR_FAILED/);
      const visitor = await accounts.signedIn(await accounts.make('app'));
      await tab.page.route('**/assets/*.js', (route) => route.abort());
      await tab.page.context().addCookies(visitor.cookies());
      await tab.page.goto(path, { waitUntil: 'commit' });
      await expect(tab.page.getByRole('banner')).toContainText(t.shared.product);
      const main = tab.page.getByRole('main');
      await expect(main).toHaveAttribute('aria-busy', 'true');
      await expect(main).toContainText(t.shared.loading);
      await expect(tab.page.locator('html')).toHaveAttribute('lang', t.shared.loading === 'Loading…' ? 'en' : 'fr');
    });
  }

  test('D057: what is drawn before is taken over as it is, then gives way to the page', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security');
    await expect(tab.status(true)).toBeVisible();
    await expect(tab.title(t.security.title)).toBeVisible();
    await tab.page.reload();
    await expect(tab.status(true)).toBeVisible();
    await tab.signOut();
    await tab.enterPassword(account);
    await expect(tab.appCode()).toBeVisible();
    await tab.page.reload();
    await expect(tab.appCode()).toBeVisible();
  });
});
