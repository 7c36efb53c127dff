import { expect, test } from '../support/test.ts';

test.describe('turning off', () => {
  test('article 7: the Security page shows the status, and Disable removes it', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await expect(tab.status(true)).toBeVisible();
    await tab.button(t.security.twoFactor.disable).click();
    const dialog = tab.dialog(t.security.turnOff.title);
    for (const consequence of t.security.turnOff.consequences([t.app.useless]))
      await expect(dialog.getByText(consequence)).toBeVisible();
    await dialog.getByRole('button', { name: t.security.turnOff.confirm }).click();
    await expect(tab.status(false)).toBeVisible();
    await expect(tab.page.locator(':focus')).toContainText(t.security.turnOff.done);
    await expect(tab.link(t.security.twoFactor.enable)).toBeVisible();
    await tab.signOut();
    await tab.enterPassword(account);
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('whoever has second thoughts keeps it, and the focus goes back to the button', async ({ tab, accounts, t }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('phone')));
    const disable = tab.button(t.security.twoFactor.disable);
    await disable.click();
    await tab.button(t.security.turnOff.keep).click();
    await expect(tab.dialog()).toHaveCount(0);
    await expect(disable).toBeFocused();
    await expect(tab.status(true)).toBeVisible();
  });

  test('the other browsers are signed out', async ({ tab, accounts, anotherBrowser, t }) => {
    const account = await accounts.make('app');
    const elsewhere = await anotherBrowser();
    await elsewhere.arriveAs(await accounts.signedIn(account));
    await expect(elsewhere.status(true)).toBeVisible();
    await tab.arriveAs(await accounts.signedIn(account));
    await tab.button(t.security.twoFactor.disable).click();
    await tab.dialog(t.security.turnOff.title).getByRole('button', { name: t.security.turnOff.confirm }).click();
    await expect(tab.status(false)).toBeVisible();
    await elsewhere.page.reload();
    await expect(elsewhere.title(t.signIn.title)).toBeVisible();
  });

  test('enabling again makes a new secret; the old app and the old recovery code open nothing', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await tab.button(t.security.twoFactor.disable).click();
    await tab.dialog(t.security.turnOff.title).getByRole('button', { name: t.security.turnOff.confirm }).click();
    await tab.link(t.security.twoFactor.enable).click();
    await tab.choose('app');
    const app = await tab.scan();
    expect(app.entry.secret).not.toBe(account.app.entry.secret);
    await tab.prove(await app.code());
    await tab.saveRecoveryCode();
    await tab.signOut();
    await tab.enterPassword(account);
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.appCode()).toHaveAttribute('aria-invalid', 'true');
    await tab.other('recovery').click();
    await tab.answer(tab.recoveryCode(), account.recoveryCode);
    await expect(tab.recoveryCode()).toHaveAttribute('aria-invalid', 'true');
  });
});
