import { expect, test } from '../support/test.ts';

test.describe('what people see of their safety', () => {
  test('R-SM-01: a text message is said to be the less safe way, and the app comes first', async ({
    tab,
    accounts,
    t,
  }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/enable');
    for (const sentence of t.phone.enrol.choice.text) await expect(tab.text(sentence)).toBeVisible();
    await expect(tab.page.getByRole('radio').first()).toHaveAccessibleName(new RegExp(t.app.enrol.choice.name));
    await expect(tab.text(t.enable.choose.recommended)).toBeVisible();
  });

  test('R-SE-09: signing out is one menu away on every page', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account), '/console/');
    for (const path of ['', 'profile', 'security', 'security/password', 'no-such-page']) {
      await tab.open(`/console/${path}`);
      await tab.menu().click();
      await expect(tab.page.getByRole('menuitem', { name: t.shell.signOut })).toBeVisible();
      await tab.page.keyboard.press('Escape');
    }
  });

  test('R-BR-04: another site cannot show the console in a frame', async ({ tab, allowed, stack }) => {
    allowed.push(/frame-ancestors|frame/i, /X-Frame-Options/i, /ERR_BLOCKED/);
    await tab.page.route('http://evil.test/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<title>evil</title><iframe src="${stack.origin}/console/"></iframe>`,
      }),
    );
    await tab.page.goto('http://evil.test/');
    await expect.poll(() => tab.page.frames().length).toBe(2);
    const inside = tab.page.frameLocator('iframe');
    await expect(inside.getByRole('textbox')).toHaveCount(0);
    await expect(inside.getByRole('heading', { level: 1 }).filter({ hasText: tab.t.signIn.title })).toHaveCount(0);
  });

  test('R-BR-10: a name with markup in it is text', async ({ tab, accounts }) => {
    const name = '<img src=x onerror=alert(1)>';
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing', { name })), '/console/profile');
    await expect(tab.page.getByText(name, { exact: true }).first()).toBeVisible();
    await expect(tab.page.locator('img[src="x"]')).toHaveCount(0);
  });

  test('R-PW-05: a manager can fill login and password, both take a paste, and the password can be shown', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.open();
    await expect(tab.login()).toHaveAttribute('autocomplete', 'username');
    await expect(tab.password()).toHaveAttribute('autocomplete', 'current-password');
    await tab.paste(tab.login(), account.login);
    await tab.paste(tab.password(), account.password);
    await tab.page.getByRole('button', { name: t.shared.showPassword }).click();
    await expect(tab.password()).toHaveAttribute('type', 'text');
    await expect(tab.password()).toHaveValue(account.password);
    await tab.button(t.signIn.submit).click();
    await expect(tab.menu()).toBeVisible();
  });
});
